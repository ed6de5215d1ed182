import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey } from '../../kit/page.ts';
import { isCourseOf } from '../course/course-owner.loader.ts';
import type { EnrollmentType } from './enrollment.type.ts';

const columns = `id, participant_id as "participantId", course_id as "courseId", status, price,
  reserved_at as "reservedAt", paid_at as "paidAt", completed_at as "completedAt"`;

// One statement for everyone: whether a row is another's or none shows in no time and no count.
const BY_ID = {
  name: 'enrollment-by-id',
  text: `select ${columns}, ${isCourseOf('enrollment.course_id', '$2::uuid')} as "isOwn"
    from enrollment where id = any($1::uuid[])`,
};

const pages = (name: string, condition: string) => ({
  name,
  text: `select page.* from unnest($1::uuid[]) as parent (id) cross join lateral (
      select ${columns} from enrollment where participant_id = parent.id and enrollment.id < $2 and ${condition}
      order by enrollment.id desc limit $3) page`,
});

const PAGES = pages('enrollment-pages', 'true');
const OWN_PAGES = pages('enrollment-pages-of-organization', isCourseOf('enrollment.course_id', '$4::uuid'));

/** An enrolment, and whether its course is one of the organisation that asks. */
export type AskedEnrollment = EnrollmentType & { isOwn: boolean };

export const enrollmentById = (database: Database, organization: string | null) =>
  byKey(
    (ids: string[]) => database.rows<AskedEnrollment>(BY_ID, [ids.filter(isUuid), organization]),
    ({ id }) => id,
  );

export const enrollmentsByParticipant = (database: Database) =>
  pagesByParent<IdKey, EnrollmentType>(
    (people, page) => database.rows(PAGES, [people.filter(isUuid), below(page), page.first + 1]),
    ({ participantId }) => participantId,
  );

/** The rows in the organisation's own courses; none without an organisation. */
export const ownEnrollmentsByParticipant = (database: Database, organization: string | null) =>
  pagesByParent<IdKey, EnrollmentType>(
    async (people, page) => {
      if (organization === null) return [];
      return database.rows(OWN_PAGES, [people.filter(isUuid), below(page), page.first + 1, organization]);
    },
    ({ participantId }) => participantId,
  );
