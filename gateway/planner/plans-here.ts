import { QueryPlanner } from '@graphql-hive/router-query-planner';
import type { OpenPlans } from './plan-source.ts';

/** Plans in this process, which the planner may end: for a process that was started for that, and for tests. */
export const plansHere: OpenPlans = async (supergraph) => {
  const planner = new QueryPlanner(supergraph);
  return {
    percentages: planner.overridePercentages,
    async plan({ text, operationName, percentage }) {
      return (await planner.planAsync(text, operationName, new Set(), percentage)).node;
    },
  };
};
