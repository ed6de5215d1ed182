import { execute as executeHere, type GraphQLSchema } from 'graphql';
import { isBroken } from '../subgraphs/kit/broken-text.ts';
import type { RequestContext } from './context.ts';
import { type Denial, denialOf, refusalsAtRoot } from './denial.ts';
import type { DocumentResult, Documents } from './documents.ts';
import { dryRunOf, planOf } from './dry-run.ts';
import type { Engine, EngineResult } from './engine.ts';
import {
  type ErrorLog,
  inLanguageOf,
  type PublicError,
  RequestRefusal,
  type StatedError,
  toStatedError,
} from './errors.ts';
import { fetchText } from './executor/plan-description.ts';
import { maximumErrors } from './executor/run-errors.ts';
import { faultTexts, inputError } from './input-error.ts';
import { tooCostly } from './limits.ts';
import type { ScopeHolders } from './missing-scopes.ts';
import type { PreparedOperation } from './operation.ts';
import { beforeDeadline } from './planner/planner-busy.ts';
import type { Price } from './rate-headers.ts';
import type { Budget } from './rate-limit.ts';
import type { RequestRecord } from './record.ts';
import { pointsOfDocument, pointsOfDryRun, pointsOfFailure, refusalPrices } from './refusal-price.ts';
import { type Completion, completeStep, runSteps, type StepsRun } from './steps.ts';
import type { Supergraph } from './supergraph.ts';
import type { DocumentReference, TrustedDocuments } from './trusted-documents.ts';
import type { UsageLog } from './usage/usage-log.ts';

/** A request as the client states it, its parts of the right JSON type. */
export interface GraphqlParams extends DocumentReference {
  operationName: string | undefined;
  variables: Record<string, unknown>;
}

export interface Payload {
  errors?: PublicError[];
  data?: Record<string, unknown> | null;
  extensions?: Record<string, unknown>;
}

export interface ResultOutcome {
  kind: 'result';
  /** Nothing was executed, because of the document or its variables. */
  isRefused: boolean;
  payload: Payload;
  price?: Price;
  /** A query of what everyone may read: nothing in the answer is anybody's secret. */
  isOpen?: boolean;
}

export type Outcome = ResultOutcome | { kind: 'events'; payloads: AsyncIterableIterator<Payload> };

export interface ExecutionOptions {
  engine: Engine;
  supergraph: Supergraph;
  documents: Documents;
  trusted: TrustedDocuments;
  /** Points that one operation may cost. */
  costLimit: number;
  /** Who may hold which scope, for dry runs. */
  scopeHolders?: ScopeHolders | undefined;
  /** Learns what each execution uses. */
  usage?: Pick<UsageLog, 'record'> | undefined;
  log: ErrorLog;
}

/** What one transport allows; `onOperation` learns which operation it is before it runs. */
export interface Transport {
  mayMutate: boolean;
  mayStream: boolean;
  onOperation(operation: PreparedOperation, denial: Denial | undefined): void;
}

type Variables = Record<string, unknown>;
export type Run = (params: GraphqlParams, context: RequestContext, transport: Transport) => Promise<Outcome>;

interface RunningOperation extends StepsRun {
  /** Variables as the client gave them. */
  given: Variables;
  /** Reserved for it; what is not returned is given back. */
  points: number;
  /** Lines that tell how it is planned, where the client asked for them. */
  plan?: readonly string[] | undefined;
}

/**
 * All of GraphQL between the HTTP layer and the engine, as the audience of `supergraph` and `documents` is shown it.
 * @throws RequestRefusal for what has an HTTP status of its own.
 */
