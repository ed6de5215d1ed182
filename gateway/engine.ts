import { setImmediate as nextTurn } from 'node:timers/promises';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { buildASTSchema, type DocumentNode, type GraphQLSchema, Kind, parse, print, visit } from 'graphql';
import type { RequestContext } from './context.ts';
import type { SubgraphRequest, SubgraphResult } from './subgraph-call.ts';
import { hasManyObjects } from './subgraph-places.ts';

/** A valid operation with coerced variables, to be planned and executed over the subgraphs. */
export interface EngineOperation {
  /** Plans are cached by this object's identity. */
  document: DocumentNode;
  operationName: string | undefined;
  variables: Record<string, unknown>;
  context: RequestContext;
}

export type EngineResult = SubgraphResult;

/**
 * Everything that is specific to the planner and executor in use; the rest of the gateway knows only this interface.
 * `execute` yields raw results: null bubbling, error masking and introspection are done by its caller.
 */
export interface Engine {
  execute(operation: EngineOperation): Promise<EngineResult | AsyncIterable<EngineResult>>;
}

/**
 * Hive's Rust planner and plan executor over the supergraph in `supergraph` (SDL), without Hive's HTTP server and
 * transports, which nearly double the CPU of a small query. No abort signal is passed: a client that leaves during
 * planning would leave an aborted plan in the cache.
 */
export const createEngine = async (options: {
  supergraph: string;
  subgraphRequest: SubgraphRequest;
}): Promise<Engine> => {
  const { supergraph, subgraphRequest } = options;
  const schema = withoutEnums(supergraph);
  const { executor } = await unifiedGraphHandler({
    unifiedGraph: schema,
    getUnifiedGraphSDL: () => supergraph,
    onSubgraphExecute: (subgraph, { document, variables, operationName, operationType, context }) =>
      subgraphRequest({
        subgraph,
        document,
        schema,
        query: printOnce(document),
        variables: variables as Record<string, unknown> | undefined,
        operationName,
        kind: operationType ?? 'query',
        context: context as RequestContext,
      }),
  });
  if (executor === undefined) throw new Error('the planner made no executor');
  return {
    async execute({ document, operationName, variables, context }) {
      const result = await executor({ document, operationName, variables, context });
      if (hasManyObjects(context)) await nextTurn();
      return result as EngineResult | AsyncIterable<EngineResult>;
    },
  };
};

/**
 * The executor makes a value that its schema's enum does not have null without a word, and reads the directives of each
 * value that it shows. As scalars they reach completion, which knows the public values and names the place of a wrong one.
 */
const withoutEnums = (supergraph: string): GraphQLSchema => {
  const document = visit(parse(supergraph, { noLocation: true }), {
    EnumTypeDefinition({ name, description, directives }) {
      if (name.value.includes('__')) return undefined;
      return { kind: Kind.SCALAR_TYPE_DEFINITION, name, description, directives };
    },
  });
  return buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
};

const printed = new WeakMap<DocumentNode, string>();

/** A plan keeps one document for each of its fetches. */
const printOnce = (document: DocumentNode): string => {
  let text = printed.get(document);
  if (text === undefined) {
    text = print(document);
    printed.set(document, text);
  }
  return text;
};
