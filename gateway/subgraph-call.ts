import type { ExecutionResult } from 'graphql';
import type { RequestContext } from './context.ts';
import type { PersonIds } from './partner/person-ids.ts';
import type { Fetch } from './subgraph-fetch.ts';

/** What came over HTTP. */
export interface Answer {
  status: number;
  body: string;
  /** The `x-sql-statements` header. */
  statements: string | undefined;
  /** The `retry-after` header. */
  retryAfter?: string | undefined;
}

/** Answers, or those under way, by the subgraph and the text that it was sent. */
export type KnownAnswers = Map<string, Promise<Answer>>;

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
  /** Variables of the client's operation. */
  variables?: Readonly<Record<string, unknown>>;
  /** Set where the subgraph knows people by ids of its own. */
  personIds?: PersonIds | undefined;
  /** Answers that a call of the same text takes; each call reads the text anew. */
  answers?: KnownAnswers | undefined;
}

export interface SubgraphResult extends ExecutionResult<Record<string, unknown>> {
  /** How many keys were answered that were not asked for, and are dropped. */
  surplus?: number;
  /** How many items were answered beyond the length that the operation asked of a list, and are dropped. */
  excess?: number;
  /** How many ids of people were answered that were not made for the subgraph, and are null. */
  foreign?: number;
}

/** Never rejects: a subgraph that fails yields null data and one error for each field that it owed. */
export type SubgraphRequest = (call: SubgraphCall) => Promise<SubgraphResult | AsyncIterable<SubgraphResult>>;
