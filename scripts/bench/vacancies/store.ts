import type pg from 'pg';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import { Random } from '../../seed/random.ts';
import { vacancyList } from '../import/vacancy-list.ts';

const STREAM = 74;
const CHUNK = 5_000;
const PORTALS = 5;
const portalOf = (index: number) => `00000000-0001-7000-8000-${String(index % PORTALS).padStart(12, '0')}`;

/** A vacancy of the bench, in the words of its table. */
export const vacancyOf = (index: number, now: Date) => {
  const cells = vacancyList.cells(1, index);
  const random = new Random(1, STREAM, index);
  const age = random.int(90 * 86_400);
  return {
    id: uuidv7(now.getTime() - age * 1_000, random.bytes(10)),
    employer: cells.employer,
    title: cells.title,
    description: cells.description,
    occupation: cells.occupation,
    region: cells.region,
    remote: cells.isRemote === 'ya',
    type: random.pick(['FULL_TIME', 'FULL_TIME', 'FULL_TIME', 'PART_TIME', 'CONTRACT', 'INTERNSHIP', 'FREELANCE']),
    pay_from: cells.monthlySalaryFrom || null,
    pay_to: cells.monthlySalaryTo || null,
    posted: new Date(now.getTime() - age * 1_000),
    until: cells.openUntil,
    reference: cells.reference,
    portal: portalOf(index),
    skills: String(cells.requirements)
      .split(';')
      .map((skill) => skill.split(':')[0]),
  };
};

export type MadeVacancy = ReturnType<typeof vacancyOf>;

const recordset = (columns: string) => `json_to_recordset($1) as row (${columns})`;

const EMPLOYERS = `insert into employer (portal_id, name) select distinct portal, employer
    from ${recordset('portal uuid, employer text')}
  on conflict do nothing`;
const VACANCIES = `insert into vacancy (id, portal_id, reference, employer_id, title, description, occupation, region_code,
    is_remote, employment_type, monthly_salary_from, monthly_salary_to, status, posted_at, written_at, open_until)
  select row.id, portal, reference, employer.id, title, description, occupation, region, remote, type, pay_from, pay_to, 'OPEN',
    posted, posted, until
  from ${recordset(`id uuid, portal uuid, reference text, employer text, title text, description text, occupation text,
    region text, remote bool, type text, pay_from bigint, pay_to bigint, posted timestamptz, until date`)}
  join employer on employer.portal_id = portal and employer.name = row.employer`;
const SKILLS = `insert into vacancy_skill (vacancy_id, portal_id, skill_code, is_open)
  select distinct row.id, portal, skill, true
    from ${recordset('id uuid, portal uuid, skills text[]')}, unnest(row.skills) as skill`;

/** Stores vacancies of five portals, and returns the seconds that it took. */
export const storeVacancies = async (client: pg.Pool, vacancies: readonly MadeVacancy[]): Promise<number> => {
  const startedMs = performance.now();
  for (let index = 0; index < PORTALS; index += 1)
    await client.query('insert into portal (id, name) values ($1, $2) on conflict do nothing', [
      portalOf(index),
      `Portal ${index}`,
    ]);
  for (let from = 0; from < vacancies.length; from += CHUNK) {
    const chunk = JSON.stringify(vacancies.slice(from, from + CHUNK));
    for (const statement of [EMPLOYERS, VACANCIES, SKILLS]) await client.query(statement, [chunk]);
  }
  await client.query('vacuum analyze');
  return (performance.now() - startedMs) / 1_000;
};
