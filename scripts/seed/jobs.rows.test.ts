import pg from 'pg';
import { expect, test } from 'vitest';
import { jobs } from '../../subgraphs/jobs/features.ts';
import { migrationsOf } from '../../subgraphs/kit/assembly.ts';
import { openDatabase } from '../../subgraphs/kit/database.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import { readRegions } from '../../subgraphs/pmo/region/regions.data.ts';
import { databaseFrom } from '../../tests/testkit/database.ts';
import { copyRows } from './copy.ts';
import { jobsTables } from './jobs.rows.ts';

const regencies = (await readRegions()).filter(({ level }) => level === 'REGENCY').map(({ code }) => code);

test('the same seed makes the same vacancies, another seed others', () => {
  expect(jobsTables(7, regencies)).toEqual(jobsTables(7, regencies));
  expect(jobsTables(8, regencies)).not.toEqual(jobsTables(7, regencies));
});

const MIGRATED = 'jobs';

test('two thousand vacancies over all regencies satisfy the constraints of their database', async () => {
  const url = await databaseFrom(MIGRATED, async (template) => {
    const database = await openDatabase({ url: template, name: 'tests', entities: [], migrations: migrationsOf(jobs) });
    await migrate(database);
    await database.close();
  });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const { into, rows } of jobsTables(7, regencies)) await copyRows(client, into, rows);
  const { rows } = await client.query(`select (select count(*)::int from employer where is_synthetic) as employers,
    (select count(*)::int from vacancy where is_synthetic) as vacancies,
    (select count(distinct region_code)::int from vacancy) as regencies,
    (select count(distinct status)::int from vacancy) as states, (select count(distinct portal_id)::int from vacancy) as portals,
    (select array[min(count), max(count)]::int[] from (select count(*) from vacancy_skill group by vacancy_id) as skills) as skills`);
  await client.end();
  const expected = { employers: 200, vacancies: 2_000, regencies: 514, states: 5, portals: 5, skills: [1, 4] };
  expect(rows).toEqual([expected]);
});
