import type { Invariant } from '../../kit/invariant.ts';

/** What the table of enrolments cannot guard by itself, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'every enrolment is for a course that exists',
    sql: `select id, course_id from enrollment where not exists (select from course where course.id = course_id)`,
  },
  {
    name: 'every person with an open enrolment has the claim on it, and nobody else has one',
    sql: `select open.participant_id, open.id, enrollment_id from (
        select participant_id, id from enrollment where status in ('RESERVED', 'PAID', 'REDEEMED', 'ATTENDING')
      ) as open full join open_course
        on open_course.participant_id = open.participant_id and enrollment_id = open.id
      where open.id is null or enrollment_id is null`,
  },
  {
    name: 'the seats of a class that are taken are those of its enrolments',
    sql: `select schedule.id, seats_taken, taken from schedule left join (
        select schedule_id, count(*) as taken from enrollment where released_at is null group by 1
      ) as enrolled on schedule_id = schedule.id
      where seats_taken <> coalesce(taken, 0)`,
  },
  {
    name: 'no open enrolment has given its seat back',
    sql: `select id, status, release_reason from enrollment
      where status in ('RESERVED', 'PAID', 'REDEEMED', 'ATTENDING') and release_reason is not null`,
  },
];
