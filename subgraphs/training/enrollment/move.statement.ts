import { column, statement } from '../../kit/statement.ts';
import { EnrollmentStatus, transition } from './enrollment.status.ts';

const moved = { id: column.uuid };

/** Writes the move of enrolments to a state, from every state that leads there: $1 their participants, $2 their ids. */
const moveTo = (to: EnrollmentStatus, also = ''): string =>
  `update enrollment set status = '${to}'${also} from unnest($1::uuid[], $2::uuid[]) as given (participant, enrollment)
    where enrollment.participant_id = given.participant and enrollment.id = given.enrollment
      and enrollment.status in (${transition.sqlFrom(to)})
    returning enrollment.id`;

/** Writes the same, and frees the people for another course. */
const finishBy = (to: EnrollmentStatus, also = ''): string => `with moved as (
    ${moveTo(to, also)}, enrollment.participant_id
  ),
  closed as (
    delete from open_course using moved
      where open_course.participant_id = moved.participant_id and open_course.enrollment_id = moved.id
  )
  select id from moved`;

export const REDEEM = statement(
  'enrollment-redeemed',
  moved,
  moveTo(EnrollmentStatus.REDEEMED, ', redeemed_at = greatest($3::timestamptz, paid_at)'),
);

export const ATTEND = statement('enrollment-attending', moved, moveTo(EnrollmentStatus.ATTENDING));

export const COMPLETE = statement(
  'enrollment-completed',
  moved,
  finishBy(EnrollmentStatus.COMPLETED, ', completed_at = greatest($3::timestamptz, paid_at)'),
);

export const CERTIFY = statement('enrollment-certified', moved, moveTo(EnrollmentStatus.CERTIFIED));

export const FAIL = statement('enrollment-failed', moved, finishBy(EnrollmentStatus.FAILED));
