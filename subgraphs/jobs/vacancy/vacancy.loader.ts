import DataLoader from 'dataloader';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey, type Page, pageValues } from '../../kit/page.ts';
import { isOneOf, type PageValues, queriesOver, type Schema } from '../../kit/query.ts';
import { VacancyEntity, VacancySkillEntity } from './vacancy.entity.ts';
import type { VacancyType } from './vacancy.type.ts';

const query = queriesOver(VacancyEntity, VacancySkillEntity);

const vacancies = (db: Kysely<Schema<typeof VacancyEntity | typeof VacancySkillEntity>>) =>
  db
    .selectFrom('vacancy')
    .select(['vacancy.id', 'employerId', 'title', 'description', 'regionCode', 'monthlySalaryFrom', 'monthlySalaryTo'])
    .select(['status', 'postedAt', 'portal', 'isSynthetic']);

const BY_ID = query<{ ids: readonly string[] }>()('vacancy-by-id', (db, values) =>
  vacancies(db).where(isOneOf('vacancy.id', values.ids, 'uuid')),
);

const SKILLS = query<{ vacancies: readonly string[] }>()('vacancy-skills', (db, values) =>
  db
    .selectFrom('vacancy_skill')
    .select(['vacancyId', sql<string[]>`array_agg(skill_code order by skill_code)`.as('skills')])
    .where(isOneOf('vacancyId', values.vacancies, 'uuid'))
    .groupBy('vacancyId'),
);

/** What narrows the list of vacancies; null where it does not. */
export interface VacancyFilter {
  skill: string | null;
  region: string | null;
  search: string | null;
  minSalary: bigint | null;
}

interface ListValues extends VacancyFilter {
  before: string;
  rows: number;
}

// A province's code begins those of its regencies. strpos, not LIKE: a search text has no wildcards.
const LIST = query<ListValues>()('vacancy-list', (db, values) => {
  const { skill, region, search, minSalary } = values;
  return vacancies(db)
    .where(sql<boolean>`vacancy.is_open`)
    .where('vacancy.id', '<', values.before)
    .where(sql<boolean>`(${skill}::text is null or exists
      (select from vacancy_skill where vacancy_id = vacancy.id and skill_code = ${skill}))`)
    .where(sql<boolean>`(${region}::text is null or starts_with(region_code, ${region}))`)
    .where(sql<boolean>`(${search}::text is null
      or strpos(lower(title || ' ' || description), lower(${search}::text)) > 0)`)
    .where(sql<boolean>`(${minSalary}::bigint is null
      or coalesce(monthly_salary_to, monthly_salary_from) >= ${minSalary})`)
    .orderBy('vacancy.id', 'desc')
    .limit(values.rows);
});

// The page is cut before the vacancies are read.
const BY_SKILL = query<PageValues>()('vacancy-pages-by-skill', (db, values) => {
  const newest = db
    .selectFrom('vacancy_skill')
    .select(sql<string>`vacancy_id`.as('vacancy_id'))
    .where(sql<boolean>`is_open`)
    .where('skillCode', '=', sql<string>`parent.code`)
    .where('vacancyId', '<', values.before)
    .orderBy('vacancyId', 'desc')
    .limit(values.rows)
    .as('newest');
  const page = vacancies(db)
    .innerJoin(newest, 'newest.vacancy_id', 'vacancy.id')
    .select(sql<string>`parent.code`.as('skillCode'))
    .orderBy('newest.vacancy_id', 'desc')
    .as('page');
  const parent = sql<{ code: string }>`unnest(${values.parents}::text[])`.as<'parent'>(sql`parent (code)`);
  return db.selectFrom(parent).crossJoinLateral(page).selectAll('page');
});

const vacancyById = (database: Database) =>
  byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  );

/** Codes of the skills that each vacancy asks for, in order. */
const skillsByVacancy = (database: Database) =>
  new DataLoader<string, string[]>(async (ids) => {
    const rows = await database.read(SKILLS, { vacancies: ids });
    const byVacancy = new Map(rows.map(({ vacancyId, skills }) => [vacancyId, skills]));
    return ids.map((id) => byVacancy.get(id) ?? []);
  });

/** A page of the open vacancies. */
export const listVacancies = (database: Database, page: Page<IdKey>, filter: VacancyFilter): Promise<VacancyType[]> =>
  database.read(LIST, { ...filter, before: below(page), rows: page.first + 1 });

const vacanciesBySkill = (database: Database) =>
  pagesByParent<IdKey, VacancyType & { skillCode: string }>(
    (codes, page) => database.read(BY_SKILL, pageValues(codes, page)),
    ({ skillCode }) => skillCode,
  );

export const vacancyLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  vacancy: vacancyById(database),
  vacancySkills: skillsByVacancy(database),
  vacanciesOfSkill: vacanciesBySkill(database),
});

export type VacancyLoaders = ReturnType<typeof vacancyLoaders>;
