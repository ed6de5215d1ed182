import { expect, test } from 'vitest';
import { planners, readRandomEnv } from './testkit/random/env.ts';
import { PlanCensus } from './testkit/random/plan-census.ts';
import { runCases } from './testkit/random/random-run.ts';

const { FEDERATION_CASES: count, FEDERATION_SEED: only, FEDERATION_PLANNER: planner } = readRandomEnv();
const isLong = count >= 20_000;
const chosen = planner === undefined ? planners : [planner];

test.each(chosen)(
  'random operations on random supergraphs are answered as by one server (%s plans)',
  { timeout: 3_600_000 },
  async (planner) => {
    const { cases, failure, unplanned, aborted, census, summary } = await runCases({ count, only, planner });
    console.log(`${summary}\n${only === undefined ? census.table() : ''}`);
    if (failure !== undefined) throw new Error(failure);
    expect(unplanned).toEqual([]);
    // The native planner ends its process over a few: ADR 40.
    expect(aborted.length).toBeLessThanOrEqual(planner === 'own' ? 0 : 1 + cases * 0.005);
    if (only !== undefined) return;
    expect(cases).toBeGreaterThan(count * 0.9);
    if (planner === 'own') return;
    for (const kind of PlanCensus.kinds)
      expect.soft(census.counts.get(kind) ?? 0, kind).toBeGreaterThan(isLong ? 99 : 0);
  },
);
