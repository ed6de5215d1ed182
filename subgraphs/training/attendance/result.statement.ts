import { column, statement } from '../../kit/statement.ts';

/**
 * What is known of an enrolment whose result arrives: `$1` its id, `$2` the organisation. The row is locked first: the
 * scores are read by a statement of their own, behind those of a call that this one waited for.
 */
export const RESULT_FACTS = statement(
  'assessment-result-facts',
  {
    participant: column.uuid,
    enrollment: column.uuid,
    status: column.text,
    reserved_at: column.timestamptz,
    paid_at: column.timestamptz.orNull,
  },
  `select enrollment.participant_id as participant, enrollment.id as enrollment, enrollment.status,
    enrollment.reserved_at, enrollment.paid_at
  from enrollment
    join course on course.id = enrollment.course_id
    join institution on institution.id = course.institution_id and institution.organization_id = $2::uuid
  where enrollment.id = $1::uuid
  for no key update of enrollment`,
);

/** Scores of an enrolment, the first attempt first: `$1` the participant, `$2` the enrolment. */
export const SCORES = statement(
  'assessment-scores',
  { score: column.int4 },
  `select score from assessment_result where participant_id = $1::uuid and enrollment_id = $2::uuid order by attempt`,
);

export const INSERT_RESULT = `insert into assessment_result
    (participant_id, enrollment_id, attempt, score, taken_at, recorded_at) values ($1, $2, $3, $4, $5, $6)`;
