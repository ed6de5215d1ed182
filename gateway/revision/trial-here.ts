import { plansHere } from '../planner/plans-here.ts';
import { type GraphParts, readGraph } from './graph.ts';
import type { TrialTask } from './trial.ts';

const subgraphRequest: GraphParts['subgraphRequest'] = () => Promise.reject(new Error('nothing is asked in a trial'));

/**
 * Reads a supergraph and plans documents in this process, which the planner may end: for one that was started for that,
 * and for tests.
 * @param begin told of each step
 */
export const tryHere = async (
  { supergraph, documents, isProduction }: TrialTask,
  begin: (step: string) => Promise<void>,
): Promise<void> => {
  await begin('the planner');
  const graph = await readGraph(supergraph, { isProduction, subgraphRequest, openPlans: plansHere });
  for (const { name, text } of documents) {
    await begin(`the plan of ${name}`);
    await graph.planFaults(text);
  }
};
