import { parentPort } from 'node:worker_threads';
import { type HashingTask, hashShare } from './hashing.task.ts';

parentPort?.on('message', (task: HashingTask) => {
  hashShare(task);
  parentPort?.postMessage('done');
});
