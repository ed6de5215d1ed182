import type { ExecutionResult } from 'graphql';
import type { RequestContext } from './context.ts';
import type { Fetch } from './subgraph-fetch.ts';

/** One operation for one subgraph, as the plan has it. */
export interface SubgraphCall {
  subgraph: string;
  fetch: Fetch;
  /** JSON of the request. */
  body: string;
  /** How many representations each variable for them holds. */
  counts: Readonly<Record<string, number>>;
  kind: 'query' | 'mutation' | 'subscription';
  context: RequestContext;
}

export interface SubgraphResult extends ExecutionResult<Record<string, unknown>> {
  /** How many keys were answered that were not asked for, and are dropped. */
  surplus?: number;
}

/** Never rejects: a subgraph that fails yields null data and one error for each field that it owed. */
export type SubgraphRequest = (call: SubgraphCall) => Promise<SubgraphResult | AsyncIterable<SubgraphResult>>;
