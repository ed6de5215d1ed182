import type { PlanNode } from '@graphql-hive/router-query-planner';

/** An operation to plan. */
export interface PlanRequest {
  /** The document. */
  text: string;
  operationName: string | undefined;
  /** The drawn value, between 0 and 100, of the fields that move by a percentage. */
  percentage: number;
}

/** What the planner's process is asked. Without an operation it only reads the supergraph. */
export interface PlannerQuestion {
  /** The name of the supergraph between both processes. */
  key: string;
  /** SDL, where the process has not read it yet. */
  supergraph: string | undefined;
  /** A supergraph that it need not keep any more. */
  dropped: string | undefined;
  operation: PlanRequest | undefined;
}

/** What the planner says: the plan, undefined where it is empty, or why there is none. */
export type PlannerAnswer = { percentages: readonly number[]; node: PlanNode | undefined } | { fault: string };

/** What its process says: first that it can be asked, and then one answer to each question. */
export type PlannerSaying = { isReady: true } | PlannerAnswer;
