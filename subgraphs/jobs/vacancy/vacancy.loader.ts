import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import type { VacancyType } from './vacancy.type.ts';

const columns = `vacancy.id, employer_id as "employerId", title, description, region_code as "regionCode",
  monthly_salary_from as "monthlySalaryFrom", monthly_salary_to as "monthlySalaryTo", status,
  posted_at as "postedAt", portal, is_synthetic as "isSynthetic"`;

const BY_ID = { name: 'vacancy-by-id', text: `select ${columns} from vacancy where id = any($1::uuid[])` };

const SKILLS = {
  name: 'vacancy-skills',
  text: `select vacancy_id as "vacancyId", array_agg(skill_code order by skill_code) as skills
    from vacancy_skill where vacancy_id = any($1::uuid[]) group by 1`,
};

// A province's code begins those of its regencies. strpos, not LIKE: a search text has no wildcards.
const LIST = {
  name: 'vacancy-list',
  text: `select ${columns} from vacancy
    where is_open and vacancy.id < $1
      and ($2::text is null or exists
        (select from vacancy_skill where vacancy_id = vacancy.id and skill_code = $2))
      and ($3::text is null or starts_with(region_code, $3))
      and ($4::text is null or strpos(lower(title || ' ' || description), lower($4)) > 0)
      and ($5::bigint is null or coalesce(monthly_salary_to, monthly_salary_from) >= $5)
    order by vacancy.id desc limit $6`,
};

const PAGES_BY_SKILL = {
  name: 'vacancy-pages-by-skill',
  text: `select parent.code as parent, page.* from unnest($1::text[]) as parent (code) cross join lateral (
      select ${columns} from (
        select vacancy_id from vacancy_skill
        where vacancy_skill.is_open and skill_code = parent.code and vacancy_id < $2
        order by vacancy_id desc limit $3
      ) newest join vacancy on vacancy.id = vacancy_id order by vacancy_id desc) page`,
};

export interface VacancyFilter {
  skill: string | null;
  region: string | null;
  search: string | null;
  minSalary: bigint | null;
}

export const vacancyById = (database: Database) =>
  byKey(
    (ids: string[]) => database.rows<VacancyType>(BY_ID, [ids.filter(isUuid)]),
    ({ id }) => id,
  );

/** Codes of the skills that each vacancy asks for, in order. */
export const skillsByVacancy = (database: Database) =>
  new DataLoader<string, string[]>(async (ids) => {
    const rows = await database.rows<{ vacancyId: string; skills: string[] }>(SKILLS, [ids]);
    const byVacancy = new Map(rows.map(({ vacancyId, skills }) => [vacancyId, skills]));
    return ids.map((id) => byVacancy.get(id) ?? []);
  });

/** A page of the open vacancies. */
export const listVacancies = (database: Database, page: Page<IdKey>, filter: VacancyFilter) => {
  const { skill, region, search, minSalary } = filter;
  return database.rows<VacancyType>(LIST, [below(page), skill, region, search, minSalary, page.first + 1]);
};

type VacancyRow = VacancyType & { parent: string };

export const vacanciesBySkill = (database: Database) =>
  pagesByParent<IdKey, VacancyRow>(
    (codes, page) => database.rows<VacancyRow>(PAGES_BY_SKILL, [codes, below(page), page.first + 1]),
    ({ parent }) => parent,
  );

export const vacancyLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  vacancy: vacancyById(database),
  vacancySkills: skillsByVacancy(database),
  vacanciesOfSkill: vacanciesBySkill(database),
});

export type VacancyLoaders = ReturnType<typeof vacancyLoaders>;
