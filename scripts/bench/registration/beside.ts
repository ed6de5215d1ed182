import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 100;
const WARM_UP = 30;

const at = (times: readonly number[], part: number) =>
  Math.round(times.toSorted((left, right) => left - right)[Math.floor(times.length * part)] ?? 0);

const ask = async (url: string, body: string): Promise<number> => {
  const startedAt = performance.now();
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { errors } = (await answer.json()) as { errors?: unknown };
  if (errors) throw new Error(`the query beside failed: ${JSON.stringify(errors)}`);
  return performance.now() - startedAt;
};

/**
 * Asks another query ten times a second, as people who look at a dashboard meanwhile.
 * @returns milliseconds of those that were answered, and how many were not
 */
export const watchBeside = async (url: string) => {
  const query = readFileSync('schema/operations/wave-dashboard.graphql', 'utf8');
  const body = JSON.stringify({ query, variables: { number: 19 } });
  for (let count = 0; count < WARM_UP; count += 1) await ask(url, body);
  const times: number[] = [];
  let failed = 0;
  let isOver = false;
  const watch = async () => {
    while (!isOver) {
      const tookMs = await ask(url, body).catch(() => undefined);
      if (tookMs === undefined) failed += 1;
      else times.push(tookMs);
      await sleep(EVERY_MS);
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return { queries: times.length, failed, p50: at(times, 0.5), p99: at(times, 0.99) };
    },
  };
};
