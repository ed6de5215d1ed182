import { expect, test } from 'vitest';
import { readRandomEnv } from './testkit/random/env.ts';
import { PlanCensus } from './testkit/random/plan-census.ts';
import { runCases } from './testkit/random/random-run.ts';

const { FEDERATION_CASES: count, FEDERATION_SEED: only } = readRandomEnv();
const isLong = count >= 20_000;

test('random operations on random supergraphs are answered as by one server', { timeout: 3_600_000 }, async () => {
  const { cases, failure, unplanned, aborted, census, summary } = await runCases(count, only);
  console.log(`${summary}\n${only === undefined ? census.table() : ''}`);
  if (failure !== undefined) throw new Error(failure);
  if (only !== undefined) return;
  expect(cases).toBeGreaterThan(count * 0.9);
  for (const kind of PlanCensus.kinds) expect.soft(census.counts.get(kind) ?? 0, kind).toBeGreaterThan(isLong ? 99 : 0);
  // Faults of the planner's that are known: ADR 40.
  expect(unplanned.length + aborted.length).toBeLessThan(count * 0.03);
});
