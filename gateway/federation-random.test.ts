import { expect, test } from 'vitest';
import { readRandomEnv } from './testkit/random/env.ts';
import { PlanCensus } from './testkit/random/plan-census.ts';
import { runCases } from './testkit/random/random-run.ts';

const { FEDERATION_CASES: count, FEDERATION_SEED: only } = readRandomEnv();
const isLong = count >= 20_000;

test('random operations on random supergraphs are answered as by one server', { timeout: 3_600_000 }, async () => {
  const census = new PlanCensus();
  const run = await runCases({ count, only, census });
  if (only === undefined) console.log(`${run.summary}\n${census.table()}`);
  expect(run.failure).toBeUndefined();
  if (only !== undefined) return;
  expect(run.cases).toBe(count);
  for (const kind of PlanCensus.kinds) expect.soft(census.counts.get(kind) ?? 0, kind).toBeGreaterThan(isLong ? 99 : 0);
});
