import { expect, test } from 'vitest';
import { openJobs } from '../../../tests/testkit/jobs.ts';
import {
  cahaya,
  lestari,
  publisherOf,
  sentVacancy,
  UPSERT,
  type UpsertAnswer,
} from '../../../tests/testkit/vacancies.ts';

const { database, ask, clock } = await openJobs([]);
const { pool } = database;
await pool.query(`insert into portal (id, name) values ($1, 'Portal Lestari'), ($2, 'Portal Cahaya')`, [
  lestari,
  cahaya,
]);

const upsert = async (items: object[], { writtenAt = clock.now(), portal = lestari } = {}) => {
  const { data, errors } = await ask<UpsertAnswer>(publisherOf(portal), UPSERT, {
    input: { writtenAt: writtenAt.toISOString(), items },
  });
  expect(errors).toEqual([]);
  return data.upsertVacancies.results ?? [];
};

const outcomesOf = (results: Awaited<ReturnType<typeof upsert>>) => results.map(({ outcome }) => outcome);

test('a vacancy is created, kept unchanged, and updated with its skills', async () => {
  const [first] = await upsert([sentVacancy('A-1')]);
  expect(first).toMatchObject({ outcome: 'CREATED', refusal: null, vacancy: { status: 'OPEN', isHeld: false } });
  expect(outcomesOf(await upsert([sentVacancy('A-1')]))).toEqual(['UNCHANGED']);
  const changed = sentVacancy('A-1', { requirements: [{ skill: 'cashiering', weight: 5 }, { skill: 'welding' }] });
  const [updated] = await upsert([changed]);
  expect(updated).toMatchObject({ outcome: 'UPDATED', vacancy: { id: first?.vacancy?.id, version: 2 } });
  const { rows } = await pool.query(
    'select skill_code, level, weight, is_open from vacancy_skill where vacancy_id = $1 order by 1',
    [first?.vacancy?.id],
  );
  expect(rows).toEqual([
    { skill_code: 'cashiering', level: 'BASIC', weight: 5, is_open: true },
    { skill_code: 'welding', level: 'BASIC', weight: 3, is_open: true },
  ]);
});
