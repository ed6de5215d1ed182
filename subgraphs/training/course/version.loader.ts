import DataLoader from 'dataloader';
import type { Kysely } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { type IdKey, pageValues } from '../../kit/page.ts';
import { isOneOf, type PageValues, pageOfChildren, queriesOver, type Schema } from '../../kit/query.ts';
import type { RequestFacts } from '../../kit/request.ts';
import { CourseEntity, CourseVersionEntity } from './course.entity.ts';
import { ownCourses } from './course-owner.loader.ts';
import type { CourseContent } from './version.content.ts';
import { VersionStatus } from './version.status.ts';
import type { CourseVersionType } from './version.type.ts';

const query = queriesOver(CourseEntity, CourseVersionEntity);

const versions = (db: Kysely<Schema<typeof CourseVersionEntity>>) =>
  db
    .selectFrom('course_version')
    .select(['id', 'courseId', 'platformId', 'number', 'status', 'content', 'submittedAt', 'decidedAt']);

const ON_SALE = query<{ courses: readonly string[] }>()('course-content-on-sale', (db, values) =>
  db
    .selectFrom('course_version')
    .innerJoin('course', (join) =>
      join.onRef('course.id', '=', 'course_version.courseId').onRef('course.version', '=', 'course_version.number'),
    )
    .select(['courseId', 'content'])
    .where(isOneOf('course.id', values.courses, 'uuid')),
);

const OF_COURSE = query<PageValues>()('course-versions', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'course_version.id',
    of: (course) => versions(db).where('courseId', '=', course),
  }),
);

const OF_PLATFORM = query<PageValues>()('platform-submissions', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'course_version.id',
    of: (platform) => versions(db).where('platformId', '=', platform),
  }),
);

const OF_PLATFORM_IN = query<PageValues & { status: VersionStatus }>()('platform-submissions-in', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'course_version.id',
    of: (platform) => versions(db).where('platformId', '=', platform).where('status', '=', values.status),
  }),
);

type VersionNode = CourseVersionType & { platformId: string };

interface VersionRow extends Pick<VersionNode, 'id' | 'courseId' | 'platformId' | 'number' | 'status'> {
  content: CourseContent;
  submittedAt: Date;
  decidedAt: Date | null;
}

/** Outcomes as the graph has them. */
export const outcomesOf = ({ outcomes }: CourseContent) =>
  outcomes.map(({ skill, level }) => ({ skill: { code: skill }, level }));

const nodeOf = ({ content, ...version }: VersionRow): VersionNode => ({
  ...content,
  ...version,
  price: BigInt(content.price),
  priceOutside: BigInt(content.priceOutside),
  outcomes: outcomesOf(content),
});

/** What courses have on sale, or, where they have never been on offer, their newest content; null before versions. */
const contentByCourse = (database: Database) =>
  new DataLoader<string, CourseContent | null>(async (ids) => {
    const rows = await database.read(ON_SALE, { courses: ids });
    const found = new Map(rows.map(({ courseId, content }) => [courseId, content as CourseContent]));
    return ids.map((id) => found.get(id) ?? null);
  });

const versionsByCourse = (database: Database) =>
  pagesByParent<IdKey, VersionNode>(
    async (courses, page) => ((await database.read(OF_COURSE, pageValues(courses, page))) as VersionRow[]).map(nodeOf),
    ({ courseId }) => courseId,
  );

const submissionsByPlatform = (database: Database, status: VersionStatus | null) =>
  pagesByParent<IdKey, VersionNode>(
    async (platforms, page) => {
      const values = pageValues(platforms, page);
      const rows = await (status
        ? database.read(OF_PLATFORM_IN, { ...values, status })
        : database.read(OF_PLATFORM, values));
      return (rows as VersionRow[]).map(nodeOf);
    },
    ({ platformId }) => platformId,
  );

export const versionLoaders = ({ database }: Pick<Kit, 'database'>, { caller }: RequestFacts) => {
  const states = [null, ...Object.values(VersionStatus)];
  const submissions = new Map(states.map((status) => [status, submissionsByPlatform(database, status)]));
  return {
    courseContent: contentByCourse(database),
    versionsOfCourse: versionsByCourse(database),
    /** Submissions of platforms in a state, or in any. */
    submissionsOf: (status: VersionStatus | null) => submissions.get(status) ?? submissionsByPlatform(database, status),
    isCourseOfCaller: ownCourses(database, caller.org !== null && isUuid(caller.org) ? caller.org : null),
  };
};

export type VersionLoaders = ReturnType<typeof versionLoaders>;
