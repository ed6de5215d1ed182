import { perform, type Task } from './check.task.ts';

// One task after the other, until whoever sends them lets go.
process.on('message', async (task: Task) => {
  process.send?.(await perform(task));
});
process.once('disconnect', () => process.exit());
