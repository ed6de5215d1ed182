import { buildSubgraphSchema } from '@apollo/subgraph';
import type { PlanNode } from '@graphql-hive/router-query-planner';
import { composeServices } from '@theguild/federation-composition';
import { type DocumentNode, execute, type GraphQLSchema, OperationTypeNode, parse, validate } from 'graphql';
import { Caller } from '../caller.ts';
import type { RequestContext } from '../context.ts';
import { Departure } from '../departure.ts';
import { createDocuments } from '../documents.ts';
import { createEngine, type Engine } from '../engine.ts';
import { createExecution, type Payload } from '../execution.ts';
import type { OpenPlans } from '../planner/plan-source.ts';
import { plansHere } from '../planner/plans-here.ts';
import { RequestRecord } from '../record.ts';
import { readSubgraphResult } from '../subgraph-answer.ts';
import type { SubgraphCall, SubgraphRequest, SubgraphResult } from '../subgraph-call.ts';
import { readSupergraph } from '../supergraph.ts';
import { createTrustedDocuments } from '../trusted-documents.ts';
import { DeterminedValues, type ValueOptions } from './determined-values.ts';

const nothing = () => undefined;
const budget = {
  spend: nothing,
  charge: nothing,
  refund: nothing,
  state: nothing,
  isExhausted: () => false,
  ofDay: nothing,
};
const transport = { mayMutate: true, mayStream: true, onOperation: () => undefined };
const known = { all: [], hashOf: () => undefined, find: () => undefined, named: () => undefined };
/** Events of each stream. */
const events = [1, 2];

type Variables = Record<string, unknown>;
type SubgraphQuery = { document: DocumentNode; variables?: Variables };

export interface DeterminedOptions extends ValueOptions {
  /** Subgraphs refuse operations that are not valid for them. */
  isStrict?: boolean;
  onPlan?(plan: PlanNode): void;
  /** What the gateway logs of errors that it does not show. */
  onError?(details: object, message: string): void;
  /** All plans are made by our planner. */
  isOwnOnly?: boolean;
  /** In this process, where nothing is said. */
  openPlans?: OpenPlans;
  /** Another way to run operations on the engine. */
  wrap?(engine: Engine): Engine;
}

const contextOf = (scope: string): RequestContext => ({
  requestId: 'test',
  caller: new Caller({ sub: 'siti', scope }, Number.POSITIVE_INFINITY),
  acceptLanguage: undefined,
  deadline: Number.POSITIVE_INFINITY,
  departure: new Departure(),
  record: new RequestRecord('test'),
  budget,
  showsCost: false,
  showsCalls: false,
});

const compositions = new WeakMap<Readonly<Record<string, string>>, ReturnType<typeof compose>>();

/** @throws Error when they do not compose */
export const composed = (sdls: Readonly<Record<string, string>>) => {
  const known = compositions.get(sdls) ?? compose(sdls);
  compositions.set(sdls, known);
  return known;
};

