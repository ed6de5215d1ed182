import { expect, test } from 'vitest';
import { planners, readRandomEnv } from './testkit/random/env.ts';
import { PlanCensus } from './testkit/random/plan-census.ts';
import { runCases } from './testkit/random/random-run.ts';

const {
  FEDERATION_CASES: all,
  FEDERATION_FROM: from,
  FEDERATION_SEED: only,
  FEDERATION_GOES_ON: goesOn,
  FEDERATION_PLANNER: planner,
} = readRandomEnv();
const isLong = all >= 20_000;
const chosen = planner === undefined ? planners : [planner];

test.each(chosen)(
  'random operations on random supergraphs are answered as by one server (%s plans)',
  { timeout: 3_600_000 },
  async (planner) => {
    // What the native planner cannot plan ours does in the first run, too.
    const count = planner === 'native' || isLong ? all : Math.ceil(all / 2);
    const { cases, failures, unplanned, census, summary } = await runCases({ count, from, only, goesOn, planner });
    console.log(`${summary}\n${only === undefined ? census.table() : ''}`);
    if (failures.length > 0) throw new Error(failures.map(({ text }) => text).join('\n\n'));
    expect(unplanned).toEqual([]);
    if (only !== undefined) return;
    expect(cases).toBeGreaterThan(count * 0.9);
    if (planner === 'own') return;
    for (const kind of PlanCensus.kinds)
      expect.soft(census.counts.get(kind) ?? 0, kind).toBeGreaterThan(isLong ? 99 : 0);
    for (const kind of PlanCensus.unmade.keys()) expect.soft(census.counts.get(kind) ?? 0, kind).toBe(0);
  },
);
