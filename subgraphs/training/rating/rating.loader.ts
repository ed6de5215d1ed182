import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey, type Page, pageValues } from '../../kit/page.ts';
import { isOneOf, type PageValues, pageOfChildren, queriesOver } from '../../kit/query.ts';
import { changesEnd, cutOffsOf } from './cut-offs.data.ts';
import { OWN_RATINGS } from './own-rating.statement.ts';
import { CourseRatingEntity, InstitutionRatingEntity } from './rating.entity.ts';
import { REPORTED } from './rating.statement.ts';
import type { CourseRatingType, ReportedReviewType, ReviewType } from './rating.type.ts';

const query = queriesOver(CourseRatingEntity, InstitutionRatingEntity);

const BY_COURSE = query<PageValues>()('review-pages-by-course', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'course_rating.id',
    of: (course) =>
      db
        .selectFrom('course_rating')
        .select(['course_rating.id', 'courseId', 'stars', 'review as text', 'ratedAt'])
        .where('courseId', '=', course)
        .where('status', '=', sql<never>`'SHOWN'`)
        .where('review', 'is not', null),
  }),
);

const BY_ID = query<{ id: string }>()('review-by-id', (db, { id }) =>
  db
    .selectFrom('course_rating')
    .select(['course_rating.id', 'courseId', 'stars', 'review as text', 'ratedAt'])
    .where('course_rating.id', '=', id),
);

const OF_INSTITUTIONS = query<{ ids: readonly string[] }>()('rating-of-institutions', (db, { ids }) =>
  db
    .selectFrom('institution_rating')
    .select(['institutionId', 'ratingCount', 'ratingSum'])
    .where(isOneOf('institution_id', ids, 'uuid')),
);

interface StoredReview extends Omit<ReviewType, 'ratedOn'> {
  ratedAt: Date;
}

/** A review tells the day on which it was written, and not the hour. */
const dated = <Row extends { ratedAt: Date }>({ ratedAt, ...row }: Row) => ({
  ...row,
  ratedOn: jakartaDayAfter(ratedAt, 0),
});

const reviewsByCourse = (database: Database) =>
  pagesByParent<IdKey, ReviewType>(
    async (courses, page) => {
      const rows: StoredReview[] = await database.read(BY_COURSE, pageValues(courses, page));
      return rows.map(dated);
    },
    ({ courseId }) => courseId,
  );

export const readReviewOf = async (database: Database, id: string): Promise<ReviewType | null> => {
  const [row] = await database.read(BY_ID, { id });
  return row ? dated(row) : null;
};

/** A page of the reviews that wait for a moderator. */
export const listReported = async (database: Database, page: Page<IdKey>): Promise<ReportedReviewType[]> =>
  (await database.rows(REPORTED, [below(page), page.first + 1])).map((row) => dated(row) as ReportedReviewType);

export interface RaterKey {
  participantId: string;
  id: string;
}

/** The rating of each enrolment; null where there is none. One statement for all of a step. */
export const ratingsByEnrollment = (database: Database) =>
  new DataLoader<RaterKey, CourseRatingType | null, string>(
    async (keys) => {
      const values = [keys.map(({ participantId }) => participantId), keys.map(({ id }) => id)];
      const rows = await database.rows(OWN_RATINGS, values);
      const found = new Map(
        rows.map(({ enrollment, reserved_at, completedAt, ...row }) => {
          const times = { ratedAt: row.ratedAt, completedAt };
          return [
            enrollment,
            { ...row, changeableUntil: changesEnd(cutOffsOf(reserved_at), times) } as CourseRatingType,
          ];
        }),
      );
      return keys.map(({ id }) => found.get(id.toLowerCase()) ?? null);
    },
    { cacheKeyFn: ({ id }) => id },
  );

export const ratingLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  reviewsOfCourse: reviewsByCourse(database),
  ratingOf: ratingsByEnrollment(database),
  ratingOfInstitution: byKey(
    (ids: string[]) => database.read(OF_INSTITUTIONS, { ids }),
    ({ institutionId }) => institutionId,
  ),
});

export type RatingLoaders = ReturnType<typeof ratingLoaders>;
