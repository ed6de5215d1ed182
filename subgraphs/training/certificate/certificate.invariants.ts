import type { Invariant } from '../../kit/invariant.ts';

/** What the tables of certificates cannot guard by themselves, as queries against a live database. */
export const invariants: readonly Invariant[] = [
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
  {
    name: 'a certificate is revoked where its place in the status list is',
    sql: `select certificate.id from certificate left join status_entry on certificate_id = certificate.id
      where credential is not null and is_revoked is distinct from (status = 'REVOKED')`,
  },
  {
    name: 'the key of a certificate is one of the institution of its course',
    sql: `select certificate.id from certificate join certificate_key using (kid) join course on course.id = course_id
      where certificate_key.institution_id <> course.institution_id`,
  },
  {
    name: 'no salt is kept of a draft whose certificate is of another',
    sql: `select certificate.id from certificate join certificate_draft using (participant_id, enrollment_id)
      where certificate_id <> certificate.id`,
  },
];
