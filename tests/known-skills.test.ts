import { expect, test } from 'vitest';
import { provinceNames } from '../subgraphs/jobs/region/provinces.data.ts';
import { readRegions } from '../subgraphs/pmo/region/regions.data.ts';
import { skills } from '../subgraphs/pmo/skill/skills.data.ts';
import { openJobs } from './testkit/jobs.ts';
import { openPmo } from './testkit/pmo.ts';
import { openTraining } from './testkit/training.ts';

test.each([
  ['training', () => openTraining([])],
  ['jobs', () => openJobs([])],
])('%s knows the skills of the programme office, all and no other', async (_subgraph, open) => {
  const { database } = await open();
  const { rows } = await database.pool.query<{ code: string }>('select code from known_skill');
  expect(rows.map(({ code }) => code).toSorted()).toEqual(skills.map(({ code }) => code).toSorted());
});

test('jobs knows the regencies and the names of the provinces, all and no other', async () => {
  const { database } = await openJobs([]);
  const regions = await readRegions();
  const { rows } = await database.pool.query<{ code: string }>('select code from known_regency order by code');
  const regencies = regions.filter(({ level }) => level === 'REGENCY').map(({ code }) => code);
  expect(rows.map(({ code }) => code)).toEqual(regencies.toSorted());
  const provinces = regions.filter(({ level }) => level === 'PROVINCE').map(({ code, name }) => [code, name]);
  expect([...provinceNames]).toEqual(provinces);
});

test('the programme office has its regions and skills by its migrations alone, all and no other', async () => {
  const { database } = await openPmo();
  const { rows: kept } = await database.pool.query(
    'select code, name, level, parent_code as "parentCode", is_city as "isCity" from region order by code',
  );
  expect(kept).toEqual((await readRegions()).toSorted((one, other) => (one.code < other.code ? -1 : 1)));
  const { rows: known } = await database.pool.query(
    'select code, name, name_id as "nameId", isco_code as "iscoCode", category from skill order by code collate "C"',
  );
  expect(known).toEqual(skills.toSorted((one, other) => (one.code < other.code ? -1 : 1)));
});
