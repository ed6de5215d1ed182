import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 200;

/** Asks another query five times a second, as somebody who looks at a dashboard meanwhile; answers its p99. */
export const watchBeside = (url: string) => {
  const query = readFileSync('schema/operations/wave-dashboard.graphql', 'utf8');
  const body = JSON.stringify({ query, variables: { number: 19 } });
  const times: number[] = [];
  let isOver = false;
  const watch = async () => {
    while (!isOver) {
      const startedAt = performance.now();
      await (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).text();
      times.push(performance.now() - startedAt);
      await sleep(EVERY_MS);
    }
  };
  const watching = watch();
  return {
    stop: async (): Promise<number> => {
      isOver = true;
      await watching;
      times.sort((left, right) => left - right);
      return Math.round(times[Math.floor(times.length * 0.99)] ?? 0);
    },
  };
};
