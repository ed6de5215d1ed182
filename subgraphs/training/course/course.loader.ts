import DataLoader from 'dataloader';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey, type Page, pageValues } from '../../kit/page.ts';
import { isOneOf, type PageValues, pageOfChildren, queriesOver, type Schema } from '../../kit/query.ts';
import { CourseEntity, CourseSkillEntity } from './course.entity.ts';
import type { CourseMode } from './course.mode.ts';
import { CourseStatus } from './course.status.ts';
import type { CourseType } from './course.type.ts';

const query = queriesOver(CourseEntity, CourseSkillEntity);

type Courses = Schema<typeof CourseEntity | typeof CourseSkillEntity>;

const courses = (db: Kysely<Courses>) =>
  db
    .selectFrom('course')
    .select(['course.id', 'title', 'description', 'price', 'durationHours', 'mode', 'status', 'ratingCount'])
    .select(['course.isSynthetic', 'platformId', 'institutionId'])
    .select(sql<number | null>`round(rating_sum::numeric / nullif(rating_count, 0), 2)::float8`.as('ratingAverage'));

// Written out, for the indexes of what is on offer.
const offered = (db: Kysely<Courses>) =>
  courses(db).where('course.status', 'in', [sql.lit(CourseStatus.ACTIVE), sql.lit(CourseStatus.WATCHED)]);

const BY_ID = query<{ ids: readonly string[] }>()('course-by-id', (db, values) =>
  courses(db).where(isOneOf('course.id', values.ids, 'uuid')),
);

const SKILLS = query<{ courses: readonly string[] }>()('course-skills', (db, values) =>
  db
    .selectFrom('course_skill')
    .select(['courseId', sql<string[]>`array_agg(skill_code order by skill_code)`.as('skills')])
    .where(isOneOf('courseId', values.courses, 'uuid'))
    .groupBy('courseId'),
);

/** What narrows the list of courses; null where it does not. */
export interface CourseFilter {
  skill: string | null;
  platform: string | null;
  institution: string | null;
  mode: CourseMode | null;
  maxPrice: bigint | null;
  search: string | null;
}

interface ListValues extends CourseFilter {
  before: string;
  rows: number;
}

// strpos, not LIKE: a search text has no wildcards. Courses are some thousands.
const LIST = query<ListValues>()('course-list', (db, values) => {
  const { skill, platform, institution, mode, maxPrice, search } = values;
  return offered(db)
    .where('course.id', '<', values.before)
    .where(sql<boolean>`(${skill}::text is null or exists
      (select from course_skill where course_id = course.id and skill_code = ${skill}))`)
    .where(sql<boolean>`(${platform}::uuid is null or platform_id = ${platform})`)
    .where(sql<boolean>`(${institution}::uuid is null or institution_id = ${institution})`)
    .where(sql<boolean>`(${mode}::text is null or mode = ${mode})`)
    .where(sql<boolean>`(${maxPrice}::bigint is null or price <= ${maxPrice})`)
    .where(sql<boolean>`(${search}::text is null
      or strpos(lower(title || ' ' || description), lower(${search}::text)) > 0)`)
    .orderBy('course.id', 'desc')
    .limit(values.rows);
});

const BY_PLATFORM = query<PageValues>()('course-pages-by-platform', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'course.id',
    of: (platform) => offered(db).where('platformId', '=', platform),
  }),
);

const BY_INSTITUTION = query<PageValues>()('course-pages-by-institution', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'course.id',
    of: (institution) => offered(db).where('institutionId', '=', institution),
  }),
);

const BY_SKILL = query<PageValues>()('course-pages-by-skill', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'text',
    order: 'course_skill.courseId',
    of: (skill) =>
      offered(db)
        .innerJoin('course_skill', 'course_skill.courseId', 'course.id')
        .select('skillCode')
        .where('skillCode', '=', skill),
  }),
);

const courseById = (database: Database) =>
  byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  );

/** Codes of the skills that each course teaches, in order. */
const skillsByCourse = (database: Database) =>
  new DataLoader<string, string[]>(async (ids) => {
    const rows = await database.read(SKILLS, { courses: ids });
    const byCourse = new Map(rows.map(({ courseId, skills }) => [courseId, skills]));
    return ids.map((id) => byCourse.get(id) ?? []);
  });

/** A page of the courses on offer; an id that is none names nothing, so nothing is found. */
export const listCourses = async (
  database: Database,
  page: Page<IdKey>,
  filter: CourseFilter,
): Promise<CourseType[]> => {
  if ([filter.platform, filter.institution].some((id) => id !== null && !isUuid(id))) return [];
  return database.read(LIST, { ...filter, before: below(page), rows: page.first + 1 });
};

const coursesByPlatform = (database: Database) =>
  pagesByParent<IdKey, CourseType>(
    (platforms, page) => database.read(BY_PLATFORM, pageValues(platforms, page)),
    ({ platformId }) => platformId,
  );

const coursesByInstitution = (database: Database) =>
  pagesByParent<IdKey, CourseType>(
    (institutions, page) => database.read(BY_INSTITUTION, pageValues(institutions, page)),
    ({ institutionId }) => institutionId,
  );

const coursesBySkill = (database: Database) =>
  pagesByParent<IdKey, CourseType & { skillCode: string }>(
    (skills, page) => database.read(BY_SKILL, pageValues(skills, page)),
    ({ skillCode }) => skillCode,
  );

export const courseLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  course: courseById(database),
  courseSkills: skillsByCourse(database),
  coursesOfPlatform: coursesByPlatform(database),
  coursesOfInstitution: coursesByInstitution(database),
  coursesOfSkill: coursesBySkill(database),
});

export type CourseLoaders = ReturnType<typeof courseLoaders>;
