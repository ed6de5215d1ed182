import { column, type RowsOf, statement } from '../../kit/statement.ts';
import { giveBackSeats, lockClasses } from '../schedule/index.ts';
import { EnrollmentStatus, transition } from './enrollment.status.ts';
import { ReleaseReason } from './release.reason.ts';

const { RESERVED, PAID, REDEEMED, ATTENDING } = EnrollmentStatus;

interface End {
  name: string;
  from: readonly EnrollmentStatus[];
  to: EnrollmentStatus;
  reason: ReleaseReason;
  /** Which enrolments, as after `where`; $1 is the moment. */
  which: string;
  /** Passes over what somebody else is changing. */
  isPatient?: boolean;
  limit?: number;
}

/**
 * Ends enrolments and frees their seats and their people for another course: one statement for all. Classes are locked
 * first, then enrolments, then claims, each in order of its key, as reservations do.
 */
const endStatement = ({ name, from, to, reason, which, isPatient = true, limit }: End) => {
  for (const state of from) transition(state, to);
  const live = `status in (${from.map((state) => `'${state}'`).join(', ')})`;
  return statement(
    name,
    {
      enrollment: column.uuid,
      participant: column.uuid,
      course: column.uuid,
      schedule: column.uuid.orNull,
      wasPaid: column.bool,
      platformOrganization: column.uuid.orNull,
      institutionOrganization: column.uuid.orNull,
    },
    `with
    -- The enrolments that may end, as the snapshot has them; whoever changes one meanwhile is seen under the lock.
    due as materialized (
      select participant_id, id, schedule_id from enrollment where ${which} and ${live}
        order by participant_id, id${limit === undefined ? '' : ` limit ${limit}`}
    ),
    class as materialized (
      ${lockClasses('select schedule_id from due where schedule_id is not null')}
    ),
    -- Locks the enrolments, once the classes are locked; those that have moved on drop out.
    ending as materialized (
      select participant_id, id, status <> '${RESERVED}' as was_paid from enrollment
        where (participant_id, id) in (select participant_id, id from due) and ${live}
          and (select count(*) from class) >= 0
        order by participant_id, id for no key update${isPatient ? '' : ' skip locked'}
    ),
    ended as (
      update enrollment set status = '${to}', released_at = $1, release_reason = '${reason}' from ending
        where enrollment.participant_id = ending.participant_id and enrollment.id = ending.id and ${live}
        returning enrollment.id, enrollment.participant_id, course_id, schedule_id, was_paid
    ),
    seats as (
      ${giveBackSeats('select schedule_id, count(*)::int from ended where schedule_id is not null group by 1')}
    ),
    closed as (
      delete from open_course using ended
        where open_course.participant_id = ended.participant_id and enrollment_id = ended.id
    )
    select ended.id as enrollment, ended.participant_id as participant, course.id as course,
      schedule_id as schedule, was_paid as "wasPaid",
      platform.organization_id as "platformOrganization", institution.organization_id as "institutionOrganization"
    from ended join course on course.id = course_id join platform on platform.id = platform_id
      join institution on institution.id = institution_id
    order by 2, 1`,
  );
};

const ofPerson = 'participant_id = $2 and id = $3';

/** Holds whose time is over at $2, at most 500. */
export const EXPIRE = endStatement({
  name: 'enrollment-expire',
  from: [RESERVED],
  to: EnrollmentStatus.EXPIRED,
  reason: ReleaseReason.EXPIRED,
  which: 'hold_until < $2',
  isPatient: false,
  limit: 500,
});

/** Holds of the classes $3 and of the people $4 whose time is over at $2. */
export const EXPIRE_FOR = endStatement({
  name: 'enrollment-expire-for',
  from: [RESERVED],
  to: EnrollmentStatus.EXPIRED,
  reason: ReleaseReason.EXPIRED,
  which: 'hold_until < $2 and (schedule_id = any ($3::uuid[]) or participant_id = any ($4::uuid[]))',
  isPatient: false,
  limit: 500,
});

/** The person gives the seat back before it is paid. */
export const GIVE_BACK = endStatement({
  name: 'enrollment-give-back',
  from: [RESERVED],
  to: EnrollmentStatus.RELEASED,
  reason: ReleaseReason.CANCELLED,
  which: ofPerson,
});

/** What the people $2 hold and have not paid, since they may not buy any more. */
export const TAKE_AWAY = endStatement({
  name: 'enrollment-take-away',
  from: [RESERVED],
  to: EnrollmentStatus.CANCELLED,
  reason: ReleaseReason.REVOKED,
  which: 'participant_id = any ($2::uuid[])',
});

export const VOID = endStatement({
  name: 'enrollment-void',
  from: [PAID],
  to: EnrollmentStatus.VOIDED,
  reason: ReleaseReason.VOIDED,
  which: ofPerson,
});

/** Every seat of the classes $2 that is held, paid or used, and not finished. */
export const CANCEL_CLASSES = endStatement({
  name: 'enrollment-cancel-classes',
  from: [RESERVED, PAID, REDEEMED, ATTENDING],
  to: EnrollmentStatus.CANCELLED,
  reason: ReleaseReason.CLASS_CANCELLED,
  which: 'schedule_id = any ($2::uuid[])',
});

export type EndedEnrollment = RowsOf<typeof VOID>;
