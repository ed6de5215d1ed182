import { column, type RowsOf, statement } from '../../kit/statement.ts';
import { lockClasses } from '../schedule/index.ts';
import { type EnrollmentStatus, transition } from './enrollment.status.ts';
import type { ReleaseReason } from './release.reason.ts';

const key = 'enrollment.participant_id = $1 and enrollment.id = $2';

const owners = {
  course: column.uuid,
  platformOrganization: column.uuid.orNull,
  institutionOrganization: column.uuid.orNull,
};

const OWNERS = `course.id as course, platform.organization_id as "platformOrganization",
      institution.organization_id as "institutionOrganization"`;

const JOIN_OWNERS = `join course on course.id = course_id join platform on platform.id = platform_id
      join institution on institution.id = institution_id`;

/** The enrolment $2 of the participant $1; locked. */
export const LOCK_ENROLLMENT = statement(
  'enrollment-lock',
  {
    status: column.text.as<`${EnrollmentStatus}`>(),
    price: column.int8,
    releaseReason: column.text.as<`${ReleaseReason}`>().orNull,
    releasedAt: column.timestamptz.orNull,
    redeemedAt: column.timestamptz.orNull,
  },
  `select status, price, release_reason as "releaseReason", released_at as "releasedAt", redeemed_at as "redeemedAt"
    from enrollment where ${key} for no key update`,
);

/** Locks the class of an enrolment, before the enrolment: the order in which reservations lock. */
export const LOCK_CLASS = statement(
  'enrollment-lock-class',
  { id: column.uuid },
  `with class as (
    ${lockClasses(`select schedule_id from enrollment where ${key} and schedule_id is not null`)}
  )
  select id from class`,
);

/** Marks a RESERVED enrolment as paid at $3. */
export const PAY = statement(
  'enrollment-pay',
  { price: column.int8, ...owners },
  `with paid as (
    update enrollment set status = 'PAID', paid_at = greatest($3::timestamptz, reserved_at)
      where ${key} and status in (${transition.sqlFrom('PAID' as EnrollmentStatus)}) returning price, course_id
  )
  select paid.price, ${OWNERS} from paid ${JOIN_OWNERS}`,
);

export type PaidEnrollment = RowsOf<typeof PAY>;

/** Gives a PAID enrolment another voucher: the hash $3 of its code. */
export const SET_VOUCHER = statement(
  'enrollment-set-voucher',
  { id: column.uuid },
  `update enrollment set voucher_hash = $3 where ${key} and status = 'PAID' returning id`,
);

/** The enrolment with the voucher $1 in a course that the organisation $2 teaches; locked. */
export const LOCK_VOUCHER = statement(
  'enrollment-lock-voucher',
  {
    participantId: column.uuid,
    id: column.uuid,
    status: column.text.as<`${EnrollmentStatus}`>(),
    ...owners,
  },
  `select enrollment.participant_id as "participantId", enrollment.id, enrollment.status, ${OWNERS}
    from enrollment ${JOIN_OWNERS}
    where voucher_hash = $1 and institution.organization_id = $2 for no key update of enrollment`,
);

/** Tries of an organisation that count at $2. */
export const TRIES = statement(
  'voucher-tries',
  { tries: column.int4 },
  'select tries from voucher_try where organization_id = $1 and until > $2',
);

/** Counts one more try of the organisation $1 at $2, which counts until $3. */
export const COUNT_TRY = statement(
  'voucher-count-try',
  {},
  `insert into voucher_try (organization_id, tries, until) values ($1, 1, $3)
    on conflict (organization_id) do update set
      tries = case when voucher_try.until <= $2 then 1 else voucher_try.tries + 1 end,
      until = case when voucher_try.until <= $2 then excluded.until else voucher_try.until end`,
);
