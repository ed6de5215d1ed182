import DataLoader from 'dataloader';
import { type Compilable, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { type IdKey, pageValues } from '../../kit/page.ts';
import { isOneOf, type PageValues, pageOfChildren, queriesOver, type Schema } from '../../kit/query.ts';
import { CourseEntity, CourseSkillEntity } from './course.entity.ts';
import { isHeld } from './course.held.ts';
import { CourseStatus } from './course.status.ts';
import type { CourseType } from './course.type.ts';

const query = queriesOver(CourseEntity, CourseSkillEntity);

type Courses = Schema<typeof CourseEntity | typeof CourseSkillEntity>;

const courses = (db: Kysely<Courses>) =>
  db
    .selectFrom('course')
    .select(['course.id', 'title', 'description', 'price', 'durationHours', 'mode', 'status', 'ratingCount'])
    .select(['course.isSynthetic', 'course.version', 'reference', 'platformId', 'institutionId', 'course.offeredAt'])
    .select(sql<number | null>`round(rating_sum::numeric / nullif(rating_count, 0), 2)::float8`.as('ratingAverage'));

// Written out, for the indexes of what is on offer.
const offered = (db: Kysely<Courses>) =>
  courses(db)
    .where('course.status', 'in', [sql.lit(CourseStatus.ACTIVE), sql.lit(CourseStatus.WATCHED)])
    .where(sql<boolean>`not ${isHeld}`);

const BY_ID = query<{ ids: readonly string[] }>()('course-by-id', (db, values) =>
  courses(db)
    .select(isHeld.as('isHeld'))
    .where(isOneOf('course.id', values.ids, 'uuid')),
);

const SKILLS = query<{ courses: readonly string[] }>()('course-skills', (db, values) =>
  db
    .selectFrom('course_skill')
    .select(['courseId', sql<string[]>`array_agg(skill_code order by skill_code)`.as('skills')])
    .where(isOneOf('courseId', values.courses, 'uuid'))
    .groupBy('courseId'),
);

/** The ids of courses that another feature finds, with what it needs of each, and the order in which they are listed. */
interface FoundCourses<Row> {
  /** A query, in brackets. */
  found: RawBuilder<Row & { id: string }>;
  sorting: RawBuilder<unknown>;
}

/** Makes a query that returns the courses which another feature finds, in its order, in one statement. */
export const coursesFoundBy = <Values extends object, Row extends { id: string }>(
  name: string,
  find: (values: Values) => FoundCourses<Row>,
) =>
  query<Values>()(name, (db, values) => {
    const { found, sorting } = find(values);
    const listed = courses(db)
      .innerJoin(found.as<'found'>(sql`found`), 'found.id', 'course.id')
      .selectAll('found')
      .orderBy(sorting);
    return listed as Compilable<CourseType & Row>;
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
