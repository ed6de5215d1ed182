import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HashingTask } from './hashing.task.ts';

const MOST_THREADS = 8;
const IDLE_MS = 30_000;
const WORKER = new URL(`./hashing.worker${extname(import.meta.url)}`, import.meta.url);

export const threads = Math.min(availableParallelism(), MOST_THREADS);

/** Threads that wait for work: from the freeze to the draw their code stays compiled. They keep no process alive. */
const idle: Worker[] = [];
let endIdle: NodeJS.Timeout | undefined;

/** Ends the threads that wait. Each holds the lists that it saw until then. */
export const endThreads = (): void => {
  clearTimeout(endIdle);
  for (const worker of idle.splice(0)) void worker.terminate();
};

const rest = (worker: Worker) => {
  worker.unref();
  idle.push(worker);
  clearTimeout(endIdle);
  endIdle = setTimeout(endThreads, IDLE_MS).unref();
};

// The worker needs no loader: Node strips its types by itself.
const start = () => new Worker(WORKER, { execArgv: [] });

/** Starts the threads while something else is waited for. */
export const warmThreads = (): void => {
  while (idle.length < threads) rest(start());
};

/** Does a share of the work in a thread. @throws what the thread throws */
export const inThread = async (task: HashingTask): Promise<void> => {
  const worker = idle.pop() ?? start();
  worker.ref();
  worker.postMessage(task);
  await once(worker, 'message');
  rest(worker);
};
