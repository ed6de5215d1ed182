import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import type { Arguments } from './access-document.ts';
import { rowsOf } from './people.ts';

// Every course, since many ways lead to one.
const ASSESSMENTS = `insert into course_assessment
    (id, course_id, version, layer, scores, mean, comment, assessed_by, organization_id, owners, assessed_at)
  select uuidv7(), course_id, number, 'PLATFORM',
    '[{"indicator": "ATTENDANCE_KEPT", "score": 2, "comment": "Matriks"}]', 2, 'Matriks', 'matrix', organization_id,
    array[organization_id], now()
  from course_version join platform on platform.id = platform_id
  where organization_id is not null and status <> 'SUBMITTED' on conflict do nothing`;

const DECISIONS = `insert into course_decision
    (id, course_id, version, outcome, reason, mend, grounds, decided_by, organization_id, assessed_by, decided_at)
  select uuidv7(), id, version, 'SENT_BACK', 'Matriks', '[{"indicator": "ATTENDANCE_KEPT", "what": "Matriks"}]',
    '[{"figure": "RATING", "value": 2, "threshold": 3}]', 'matrix-officer', uuidv7(), '{}', now()
  from course on conflict do nothing`;

const REPORTS = `insert into course_report (id, course_id, participant_id, category, text, reported_at)
  select uuidv7(), id, uuidv7(), 'OTHER', 'Sebuah keluhan.', now() from course`;

// Of two courses of the platform $1 one waits for it, and the other for the programme office, once it is assessed.
const WAITING = `with chosen as (
    select course.id, latest_version, row_number() over (order by course.id) as place
    from course join platform on platform.id = platform_id
    where organization_id = $1 and status = 'ACTIVE' order by course.id limit 2
  ), made as (
    insert into course_version (course_id, number, platform_id, content, content_hash, status, submitted_at, decided_at)
    select course_id, number + 1, platform_id, content, content_hash,
      case place when 1 then 'SUBMITTED' else 'UNDER_ASSESSMENT' end, now(), now()
    from course_version join chosen on chosen.id = course_id and number = latest_version
    where not exists (select from course_version as other where other.course_id = chosen.id
      and status in ('SUBMITTED', 'UNDER_ASSESSMENT')) returning course_id, number
  )
  update course set latest_version = number from made where course.id = course_id`;

// What the seed leaves out.
const FILLED = `update course_version set decided_at = coalesce(decided_at, submitted_at),
  content = content || '{"url": "https://matriks.co.id/", "accessibility": ["CAPTIONS"]}'`;

/** Assesses, decides about and complains about every course: none of the fields is null. Two versions wait. */
export const curate = async (): Promise<void> => {
  await rowsOf('training', FILLED);
  await rowsOf('training', WAITING, [syntheticOrganizations.platform.id]);
  await rowsOf('training', ASSESSMENTS);
  await rowsOf('training', DECISIONS);
  await rowsOf('training', REPORTS);
};

/** Arguments of what is done about courses; each would be refused. */
export const curationGiven: Arguments = {
  'Mutation.assessCourse': 'course: "none", version: 1, scores: []',
  'Mutation.decideCourse': 'course: "none", version: 1, isApproved: false',
  'Mutation.reportCourse': 'course: "none", category: OTHER, text: "Sebuah keluhan."',
};
