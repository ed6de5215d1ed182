import { perform, type Task } from './check.task.ts';

process.once('message', async (task: Task) => {
  const report = await perform(task);
  process.send?.(report, undefined, {}, () => process.disconnect());
});
process.once('disconnect', () => process.exit());
