import { jobs } from '../../subgraphs/jobs/features.ts';
import type { Logger } from '../../subgraphs/kit/log.ts';
import { movableClock } from './clock.ts';
import { openSubgraph } from './subgraph.ts';
import { idOf } from './training.ts';

/** The portal of the vacancies that a test states. */
export const PORTAL = idOf(2);

const VACANCIES = `insert into vacancy (id, employer_id, title, description, region_code, monthly_salary_from,
    monthly_salary_to, status, posted_at, portal_id, reference, open_until, written_at)
  select id, '${idOf(1)}', title, 'Dibutuhkan segera.', region_code, salary_from, salary_to, status,
    case when status <> 'DRAFT' then timestamptz '2026-11-01Z' end, '${PORTAL}', id, current_date + 60, '2026-11-01Z'
  from json_to_recordset($1) as row (id uuid, title text, region_code text, salary_from bigint, salary_to bigint, status text)`;

const SKILLS = `insert into vacancy_skill (vacancy_id, skill_code, is_open, portal_id)
  select row.id, skill, row.status = 'OPEN', '${PORTAL}'
  from json_to_recordset($1) as row (id uuid, status text, skills text[]), unnest(row.skills) as skill`;

interface VacancyFixture {
  number: number;
  skills: string[];
  title?: string;
  status?: string;
  region?: string;
  salary?: [from: number | null, to: number | null];
}

const vacancyRow = ({ number, skills, title, status, region, salary = [null, null] }: VacancyFixture) => ({
  id: idOf(number),
  title: title ?? `Lowongan ${number}`,
  status: status ?? 'OPEN',
  region_code: region ?? '32.73',
  salary_from: salary[0],
  salary_to: salary[1],
  skills,
});

/** The jobs subgraph with one employer and the given vacancies. */
export const openJobs = async (vacancies: readonly VacancyFixture[], { log }: { log?: Logger } = {}) => {
  const clock = movableClock();
  const opened = await openSubgraph('jobs', jobs, { now: clock.now, ...(log ? { log } : {}) });
  const { pool } = opened.database;
  await pool.query(`insert into portal (id, name) values ('${PORTAL}', 'Portal Kerja A')`);
  await pool.query(`insert into employer (id, name) values ('${idOf(1)}', 'PT Sumber Karya')`);
  const rows = JSON.stringify(vacancies.map(vacancyRow));
  await pool.query(VACANCIES, [rows]);
  await pool.query(SKILLS, [rows]);
  return { ...opened, clock };
};