const compose = (sdls: Readonly<Record<string, string>>) => {
  const services = Object.entries(sdls).map(([name, text]) => ({ name, url: 'http://s.test/', typeDefs: parse(text) }));
  const { supergraphSdl: sdl, errors } = composeServices(services);
  if (!sdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return { services, sdl };
};

interface InProcess {
  schemaOf(subgraph: string): GraphQLSchema;
  runOn(schema: GraphQLSchema, query: SubgraphQuery): unknown;
  values: DeterminedValues;
  calls: string[];
  isStrict: boolean;
}

/** Subgraphs in this process, which answer JSON. */
const requestTo = ({ schemaOf, runOn, values, calls, isStrict }: InProcess): SubgraphRequest => {
  const answer = async (call: SubgraphCall): Promise<SubgraphResult> => {
    const { query, variables } = JSON.parse(call.body);
    calls.push(query);
    const schema = schemaOf(call.subgraph);
    const asked = { document: parse(query), variables };
    const errors = isStrict ? validate(schema, asked.document) : [];
    const body = JSON.stringify(errors.length > 0 ? { errors } : await runOn(schema, asked));
    return readSubgraphResult({ status: 200, body, statements: undefined }, call);
  };
  const stream = async function* (call: SubgraphCall) {
    for (const event of events) {
      values.epoch = event;
      yield answer(call);
    }
  };
  return async (call) => (call.kind === 'subscription' ? stream(call) : answer(call));
};

/** The first payload, and what a stream yields after it. */
export interface DeterminedAnswer extends Payload {
  later?: Payload[];
}

const payloadsOf = async (list: AsyncIterable<Payload> | Iterable<Payload>): Promise<DeterminedAnswer> => {
  const payloads: Payload[] = [];
  for await (const payload of list) payloads.push(payload);
  const [first = {}, ...later] = payloads;
  return later.length > 0 ? { ...first, later } : first;
};

/**
 * A gateway in this process over subgraphs whose every value is determined by the schema, and beside it one schema over
 * everything (graphql-js), which says what the answer must be. The caller holds every scope.
 */
export const determinedGraph = async (sdls: Record<string, string>, options: DeterminedOptions = {}) => {
  const { services, sdl } = composed(sdls);
  const supergraph = readSupergraph(sdl);
  const { schema: whole, guards } = supergraph;
  const values = new DeterminedValues(whole, parse(sdl), options);
  const runOn = (schema: GraphQLSchema, { document, variables: variableValues }: SubgraphQuery) => {
    const fieldResolver = values.resolver(names.get(schema));
    return execute({ schema, document, variableValues, fieldResolver, typeResolver: values.typeOf });
  };
  const schemas = new Map(
    services.map(({ name, typeDefs }) => {
      return [name, buildSubgraphSchema([{ typeDefs, resolvers: values.references(typeDefs) }])];
    }),
  );
  const names = new Map([...schemas].map(([name, schema]) => [schema, name]));
  /** What the subgraphs were asked. */
  const calls: string[] = [];
  const schemaOf = (name: string) => schemas.get(name) ?? whole;
  const subgraphRequest = requestTo({ schemaOf, runOn, values, calls, isStrict: options.isStrict ?? false });
  const { onPlan, isOwnOnly, openPlans = plansHere } = options;
  const engine = await createEngine({ supergraph: sdl, subgraphRequest, openPlans, onPlan, isOwnOnly });
  const run = createExecution({
    engine: options.wrap?.(engine) ?? engine,
    supergraph,
    documents: createDocuments(supergraph, { isProduction: false }),
    trusted: createTrustedDocuments('off', known),
    costLimit: Number.POSITIVE_INFINITY,
    log: { error: options.onError ?? nothing },
  });
  const context = contextOf([...guards.values()].flatMap(({ rules }) => rules.flat(2)).join(' '));
  const ask = async (query: string, variables: Variables = {}): Promise<DeterminedAnswer> => {
    values.epoch = 0;
    const asked = { query, hash: undefined, isAutomatic: false, operationName: undefined, variables };
    const outcome = await run(asked, context, transport);
    return payloadsOf(outcome.kind === 'result' ? [outcome.payload] : outcome.payloads);
  };
  /** What the specification's reference implementation answers. */
  const truth = async (query: string, variables: Variables = {}): Promise<DeterminedAnswer> => {
    const document = parse(query);
    const isStream = document.definitions.some(
      (node) => 'operation' in node && node.operation === OperationTypeNode.SUBSCRIPTION,
    );
    const payloads: Payload[] = [];
    for (const epoch of isStream ? events : [0]) {
      values.epoch = epoch;
      payloads.push(JSON.parse(JSON.stringify(await runOn(whole, { document, variables }))));
    }
    return payloadsOf(payloads);
  };
  return { schema: whole, sdl, entities: values.entities(), calls, ask, truth };
};

export type DeterminedGraph = Awaited<ReturnType<typeof determinedGraph>>;
