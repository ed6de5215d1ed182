import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { NikBirthDateStatus } from '../profile/index.ts';
import { NikRegionStatus } from '../region/index.ts';
import { type ParticipantFilter, participantList } from './participant.loader.ts';
import { ParticipantStatus } from './participant.status.ts';

const { database } = await openPmo();
const { pool } = database;

// 200,000 people: two thirds of them registered only, one in 1,000 barred, one in 500 with a mark of each kind.
await pool.query(`insert into region (code, name, level, parent_code, is_city)
    select '32.' || at, 'Regency ' || at, 'REGENCY', '32', false from generate_series(10, 99) as at on conflict do nothing;
  insert into participant (status, name, birth_date, region_code, work_status, registered_at, nik_place, nik_birth_date)
    select case when at % 1000 = 0 then 'BARRED' when at % 3 = 0 then 'VERIFIED' else 'REGISTERED' end, 'Siti', '1990-01-01',
      '32.' || 10 + at % 90, 'WORKER', now(), case when at % 500 = 1 then 'UNLISTED' else 'CURRENT' end,
      case when at % 500 = 2 then date '1990-02-01' end
    from generate_series(1, 200000) as at;
  analyze participant`);

const optional = <T>(...values: T[]): (T | null)[] => [null, ...values];
const filters: ParticipantFilter[] = optional('32.10').flatMap((region) =>
  optional(ParticipantStatus.BARRED, ParticipantStatus.REGISTERED).flatMap((status) =>
    optional(NikRegionStatus.UNLISTED, NikRegionStatus.CURRENT).flatMap((nikRegionStatus) =>
      optional(NikBirthDateStatus.DISAGREES, NikBirthDateStatus.AGREES).map((nikBirthDateStatus) => ({
        region,
        status,
        nikRegionStatus,
        nikBirthDateStatus,
      })),
    ),
  ),
);

interface PlanNode {
  'Node Type': string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[];
}

const nodesOf = (node: PlanNode): string[] => [node['Node Type'], ...(node.Plans ?? []).flatMap(nodesOf)];

/** The plan of the statement as PostgreSQL keeps it for every value, and what it read. */
const planOf = async (filter: ParticipantFilter) => {
  const after = '00000000-0000-0000-0000-000000000000';
  const { name, text, valuesOf } = participantList(filter);
  const values = valuesOf({ after, region: filter.region, status: filter.status, rows: 21 });
  const literals = values.map((value) => (typeof value === 'number' ? value : `'${value}'`));
  const client = await pool.connect();
  try {
    await client.query(`set plan_cache_mode = force_generic_plan; prepare "${name}" as ${text}`);
    const { rows } = await client.query(`explain (analyze, buffers, format json) execute "${name}" (${literals})`);
    const plan = rows[0]['QUERY PLAN'][0].Plan as PlanNode;
    return { nodes: nodesOf(plan), blocks: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'] };
  } finally {
    await client.query('reset plan_cache_mode; deallocate all');
    client.release();
  }
};

test('no combination of conditions reads the table: each page comes by an index, and touches few blocks', async () => {
  expect(filters).toHaveLength(54);
  const plans = await Promise.all(filters.map(async (filter) => ({ ...filter, ...(await planOf(filter)) })));
  expect(plans.filter(({ nodes }) => nodes.includes('Seq Scan'))).toEqual([]);
  // The table has more than 2,000 blocks.
  expect(plans.filter(({ blocks }) => blocks > 600)).toEqual([]);
});
