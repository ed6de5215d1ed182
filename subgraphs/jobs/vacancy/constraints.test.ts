import { expect, test } from 'vitest';
import { openJobs } from '../../../tests/testkit/jobs.ts';
import { idOf } from '../../../tests/testkit/training.ts';

const { database } = await openJobs([{ number: 11, skills: ['barista-work'] }]);

test.each([
  ['an unknown state of a vacancy', `update vacancy set status = 'GONE'`, 'vacancy_status_check'],
  ['a malformed region', `update vacancy set region_code = '3273'`, 'vacancy_region_code_check'],
  ['pay of nothing', 'update vacancy set monthly_salary_from = 0', 'vacancy_monthly_salary_from_check'],
  ['a range of pay upside down', 'update vacancy set monthly_salary_from = 2, monthly_salary_to = 1', 'vacancy_check'],
  ['an open vacancy that was never posted', 'update vacancy set posted_at = null', 'vacancy_check1'],
  ['a vacancy of no employer', 'update vacancy set employer_id = uuidv7()', 'vacancy_employer_id_fkey'],
  [
    'a skill that calls a vacancy closed which is open',
    `insert into vacancy_skill values ('${idOf(11)}', 'welding', false)`,
    'vacancy_skill_vacancy_id_is_open_fkey',
  ],
])('the database refuses %s', async (_what, statement, constraint) => {
  await expect(database.pool.query(statement)).rejects.toMatchObject({ constraint });
});
