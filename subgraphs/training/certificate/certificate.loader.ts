import DataLoader from 'dataloader';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { type IdKey, pageValues } from '../../kit/page.ts';
import { isOneOf, type PageValues, pageOfChildren, queriesOver, type Schema } from '../../kit/query.ts';
import { isCourseOf } from '../course/course-owner.loader.ts';
import { CertificateEntity, CertificateKeyEntity } from './certificate.entity.ts';
import { CertificateStatus } from './certificate.status.ts';
import type { CertificateType } from './certificate.type.ts';

const query = queriesOver(CertificateEntity, CertificateKeyEntity);

const certificates = (db: Kysely<Schema<typeof CertificateEntity | typeof CertificateKeyEntity>>) =>
  db
    .selectFrom('certificate')
    .leftJoin('certificate_key', 'certificate_key.kid', 'certificate.kid')
    .select(['certificate.id', 'certificate.enrollmentId', 'certificate.participantId', 'courseId', 'issuedAt'])
    .select(['score', 'courseVersion', 'certificate.validUntil', 'status', 'revokedAt', 'levels'])
    .select(['certificate.kid', 'certificate_key.compromisedAt', 'skills as skillCodes']);

const BY_ID = query<{ ids: readonly string[] }>()('certificate-by-id', (db, values) =>
  certificates(db).where(isOneOf('id', values.ids, 'uuid')),
);

interface EnrollmentKey {
  enrollmentId: string;
  participantId: string;
}

interface EnrollmentValues {
  participants: readonly string[];
  enrollments: readonly string[];
}

// With the participant, who leads the key.
const BY_ENROLLMENT = query<EnrollmentValues>()('certificate-by-enrollment', (db, values) => {
  const wanted = sql<EnrollmentKey>`unnest(${values.participants}::uuid[], ${values.enrollments}::uuid[])`;
  return certificates(db).innerJoin(wanted.as<'wanted'>(sql`wanted (participant_id, enrollment_id)`), (join) =>
    join
      .onRef('wanted.participantId', '=', 'certificate.participantId')
      .onRef('wanted.enrollmentId', '=', 'certificate.enrollmentId'),
  );
});

const PAGES = query<PageValues>()('certificate-pages', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'certificate.id',
    of: (participant) => certificates(db).where('participantId', '=', participant),
  }),
);

const OWN_PAGES = query<PageValues & { organization: string }>()('certificate-pages-of-organization', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'certificate.id',
    of: (participant) =>
      certificates(db)
        .where('participantId', '=', participant)
        .where(isCourseOf('certificate.courseId', values.organization)),
  }),
);

const VALID_COUNTS = query<{ ids: readonly string[] }>()('certificate-counts', (db, values) =>
  db
    .selectFrom('certificate')
    .select(['participantId', sql<number>`count(*)::int`.as('count')])
    .where(isOneOf('participantId', values.ids, 'uuid'))
    .where('status', '=', CertificateStatus.VALID)
    .groupBy('participantId'),
);

/** How many certificates a person holds that were not revoked; null for none. */
export const certificateCounts = (database: Database) =>
  byKey(
    (people: string[]) => database.read(VALID_COUNTS, { ids: people.filter(isUuid) }),
    ({ participantId }) => participantId,
  );

export const certificateById = (database: Database) =>
  byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  );

/** The certificate of each enrolment, null where there is none. */
export const certificateByEnrollment = (database: Database) =>
  new DataLoader<EnrollmentKey, CertificateType | null, string>(
    async (keys) => {
      const participants = keys.map(({ participantId }) => participantId);
      const enrollments = keys.map(({ enrollmentId }) => enrollmentId);
      const rows = await database.read(BY_ENROLLMENT, { participants, enrollments });
      const byEnrollment = new Map(rows.map((row) => [row.enrollmentId, row]));
      return keys.map(({ enrollmentId }) => byEnrollment.get(enrollmentId) ?? null);
    },
    { cacheKeyFn: ({ enrollmentId }) => enrollmentId },
  );

export const certificatesByParticipant = (database: Database) =>
  pagesByParent<IdKey, CertificateType>(
    (people, page) => database.read(PAGES, pageValues(people.filter(isUuid), page)),
    ({ participantId }) => participantId,
  );

/** The rows of the organisation's own courses; none without an organisation. */
export const ownCertificatesByParticipant = (database: Database, organization: string | null) =>
  pagesByParent<IdKey, CertificateType>(
    async (people, page) => {
      if (organization === null) return [];
      return database.read(OWN_PAGES, { ...pageValues(people.filter(isUuid), page), organization });
    },
    ({ participantId }) => participantId,
  );
