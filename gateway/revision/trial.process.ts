import type { TrialReport, TrialTask } from './trial.ts';
import { tryHere } from './trial-here.ts';

const report = (said: TrialReport) =>
  new Promise<void>((resolve) => {
    process.send?.(said, undefined, {}, () => resolve());
  });

const answer = async (task: TrialTask): Promise<void> => {
  const said = await tryHere(task, (step) => report({ step })).then(
    (): TrialReport => ({ isDone: true }),
    (error: unknown): TrialReport => ({ fault: String(error) }),
  );
  await report(said);
  process.disconnect();
};

process.once('message', (task: TrialTask) => void answer(task));
process.once('disconnect', () => process.exit());