export const createExecution = (options: ExecutionOptions): Run => {
  const { engine, supergraph, documents, trusted, costLimit, log } = options;
  const { schema } = supergraph;

  const shown = (errors: readonly unknown[], context: RequestContext): PublicError[] => {
    const stated = errors.map((error) => toStatedError(error, log));
    const written = inLanguageOf(stated, context);
    context.record.addErrors(written);
    return written;
  };

  const toPayload = ({ data, errors }: Completion, { operation, variables, context }: RunningOperation): Payload => {
    const meta = operation.meta && runMeta(schema, operation, variables);
    const all = [...errors, ...(meta?.errors ?? [])].slice(0, maximumErrors);
    const payload: Payload = all.length === 0 ? {} : { errors: shown(all, context) };
    payload.data = meta && data ? inOrder({ ...data, ...meta.data }, operation.rootKeysFor(variables)) : data;
    return payload;
  };

  const execute = async (running: RunningOperation): Promise<Outcome> => {
    const { denial, operation } = running;
    const refusals = denial ? refusalsAtRoot(operation, { ...denial, variables: running.variables }) : [];
    if (refusals.length > 0) {
      return finished({ errors: shown(refusals, running.context), data: null }, running);
    }
    options.usage?.record(schema, running);
    const result = await runSteps(engine, running);
    if (!(Symbol.asyncIterator in result)) return finished(toPayload(result, running), running);
    const onEvent = (event: EngineResult) => {
      const payload = toPayload(completeStep(event, operation, running), running);
      const points = actualPoints(payload, running);
      running.context.record.points += points;
      running.context.budget.charge(points);
      return payload;
    };
    return { kind: 'events', payloads: mapEvents(result, onEvent) };
  };

  const isValid = (source: string) => documents.faultOf(source) === undefined;

  return async (params, context, transport) => {
    const source = trusted.resolve(params, context.caller, isValid);
    const { budget } = context;
    const checked = checkDocument(source, documents, budget);
    context.record.documents['document' in checked && checked.isKnown ? 'known' : 'made'] += 1;
    if ('errors' in checked) return refused(checked.errors, context);
    trusted.remember(params, context.caller);
    const operation = checked.document.operation(params.operationName);
    if (operation === undefined) return refused([unknownOperation(params.operationName)], context);
    const denial = denialOf(operation, context.caller);
    transport.onOperation(operation, denial);
    checkTransport(operation, transport);
    const inputs = operation.readInputs(params.variables);
    if ('errors' in inputs) return refused(inputs.errors, context);
    const { variables } = inputs;
    const points = Math.max(1, operation.costOf(variables));
    if (points > costLimit) throw tooCostly(points, costLimit);
    budget.spend(context.isDryRun ? pointsOfDryRun(source) : points);
    // A plan that failed would stay in the plan cache as long as its document.
    const forget = () => documents.forget(source);
    const { variables: given } = params;
    const running = { operation, given, variables, context: lasting(context, operation), denial, points, forget };
    try {
      if (context.isDryRun) return toldOnly(await beforeDeadline(dryRunOf(running, options), context.deadline));
      const planned = context.showsPlan && (await beforeDeadline(planOf(running, options), context.deadline));
      const plan = planned ? planned.map(fetchText) : undefined;
      return await execute({ ...running, plan });
    } catch (error) {
      forget();
      budget.charge(pointsOfFailure(error));
      return { kind: 'result', isRefused: false, payload: { errors: shown([error], context), data: null } };
    }
  };
};

/** A document that is refused had to be parsed, and mostly validated. */
const checkDocument = (source: string, documents: Documents, budget: Budget): DocumentResult => {
  try {
    const checked = documents.check(source);
    if ('errors' in checked) budget.charge(pointsOfDocument(source));
    return checked;
  } catch (error) {
    budget.charge(pointsOfDocument(source));
    throw error;
  }
};

const refused = (errors: readonly StatedError[], context: RequestContext): Outcome => {
  context.budget.charge(refusalPrices.refusal);
  context.record.refuse(String(errors[0]?.extensions.code), 400);
  return { kind: 'result', isRefused: true, payload: { errors: inLanguageOf(errors, context) } };
};

