import type { Kysely } from 'kysely';
import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { type IdKey, pageValues } from '../../kit/page.ts';
import { isOneOf, type PageValues, pageOfChildren, queriesOver, type Schema } from '../../kit/query.ts';
import { isCourseOf } from '../course/course-owner.loader.ts';
import { EnrollmentEntity } from './enrollment.entity.ts';
import type { EnrollmentType } from './enrollment.type.ts';

const query = queriesOver(EnrollmentEntity);

const enrollments = (db: Kysely<Schema<typeof EnrollmentEntity>>) =>
  db
    .selectFrom('enrollment')
    .select(['id', 'participantId', 'courseId', 'status', 'price', 'reservedAt', 'paidAt', 'completedAt'])
    .select(['scheduleId', 'holdUntil', 'redeemedAt', 'releasedAt', 'releaseReason']);

interface IdValues {
  ids: readonly string[];
  organization: string | null;
}

// One statement for everyone: whether a row is another's or none shows in no time and no count.
const BY_ID = query<IdValues>()('enrollment-by-id', (db, values) =>
  enrollments(db)
    .select(isCourseOf('enrollment.courseId', values.organization).as('isOwn'))
    .where(isOneOf('id', values.ids, 'uuid')),
);

const PAGES = query<PageValues>()('enrollment-pages', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'enrollment.id',
    of: (participant) => enrollments(db).where('participantId', '=', participant),
  }),
);

const OWN_PAGES = query<PageValues & { organization: string }>()('enrollment-pages-of-organization', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'enrollment.id',
    of: (participant) =>
      enrollments(db)
        .where('participantId', '=', participant)
        .where(isCourseOf('enrollment.courseId', values.organization)),
  }),
);

export const enrollmentById = (database: Database, organization: string | null) =>
  byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid), organization }),
    ({ id }) => id,
  );

export const enrollmentsByParticipant = (database: Database) =>
  pagesByParent<IdKey, EnrollmentType>(
    (people, page) => database.read(PAGES, pageValues(people.filter(isUuid), page)),
    ({ participantId }) => participantId,
  );

/** The rows in the organisation's own courses; none without an organisation. */
export const ownEnrollmentsByParticipant = (database: Database, organization: string | null) =>
  pagesByParent<IdKey, EnrollmentType>(
    async (people, page) => {
      if (organization === null) return [];
      return database.read(OWN_PAGES, { ...pageValues(people.filter(isUuid), page), organization });
    },
    ({ participantId }) => participantId,
  );
