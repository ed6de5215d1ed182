import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import type { RequestContext } from './context.ts';

/** One operation for one subgraph, as the plan has it. */
export interface SubgraphCall {
  subgraph: string;
  document: DocumentNode;
  /** The supergraph, whose types `document` is made of. */
  schema: GraphQLSchema;
  query: string;
  variables: Record<string, unknown> | undefined;
  operationName: string | undefined;
  kind: 'query' | 'mutation' | 'subscription';
  context: RequestContext;
}

export type SubgraphResult = ExecutionResult<Record<string, unknown>>;

/** Never rejects: a subgraph that fails yields null data and one error for each field that it owed. */
export type SubgraphRequest = (call: SubgraphCall) => Promise<SubgraphResult | AsyncIterable<SubgraphResult>>;
