import { plansHere } from '../planner/plans-here.ts';
import { type GraphParts, readGraph } from './graph.ts';
import type { TrialReport, TrialTask } from './trial.ts';

const report = (said: TrialReport) =>
  new Promise<void>((resolve) => {
    process.send?.(said, undefined, {}, () => resolve());
  });

const subgraphRequest: GraphParts['subgraphRequest'] = () => Promise.reject(new Error('nothing is asked in a trial'));

const attempt = async ({ supergraph, documents, isProduction }: TrialTask): Promise<void> => {
  await report({ step: 'the planner' });
  const graph = await readGraph(supergraph, { isProduction, subgraphRequest, openPlans: plansHere });
  for (const { name, text } of documents) {
    await report({ step: `the plan of ${name}` });
    await graph.planFaults(text);
  }
};

const answer = async (task: TrialTask): Promise<void> => {
  const said = await attempt(task).then(
    (): TrialReport => ({ isDone: true }),
    (error: unknown): TrialReport => ({ fault: String(error) }),
  );
  await report(said);
  process.disconnect();
};

process.once('message', (task: TrialTask) => void answer(task));
process.once('disconnect', () => process.exit());
