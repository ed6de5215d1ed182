import type { Invariant } from '../../kit/invariant.ts';

/** What the tables of attendance cannot guard by themselves, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'every attended session is one of the class',
    sql: `select attendance.enrollment_id, attendance.session_number from attendance
      where not exists (select from enrollment join session on session.schedule_id = enrollment.schedule_id
        where enrollment.participant_id = attendance.participant_id and enrollment.id = attendance.enrollment_id
          and session.number = attendance.session_number)`,
  },
  {
    name: 'every attendance lies within an hour of the start of its session',
    sql: `select attendance.enrollment_id, attendance.session_number from attendance
      join enrollment on enrollment.participant_id = attendance.participant_id and enrollment.id = attendance.enrollment_id
      join session on session.schedule_id = enrollment.schedule_id and session.number = attendance.session_number
      where attendance.at not between session.starts_at - interval '1 hour' and session.starts_at + interval '1 hour'`,
  },
  {
    name: 'every attendance of a device was made while its key was valid',
    sql: `select attendance.enrollment_id, attendance.session_number, attendance_device.id as device from attendance
      join attendance_device on attendance_device.id = attendance.device_id
      where attendance.at < valid_from or attendance.at >= valid_until`,
  },
  {
    name: 'every result is of an enrolment',
    sql: `select enrollment_id, attempt from assessment_result where not exists (select from enrollment
      where enrollment.participant_id = assessment_result.participant_id and enrollment.id = assessment_result.enrollment_id)`,
  },
  {
    name: 'how a course ended agrees with its enrolment',
    sql: `select learning_outcome.enrollment_id, learning_outcome.outcome, enrollment.status from learning_outcome
      left join enrollment on enrollment.participant_id = learning_outcome.participant_id
        and enrollment.id = learning_outcome.enrollment_id
      where enrollment.status is null
        or (learning_outcome.outcome = 'FAILED') is distinct from (enrollment.status = 'FAILED')
        or (learning_outcome.outcome = 'COMPLETED' and enrollment.status not in ('COMPLETED', 'CERTIFIED'))`,
  },
  {
    name: 'the first course that a person completed is one that they completed',
    sql: `select first_course.participant_id, first_course.enrollment_id from first_course
      where not exists (select from enrollment where enrollment.participant_id = first_course.participant_id
        and enrollment.id = first_course.enrollment_id and enrollment.status in ('COMPLETED', 'CERTIFIED'))`,
  },
];