const toldOnly = (dryRun: object): Outcome => ({
  kind: 'result',
  isRefused: false,
  payload: { data: null, extensions: { dryRun } },
});

/** The price comes down to what was returned. */
const finished = (payload: Payload, running: RunningOperation): Outcome => {
  const actual = actualPoints(payload, running);
  running.context.record.points = actual;
  if (actual < running.points) running.context.budget.refund(running.points - actual);
  const { operation, points } = running;
  const isOpen = operation.guards.length === 0 && operation.definition.operation === 'query';
  const price = { requested: points, actual };
  return { kind: 'result', isRefused: false, payload: withExtensions(payload, running, actual), price, isOpen };
};

/** Never more than was reserved, and never nothing. */
const actualPoints = ({ data }: Payload, { operation, points }: RunningOperation): number =>
  points === 1 ? 1 : Math.min(points, Math.max(1, operation.returnedCostOf(data)));

const nameOperation = {
  en: 'Name the operation to run: operationName.',
  id: 'Sebutkan operasi yang akan dijalankan: operationName.',
};

const unknownOperation = (name: string | undefined): StatedError => {
  const place = { path: [], argument: 'operationName' };
  if (name === undefined) return inputError(nameOperation, place);
  const unknown = { en: `There is no operation "${name}".`, id: `Tidak ada operasi "${name}".` };
  return inputError(isBroken(name) ? faultTexts.text : unknown, place);
};

/** A subscription has no deadline. */
const lasting = (context: RequestContext, { definition }: PreparedOperation): RequestContext =>
  definition.operation === 'subscription' ? { ...context, deadline: Number.POSITIVE_INFINITY } : context;

const checkTransport = ({ definition }: PreparedOperation, { mayMutate, mayStream }: Transport) => {
  if (definition.operation === 'mutation' && !mayMutate) {
    const text = { en: 'A mutation must be sent by POST.', id: 'Mutasi harus dikirim dengan POST.' };
    throw new RequestRefusal(405, { code: 'BAD_USER_INPUT', text }, { allow: 'POST' });
  }
  if (definition.operation === 'subscription' && !mayStream) {
    const text = {
      en: 'A subscription must accept text/event-stream.',
      id: 'Langganan harus menerima text/event-stream.',
    };
    throw new RequestRefusal(406, { code: 'BAD_USER_INPUT', text });
  }
};

const runMeta = (schema: GraphQLSchema, { meta, definition }: PreparedOperation, variableValues: Variables) => {
  if (meta === undefined) return undefined;
  const result = executeHere({ schema, document: meta, variableValues, operationName: definition.name?.value });
  if ('then' in result) throw new Error('introspection is synchronous');
  return result;
};

const inOrder = (data: Record<string, unknown>, keys: readonly string[]) =>
  Object.fromEntries(keys.filter((key) => key in data).map((key) => [key, data[key]]));

/** What the client asked to know about its request. */
const withExtensions = (payload: Payload, { context, points, plan }: RunningOperation, actual: number): Payload => {
  const { record, showsCost, showsCalls, budget } = context;
  const day = budget.ofDay();
  if (!(showsCalls || showsCost || day) && plan === undefined) return payload;
  const cost = showsCost && { cost: { requested: points, actual, ...budget.state() } };
  const calls = showsCalls && { subgraphs: shownCalls(record) };
  return { ...payload, extensions: { ...calls, ...(plan && { plan }), ...cost, ...(day && { budget: day }) } };
};

const shownCalls = ({ calls }: RequestRecord) =>
  calls.map(({ subgraph, statements, durationMs }) => ({ subgraph, statements, durationMs }));

const mapEvents = (
  results: AsyncIterable<EngineResult>,
  toPayload: (event: EngineResult) => Payload,
): AsyncIterableIterator<Payload> => {
  const iterator = results[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const { done, value } = await iterator.next();
      if (done) return { done: true, value: undefined };
      return { done: false, value: toPayload(value) };
    },
    async return() {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
  };
};
