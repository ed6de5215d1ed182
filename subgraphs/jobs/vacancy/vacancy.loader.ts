import DataLoader from 'dataloader';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, type ChildPage, pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey, type Page, pageValues } from '../../kit/page.ts';
import { isOneOf, type PageValues, pageOfChildren, queriesOver, type Schema } from '../../kit/query.ts';
import { isOfActivePortal } from '../portal/index.ts';
import type { SkillLevel } from '../skill/index.ts';
import { isShown } from './vacancy.condition.ts';
import { VacancyEntity, VacancySkillEntity } from './vacancy.entity.ts';
import type { VacancyStatus } from './vacancy.status.ts';
import type { VacancyType } from './vacancy.type.ts';

const query = queriesOver(VacancyEntity, VacancySkillEntity);

const vacancies = (db: Kysely<Schema<typeof VacancyEntity | typeof VacancySkillEntity>>) =>
  db
    .selectFrom('vacancy')
    .select(['vacancy.id', 'vacancy.portalId', 'reference', 'employerId', 'title', 'description', 'occupation'])
    .select(['employmentType', 'regionCode', 'isRemote', 'monthlySalaryFrom', 'monthlySalaryTo', 'accessibility'])
    .select(['openings', 'openUntil', 'applyUrl', 'status', 'version', 'flags', 'postedAt', 'isSynthetic'])
    .select(sql<boolean>`held_at is not null`.as('isHeld'))
    .select(sql<boolean>`not ${sql.raw(isOfActivePortal('vacancy'))}`.as('isPortalSuspended'));

const BY_ID = query<{ ids: readonly string[] }>()('vacancy-by-id', (db, values) =>
  vacancies(db).where(isOneOf('vacancy.id', values.ids, 'uuid')),
);

const REQUIREMENTS = query<{ vacancies: readonly string[] }>()('vacancy-requirements', (db, values) =>
  db
    .selectFrom('vacancy_skill')
    .select(['vacancyId', 'skillCode', 'level', 'weight'])
    .where(isOneOf('vacancyId', values.vacancies, 'uuid'))
    .orderBy('vacancyId')
    .orderBy('skillCode'),
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
    .where(sql<boolean>`${sql.raw(isShown('vacancy'))}`)
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
    .where(sql<boolean>`${sql.raw(isShown('vacancy_skill'))}`)
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

/** Which vacancies of a portal are listed: those that are shown to anyone, or all, or all of one status. */
export interface PortalView {
  areAll: boolean;
  status: VacancyStatus | null;
}

const BY_PORTAL = query<PageValues & PortalView>()('vacancy-pages-by-portal', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'vacancy.id',
    of: (portal) =>
      vacancies(db)
        .where('vacancy.portalId', '=', portal)
        .where(sql<boolean>`(${values.areAll}::bool or ${sql.raw(isShown('vacancy'))})`)
        .where(sql<boolean>`(${values.status}::text is null or status = ${values.status})`),
  }),
);

const vacancyById = (database: Database) =>
  byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  );

/** A skill that a vacancy asks for. */
interface AskedSkill {
  skillCode: string;
  level: SkillLevel;
  weight: number;
}

/** The skills that each vacancy asks for, in order of code. */
const requirementsByVacancy = (database: Database) =>
  new DataLoader<string, AskedSkill[]>(async (ids) => {
    const rows = await database.read(REQUIREMENTS, { vacancies: ids });
    const byVacancy = Map.groupBy(rows, ({ vacancyId }) => vacancyId);
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

/** Pages of vacancies by portal, one loader for each view. */
const vacanciesByPortal = (database: Database) => {
  const byView = new Map<string, DataLoader<ChildPage<IdKey>, VacancyType[], string>>();
  return (view: PortalView) => {
    const name = JSON.stringify(view);
    const known = byView.get(name);
    if (known) return known;
    const loader = pagesByParent<IdKey, VacancyType>(
      (portals, page) => database.read(BY_PORTAL, { ...pageValues(portals, page), ...view }),
      ({ portalId }) => portalId,
    );
    byView.set(name, loader);
    return loader;
  };
};

export const vacancyLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  vacancy: vacancyById(database),
  requirements: requirementsByVacancy(database),
  vacanciesOfSkill: vacanciesBySkill(database),
  vacanciesOfPortal: vacanciesByPortal(database),
});

export type VacancyLoaders = ReturnType<typeof vacancyLoaders>;
