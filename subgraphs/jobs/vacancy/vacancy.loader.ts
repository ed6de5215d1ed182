import DataLoader from 'dataloader';
import { type Compilable, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, type ChildPage, pagesByParent } from '../../kit/loader.ts';
import { type IdKey, pageValues } from '../../kit/page.ts';
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

interface FoundVacancies<Row> {
  /** A query, in brackets. */
  found: RawBuilder<Row & { id: string }>;
  sorting: RawBuilder<unknown>;
}

/** Makes a query that returns the vacancies which another feature finds, in its order, in one statement. */
export const vacanciesFoundBy = <Values extends object, Row extends { id: string }>(
  name: string,
  find: (values: Values) => FoundVacancies<Row>,
) =>
  query<Values>()(name, (db, values) => {
    const { found, sorting } = find(values);
    const listed = vacancies(db)
      .innerJoin(found.as<'found'>(sql`found`), 'found.id', 'vacancy.id')
      .selectAll('found')
      .orderBy(sorting);
    return listed as Compilable<VacancyType & Row>;
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
