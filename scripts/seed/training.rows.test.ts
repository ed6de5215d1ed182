import pg from 'pg';
import { expect, test } from 'vitest';
import { migrationsOf } from '../../subgraphs/kit/assembly.ts';
import { openDatabase } from '../../subgraphs/kit/database.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import { readRegions } from '../../subgraphs/pmo/region/regions.data.ts';
import { skills } from '../../subgraphs/pmo/skill/skills.data.ts';
import { training } from '../../subgraphs/training/features.ts';
import { platforms } from '../../subgraphs/training/platform/platforms.data.ts';
import { databaseFrom } from '../../tests/testkit/database.ts';
import { copyRows } from './copy.ts';
import { catalogue } from './training.rows.ts';

const regencies = (await readRegions()).filter(({ level }) => level === 'REGENCY');

const codes = new Set(skills.map(({ code }) => code));

test('the same seed makes the same catalogue, another seed another one', () => {
  expect(catalogue(7).tables(regencies)).toEqual(catalogue(7).tables(regencies));
  expect(catalogue(8).courses[0]).not.toEqual(catalogue(7).courses[0]);
});

test('there are a thousand courses, each affordable and with one to three known skills', () => {
  const { courses } = catalogue(7);
  expect(new Set(courses.map(({ id }) => id)).size).toBe(1_000);
  for (const { price, skillCodes } of courses) {
    expect(price >= 100_000 && price <= 1_000_000).toBe(true);
    expect(skillCodes.length >= 1 && skillCodes.length <= 3).toBe(true);
    expect(skillCodes.every((code) => codes.has(code))).toBe(true);
  }
  expect(new Set(courses.flatMap(({ skillCodes }) => skillCodes)).size).toBe(skills.length);
});

const MIGRATED = 'training';

test('the catalogue satisfies the constraints of its database', async () => {
  const url = await databaseFrom(MIGRATED, async (template) => {
    const database = await openDatabase({
      url: template,
      name: 'tests',
      entities: [],
      migrations: migrationsOf(training),
    });
    await migrate(database);
    await database.close();
  });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const { into, rows } of catalogue(7).tables(regencies)) await copyRows(client, into, rows);
  const { rows } = await client.query(`select
    (select count(*)::int from platform) as platforms, (select count(*)::int from institution) as institutions,
    (select count(distinct left(region_code, 2))::int from institution) as provinces,
    (select count(*)::int from course where is_synthetic and duration_hours >= 15) as courses,
    (select count(distinct status)::int from course) as states`);
  await client.end();
  const expected = { platforms: platforms.length, institutions: 171, provinces: 38, courses: 1_030, states: 7 };
  expect(rows).toEqual([expected]);
});
