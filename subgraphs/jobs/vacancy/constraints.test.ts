import { expect, test } from 'vitest';
import { expectMovesOf } from '../../../tests/testkit/database-moves.ts';
import { openJobs, PORTAL } from '../../../tests/testkit/jobs.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import { transition } from './vacancy.status.ts';

const { database } = await openJobs([{ number: 11, skills: ['barista-work'] }]);

test('the database lets vacancies move as the table of transitions does', () =>
  expectMovesOf(database.pool, {
    insert: `insert into vacancy (id, portal_id, reference, employer_id, title, description, region_code, status, posted_at,
        open_until, written_at)
      select $1::uuid, portal_id, $1::uuid::text, employer_id, title, description, region_code, $2, posted_at, open_until, written_at
      from vacancy where id = '${idOf(11)}'`,
    update: 'update vacancy set status = $2 where id = $1',
    transition: transition as never,
  }));

test.each([
  ['an unknown state of a vacancy', `update vacancy set status = 'GONE'`, 'vacancy_status_check'],
  ['a malformed region', `update vacancy set region_code = '3273'`, 'vacancy_region_code_check'],
  ['pay of nothing', 'update vacancy set monthly_salary_from = 0', 'vacancy_monthly_salary_from_check'],
  ['a range of pay upside down', 'update vacancy set monthly_salary_from = 2, monthly_salary_to = 1', 'vacancy_check'],
  ['an open vacancy that was never posted', 'update vacancy set posted_at = null', 'vacancy_check1'],
  ['a vacancy of no employer', 'update vacancy set employer_id = uuidv7()', 'vacancy_employer_id_fkey'],
  [
    'a skill that calls a vacancy closed which is open',
    `insert into vacancy_skill values ('${idOf(11)}', 'welding', false, '${PORTAL}')`,
    'vacancy_skill_vacancy_fkey',
  ],
  [
    'a skill that names another portal than its vacancy',
    `insert into vacancy_skill values ('${idOf(11)}', 'welding', true, uuidv7())`,
    'vacancy_skill_vacancy_fkey',
  ],
  ['a vacancy of no portal', 'update vacancy set portal_id = uuidv7()', 'vacancy_portal_id_fkey'],
  ['work in no place', 'update vacancy set region_code = null', 'vacancy_place'],
  ['an unknown way to be employed', `update vacancy set employment_type = 'SLAVE'`, 'vacancy_employment_type_check'],
  ['an occupation that is no code', `update vacancy set occupation = 'barista'`, 'vacancy_occupation_check'],
  ['openings of nobody', 'update vacancy set openings = 0', 'vacancy_openings_check'],
  ['an address without TLS', `update vacancy set apply_url = 'http://a.co'`, 'vacancy_apply_url_check'],
  ['a rejection of what is not held', 'update vacancy set rejected_at = now()', 'vacancy_rejected'],
  [
    'an eleventh skill',
    `insert into vacancy_skill select '${idOf(11)}', 'skill-' || number, true, '${PORTAL}' from generate_series(1, 10) as number`,
    'vacancy_skill_ten',
  ],
  ['a skill that moves to another vacancy', 'update vacancy_skill set vacancy_id = uuidv7()', 'vacancy_skill_stays'],
  ['a weight above five', 'update vacancy_skill set weight = 6', 'vacancy_skill_weight_check'],
  [
    'a reference twice',
    `insert into vacancy (portal_id, reference, employer_id, title, description, region_code, status, open_until, written_at)
      select portal_id, reference, employer_id, title, description, region_code, 'DRAFT', open_until, now() from vacancy`,
    'vacancy_reference_uq',
  ],
])('the database refuses %s', async (_what, statement, constraint) => {
  await expect(database.pool.query(statement)).rejects.toMatchObject({ constraint });
});

test('two that add skills to a vacancy at once leave it with ten at most', async () => {
  const add = (name: string) =>
    database.pool.query(`insert into vacancy_skill select '${idOf(11)}', '${name}-' || number, true, '${PORTAL}'
      from generate_series(1, 5) as number`);
  for (let round = 0; round < 5; round += 1) {
    await database.pool.query(`delete from vacancy_skill where skill_code <> 'barista-work'`);
    const ended = await Promise.allSettled([add('one'), add('other')]);
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { rows } = await database.pool.query('select count(*)::int as skills from vacancy_skill');
    expect(rows).toEqual([{ skills: 6 }]);
  }
});
