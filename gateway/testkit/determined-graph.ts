import { buildSubgraphSchema } from '@apollo/subgraph';
import { composeServices } from '@theguild/federation-composition';
import { type DocumentNode, execute, type GraphQLSchema, parse } from 'graphql';
import { Caller } from '../caller.ts';
import type { RequestContext } from '../context.ts';
import { Departure } from '../departure.ts';
import { createDocuments } from '../documents.ts';
import { createEngine } from '../engine.ts';
import { createExecution, type Payload } from '../execution.ts';
import { readSubgraphResult } from '../subgraph-answer.ts';
import type { SubgraphCall } from '../subgraph-call.ts';
import { readSupergraph } from '../supergraph.ts';
import { createTrustedDocuments } from '../trusted-documents.ts';
import { DeterminedValues } from './determined-values.ts';

const log = { error: () => undefined };
const nothing = () => undefined;
const budget = { spend: nothing, charge: nothing, refund: nothing, state: nothing, isExhausted: () => false };
const transport = { mayMutate: true, mayStream: false, onOperation: () => undefined };
const known = { all: [], hashOf: () => undefined, find: () => undefined, named: () => undefined };

type Variables = Record<string, unknown>;
type SubgraphQuery = { document: DocumentNode; variables?: Variables };

const contextOf = (scope: string): RequestContext => ({
  requestId: 'test',
  caller: new Caller({ sub: 'siti', scope }, Number.POSITIVE_INFINITY),
  acceptLanguage: undefined,
  deadline: Number.POSITIVE_INFINITY,
  departure: new Departure(),
  trace: undefined,
  budget,
  showsCost: false,
});

/**
 * A gateway in this process over subgraphs whose every value is determined by the schema, and beside it one schema over
 * everything (graphql-js), which says what the answer must be. The caller holds every scope.
 */
export const determinedGraph = async (sdls: Record<string, string>) => {
  const services = Object.entries(sdls).map(([name, text]) => ({ name, url: 'http://s.test/', typeDefs: parse(text) }));
  const { supergraphSdl: sdl, errors } = composeServices(services);
  if (!sdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  const supergraph = readSupergraph(sdl);
  const { schema: whole, guards } = supergraph;
  const values = new DeterminedValues(whole, parse(sdl));
  const runOn = (schema: GraphQLSchema, { document, variables: variableValues }: SubgraphQuery) => {
    const fieldResolver = values.resolver(schema === whole);
    return execute({ schema, document, variableValues, fieldResolver, typeResolver: values.typeOf });
  };
  const schemas = new Map(
    services.map(({ name, typeDefs }) => {
      return [name, buildSubgraphSchema([{ typeDefs, resolvers: values.references(typeDefs) }])];
    }),
  );
  /** What the subgraphs were asked. */
  const calls: string[] = [];
  const subgraphRequest = async (call: SubgraphCall) => {
    const { query, variables } = JSON.parse(call.body);
    calls.push(query);
    const asked = { document: parse(query), variables };
    const body = JSON.stringify(await runOn(schemas.get(call.subgraph) ?? whole, asked));
    return readSubgraphResult({ status: 200, body, statements: undefined }, call);
  };
  const run = createExecution({
    engine: createEngine({ supergraph: sdl, subgraphRequest }),
    supergraph,
    documents: createDocuments(supergraph, { isProduction: false }),
    trusted: createTrustedDocuments('off', known),
    costLimit: Number.POSITIVE_INFINITY,
    log,
  });
  const context = contextOf([...guards.values()].flatMap(({ rules }) => rules.flat(2)).join(' '));
  const ask = async (query: string, variables: Variables = {}): Promise<Payload> => {
    const asked = { query, hash: undefined, isAutomatic: false, operationName: undefined, variables };
    const outcome = await run(asked, context, transport);
    return outcome.kind === 'result' ? outcome.payload : {};
  };
  /** What the specification's reference implementation answers. */
  const truth = async (query: string, variables: Variables = {}): Promise<Payload> =>
    JSON.parse(JSON.stringify(await runOn(whole, { document: parse(query), variables })));
  return { schema: whole, entities: values.entities(), calls, ask, truth };
};

export type DeterminedGraph = Awaited<ReturnType<typeof determinedGraph>>;
