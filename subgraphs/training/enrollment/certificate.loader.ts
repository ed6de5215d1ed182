import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey } from '../../kit/page.ts';
import { isCourseOf } from '../course/course-owner.loader.ts';
import type { CertificateType } from './certificate.type.ts';

const columns = `certificate.id, enrollment_id as "enrollmentId", participant_id as "participantId",
  course_id as "courseId", issued_at as "issuedAt", score, skills as "skillCodes"`;

const BY_ID = { name: 'certificate-by-id', text: `select ${columns} from certificate where id = any($1::uuid[])` };

const BY_ENROLLMENT = {
  name: 'certificate-by-enrollment',
  text: `select ${columns} from unnest($1::uuid[], $2::uuid[]) as wanted (participant_id, enrollment_id)
    join certificate using (participant_id, enrollment_id)`,
};

const pages = (name: string, condition: string) => ({
  name,
  text: `select page.* from unnest($1::uuid[]) as parent (id) cross join lateral (
      select ${columns} from certificate where participant_id = parent.id and certificate.id < $2 and ${condition}
      order by certificate.id desc limit $3) page`,
});

const PAGES = pages('certificate-pages', 'true');
const OWN_PAGES = pages('certificate-pages-of-organization', isCourseOf('certificate.course_id', '$4::uuid'));

export const certificateById = (database: Database) =>
  byKey(
    (ids: string[]) => database.rows<CertificateType>(BY_ID, [ids.filter(isUuid)]),
    ({ id }) => id,
  );

interface EnrollmentKey {
  enrollmentId: string;
  participantId: string;
}

/** The certificate of each enrolment, null where there is none. */
export const certificateByEnrollment = (database: Database) =>
  new DataLoader<EnrollmentKey, CertificateType | null, string>(
    async (keys) => {
      const values = [keys.map(({ participantId }) => participantId), keys.map(({ enrollmentId }) => enrollmentId)];
      const rows = await database.rows<CertificateType>(BY_ENROLLMENT, values);
      const byEnrollment = new Map(rows.map((row) => [row.enrollmentId, row]));
      return keys.map(({ enrollmentId }) => byEnrollment.get(enrollmentId) ?? null);
    },
    { cacheKeyFn: ({ enrollmentId }) => enrollmentId },
  );

export const certificatesByParticipant = (database: Database) =>
  pagesByParent<IdKey, CertificateType>(
    (people, page) => database.rows(PAGES, [people.filter(isUuid), below(page), page.first + 1]),
    ({ participantId }) => participantId,
  );

/** The rows of the organisation's own courses; none without an organisation. */
export const ownCertificatesByParticipant = (database: Database, organization: string | null) =>
  pagesByParent<IdKey, CertificateType>(
    async (people, page) => {
      if (organization === null) return [];
      return database.rows(OWN_PAGES, [people.filter(isUuid), below(page), page.first + 1, organization]);
    },
    ({ participantId }) => participantId,
  );
