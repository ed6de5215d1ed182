import { expect, test } from 'vitest';
import { readRandomEnv } from './testkit/random/env.ts';
import { PlanCensus } from './testkit/random/plan-census.ts';
import { runCases } from './testkit/random/random-run.ts';

const {
  FEDERATION_CASES: count,
  FEDERATION_FROM: from,
  FEDERATION_SEED: only,
  FEDERATION_GOES_ON: goesOn,
} = readRandomEnv();
const isLong = count >= 20_000;

test('random operations on random supergraphs are answered as by one server', { timeout: 3_600_000 }, async () => {
  const { cases, failures, unplanned, aborted, census, summary } = await runCases({ count, from, only, goesOn });
  console.log(`${summary}\n${only === undefined ? census.table() : ''}`);
  if (failures.length > 0) throw new Error(failures.map(({ text }) => text).join('\n\n'));
  if (only !== undefined) return;
  expect(cases).toBeGreaterThan(count * 0.9);
  for (const kind of PlanCensus.kinds) expect.soft(census.counts.get(kind) ?? 0, kind).toBeGreaterThan(isLong ? 99 : 0);
  for (const kind of PlanCensus.unmade) expect.soft(census.counts.get(kind) ?? 0, kind).toBe(0);
  // Faults of the planner's that are known: ADR 40.
  expect(unplanned.length + aborted.length).toBeLessThan(count * 0.03);
});
