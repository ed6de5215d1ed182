import type { Invariant } from '../../kit/invariant.ts';

/** What holds of assessments and decisions at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'nobody who assessed a course decides about it or monitors it',
    sql: `select decision.id from course_decision as decision
      join course_assessment as assessment on assessment.course_id = decision.course_id
      where assessment.assessed_by = decided_by`,
  },
  {
    name: 'a version that was approved was assessed in every layer',
    sql: `select decision.id from course_decision as decision where outcome = 'APPROVED' and (
      select count(*) from course_assessment as assessment
      where assessment.course_id = decision.course_id and assessment.version = decision.version) <> 3`,
  },
];
