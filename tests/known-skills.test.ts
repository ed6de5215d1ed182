import { expect, test } from 'vitest';
import { provinceNames } from '../subgraphs/jobs/region/provinces.data.ts';
import { readRegions } from '../subgraphs/pmo/region/regions.data.ts';
import { skills } from '../subgraphs/pmo/skill/skills.data.ts';
import { openJobs } from './testkit/jobs.ts';
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
