import type { Invariant } from '../../kit/invariant.ts';

/** What the tables of enrolments and certificates cannot guard by themselves, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'every enrolment is for a course that exists',
    sql: `select id, course_id from enrollment where not exists (select from course where course.id = course_id)`,
  },
  {
    name: 'every certificate is of a certified enrolment in its course',
    sql: `select certificate.id, certificate.enrollment_id from certificate
      left join enrollment on enrollment.participant_id = certificate.participant_id
        and enrollment.id = certificate.enrollment_id
      where (enrollment.status, enrollment.course_id) is distinct from ('CERTIFIED', certificate.course_id)`,
  },
  {
    name: 'every certified enrolment has its certificate',
    sql: `select id from enrollment where status = 'CERTIFIED' and not exists (
      select from certificate where certificate.participant_id = enrollment.participant_id and enrollment_id = enrollment.id
    )`,
  },
  {
    name: 'no certificate is issued before its course was completed',
    sql: `select certificate.id from certificate join enrollment on enrollment.participant_id = certificate.participant_id
      and enrollment.id = certificate.enrollment_id where issued_at < completed_at`,
  },
];
