import { column, statement } from '../../kit/statement.ts';
import type { CourseStatus } from '../course/index.ts';
import type { AssessmentLayer, Score, Side } from './curation.kind.ts';

/** Takes sides of course $1 for the parties $2; each answers the side that it is on, whoever took it first. */
export const TAKE_SIDES = statement(
  'course-take-sides',
  { party: column.text, side: column.text.as<Side>() },
  `insert into course_side (course_id, party, side)
    select $1::uuid, party, side from unnest($2::text[], $3::text[]) as wanted (party, side) order by party
    on conflict (course_id, party) do update set side = course_side.side
    returning party, side`,
);

/** Who has assessed course $1, in any version, and which side the parties $2 are on. */
export const SIDES = statement(
  'course-sides',
  { party: column.text, side: column.text.as<Side>() },
  'select party, side from course_side where course_id = $1 and party = any($2::text[])',
);

export const ASSESSMENTS = statement(
  'course-assessments-of-version',
  {
    layer: column.text.as<AssessmentLayer>(),
    scores: column.jsonb.as<Score[]>(),
    mean: column.float8,
    assessedBy: column.text,
  },
  `select layer, scores, mean, assessed_by as "assessedBy" from course_assessment
    where course_id = $1 and version = $2`,
);

export const INSERT_ASSESSMENT = statement(
  'course-assessment-insert',
  {},
  `insert into course_assessment
      (id, course_id, version, layer, scores, mean, comment, assessed_by, organization_id, owners, assessed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);

/** Whoever has assessed course $1 in any version. */
export const ASSESSED_BY = statement(
  'course-assessed-by',
  { assessedBy: column.textArray },
  `select coalesce(array_agg(distinct assessed_by), '{}') as "assessedBy" from course_assessment where course_id = $1`,
);

export const INSERT_DECISION = statement(
  'course-decision-insert',
  {},
  `insert into course_decision (id, course_id, version, outcome, reason, mend, decided_by, organization_id,
      assessed_by, decided_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

/** Locks course $1 for a change of its state. */
export const COURSE = statement(
  'course-to-monitor',
  {
    status: column.text.as<CourseStatus>(),
    version: column.int4,
    reference: column.text,
    platformOrganization: column.uuid.orNull,
    institutionOrganization: column.uuid.orNull,
  },
  `select course.status, version, reference, platform.organization_id as "platformOrganization",
      institution.organization_id as "institutionOrganization"
    from course join platform on platform.id = platform_id join institution on institution.id = institution_id
    where course.id = $1 for no key update of course`,
);

export const STATUS = statement(
  'course-status',
  { status: column.text.as<CourseStatus>(), reference: column.text },
  'select status, reference from course where id = $1',
);

/** Day on which the institution $1 says that it was established; none when it has no profile. */
export const ESTABLISHED = statement(
  'institution-established',
  { established: column.date },
  `select established from institution join organization_profile profile
    on profile.organization_id = institution.organization_id where institution.id = $1`,
);
