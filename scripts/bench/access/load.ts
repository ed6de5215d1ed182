import { spawn } from 'node:child_process';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { endWithThis } from '../gateway/processes.ts';
import type { Side } from './processes.ts';

const CLIENT = fileURLToPath(new URL('./client.mjs', import.meta.url));

export interface Round {
  readonly requestsPerSecond: number;
  readonly cpuMs: number;
}

/** Asks `side` so often, each person in turn with their own token, and reckons its CPU time per request. */
export const measure = async (side: Side, requestsFile: string, count: number): Promise<Round> => {
  const before = side.cpuSeconds();
  const child = endWithThis(
    spawn(process.execPath, [CLIENT, side.url, requestsFile, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  const result = (await json(child.stdout)) as { ok: number; failed: number; duration: number };
  if (result.failed > 0) throw new Error(`${side.name}: ${result.failed} of ${count} requests failed`);
  const cpu = side.cpuSeconds() - before;
  return { requestsPerSecond: count / result.duration, cpuMs: (cpu * 1_000) / count };
};
