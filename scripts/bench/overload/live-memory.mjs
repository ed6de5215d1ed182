// Loaded into each service: collects garbage now and then, and writes down what is alive, in a file named by the process.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

const EVERY_MS = 10_000;
const directory = new URL(import.meta.url).searchParams.get('directory');

if (directory && globalThis.gc) {
  const write = () => {
    globalThis.gc();
    const { heapUsed, external } = process.memoryUsage();
    appendFileSync(
      join(directory, `${process.pid}.jsonl`),
      `${JSON.stringify({ at: Date.now(), bytes: heapUsed + external })}\n`,
    );
  };
  setInterval(write, EVERY_MS).unref();
}
