import { execute, type GraphQLSchema, getVariableValues } from 'graphql';
import { complete } from './completion.ts';
import type { RequestContext } from './context.ts';
import type { Documents } from './documents.ts';
import type { Engine, EngineResult } from './engine.ts';
import { type ErrorLog, type PublicError, RequestRefusal, toDocumentError, toPublicError } from './errors.ts';
import type { PreparedOperation } from './operation.ts';
import { isIncluded } from './shape.ts';

/** A request as the client states it, its parts of the right JSON type. */
export interface GraphqlParams {
  query: string;
  operationName: string | undefined;
  variables: Record<string, unknown>;
}

export interface Payload {
  errors?: PublicError[];
  data?: Record<string, unknown> | null;
  extensions?: Record<string, unknown>;
}

/** `isRefused`: nothing was executed, because of the document or its variables. */
export type Outcome =
  | { kind: 'result'; isRefused: boolean; payload: Payload }
  | { kind: 'events'; payloads: AsyncIterableIterator<Payload> };

export interface ExecutionOptions {
  engine: Engine;
  /** What clients may see: the supergraph without its federation machinery. */
  schema: GraphQLSchema;
  documents: Documents;
  log: ErrorLog;
}

/** What one transport allows; `onOperation` learns which operation it is before it runs. */
export interface Transport {
  mayMutate: boolean;
  mayStream: boolean;
  onOperation(operation: PreparedOperation): void;
}

type Variables = Record<string, unknown>;
export type Run = (params: GraphqlParams, context: RequestContext, transport: Transport) => Promise<Outcome>;

/**
 * All of GraphQL between the HTTP layer and the engine.
 * @throws RequestRefusal for what has an HTTP status of its own.
 */
export const createExecution = ({ engine, schema, documents, log }: ExecutionOptions): Run => {
  const runData = async (
    { data, definition, shape }: PreparedOperation,
    variables: Variables,
    context: RequestContext,
  ) => {
    const isSelected = shape.fieldsOf('')?.some(({ conditions }) => isIncluded(conditions, variables));
    if (data === undefined || !isSelected) return { data: {} };
    return engine.execute({ document: data, operationName: definition.name?.value, variables, context });
  };

  const toPayload = (result: EngineResult, operation: PreparedOperation, variables: Variables): Payload => {
    const { data, added } = complete(result, operation.shape, variables);
    const meta = operation.meta && runMeta(schema, operation, variables);
    const errors = [...(result.errors ?? []), ...added, ...(meta?.errors ?? [])];
    const payload: Payload = errors.length === 0 ? {} : { errors: errors.map((error) => toPublicError(error, log)) };
    payload.data = meta && data ? { ...data, ...meta.data } : data;
    return payload;
  };

  return async (params, context, transport) => {
    const checked = documents.check(params.query);
    if ('errors' in checked) return refused(checked.errors);
    const operation = checked.document.operation(params.operationName);
    if (operation === undefined) return refused([unknownOperation(params.operationName)]);
    transport.onOperation(operation);
    checkTransport(operation, transport);
    const { variableDefinitions, operation: kind } = operation.definition;
    const { coerced: variables, errors } = getVariableValues(schema, variableDefinitions ?? [], params.variables);
    if (!variables) return refused((errors ?? []).map((error) => toDocumentError(error, 'BAD_USER_INPUT')));
    try {
      const lasting = kind === 'subscription' ? { ...context, deadline: Number.POSITIVE_INFINITY } : context;
      const result = await runData(operation, variables, lasting);
      if (Symbol.asyncIterator in result) {
        return { kind: 'events', payloads: mapEvents(result, (event) => toPayload(event, operation, variables)) };
      }
      return { kind: 'result', isRefused: false, payload: traced(toPayload(result, operation, variables), context) };
    } catch (error) {
      // A plan that failed would stay in the plan cache as long as its document.
      documents.forget(params.query);
      return { kind: 'result', isRefused: false, payload: { errors: [toPublicError(error, log)], data: null } };
    }
  };
};

const refused = (errors: PublicError[]): Outcome => ({ kind: 'result', isRefused: true, payload: { errors } });

const unknownOperation = (name: string | undefined): PublicError => ({
  message: name === undefined ? 'Name the operation to run: operationName.' : `There is no operation "${name}".`,
  extensions: { code: 'BAD_USER_INPUT' },
});

const checkTransport = ({ definition }: PreparedOperation, { mayMutate, mayStream }: Transport) => {
  if (definition.operation === 'mutation' && !mayMutate) {
    const message = 'A mutation must be sent by POST.';
    throw new RequestRefusal(405, { code: 'BAD_USER_INPUT', message }, { allow: 'POST' });
  }
  if (definition.operation === 'subscription' && !mayStream) {
    const message = 'A subscription must accept text/event-stream.';
    throw new RequestRefusal(406, { code: 'BAD_USER_INPUT', message });
  }
};

const runMeta = (schema: GraphQLSchema, { meta, definition }: PreparedOperation, variableValues: Variables) => {
  if (meta === undefined) return undefined;
  const result = execute({ schema, document: meta, variableValues, operationName: definition.name?.value });
  if ('then' in result) throw new Error('introspection is synchronous');
  return result;
};

const traced = (payload: Payload, { trace }: RequestContext): Payload =>
  trace === undefined ? payload : { ...payload, extensions: { subgraphs: trace.rows } };

/** The engine keeps all errors of a subscription in one growing list: each event shows only those that it added. */
const mapEvents = (
  results: AsyncIterable<EngineResult>,
  toPayload: (event: EngineResult) => Payload,
): AsyncIterableIterator<Payload> => {
  const iterator = results[Symbol.asyncIterator]();
  let seen = 0;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const { done, value } = await iterator.next();
      if (done) return { done: true, value: undefined };
      const errors = value.errors?.slice(seen) ?? [];
      seen = value.errors?.length ?? seen;
      return { done: false, value: toPayload({ data: value.data, errors }) };
    },
    async return() {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
  };
};
