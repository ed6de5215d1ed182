import type { PlanNode } from '@graphql-hive/router-query-planner';
import type { PlanRequest } from './planner-message.ts';

/** The plans of one supergraph as the native planner makes them, wherever it runs. */
export interface PlanSource {
  /** Percentages by which fields move between subgraphs. */
  percentages: readonly number[];
  /**
   * Undefined where the plan is empty.
   * @throws Error when there is none
   */
  plan(operation: PlanRequest): Promise<PlanNode | undefined>;
}

/** @throws Error when the planner refuses the supergraph (SDL) */
export type OpenPlans = (supergraph: string) => Promise<PlanSource>;
