import { column, statement } from '../../kit/statement.ts';
import type { CourseMode } from '../course/index.ts';

const { uuid, text, int4, int4Array, bool, bytea, timestamptz } = column;

/**
 * What is known of each record that an institution sends: `$1` are the records as JSON (index, enrollment, session), `$2`
 * the organisation. Enrolments in other institutions' courses have no row.
 */
export const FACTS = statement(
  'attendance-facts',
  {
    index: int4,
    participant: uuid,
    enrollment: uuid,
    status: text,
    schedule: uuid.orNull,
    mode: text.as<CourseMode>().orNull,
    class_status: text.orNull,
    starts_at: timestamptz.orNull,
    tries: int4,
    is_recorded: bool,
    secret: bytea,
  },
  `with given as (
    select * from json_to_recordset($1::json) as row (index integer, enrollment uuid, session integer)
  ),
  -- The enrolments in the institution's own courses. They are locked in one order, so that two calls about the same
  -- people wait for one another, and so that the last session and the result of a person do not overlook each other.
  own as (
    select enrollment.* from enrollment
      join course on course.id = enrollment.course_id
      join institution on institution.id = course.institution_id and institution.organization_id = $2::uuid
    where enrollment.id in (select enrollment from given)
    order by enrollment.id for no key update of enrollment
  )
  select given.index, own.participant_id as participant, own.id as enrollment, own.status, own.schedule_id as schedule,
    schedule.mode, schedule.status as class_status, session.starts_at, coalesce(code_try.tries, 0) as tries,
    attendance.enrollment_id is not null as is_recorded, code_secret.secret
  from given
    join own on own.id = given.enrollment
    join code_secret on true
    left join schedule on schedule.id = own.schedule_id
    left join session on session.schedule_id = own.schedule_id and session.number = given.session
    left join code_try on code_try.participant_id = own.participant_id and code_try.enrollment_id = own.id
      and code_try.session_number = given.session
    left join attendance on attendance.participant_id = own.participant_id and attendance.enrollment_id = own.id
      and attendance.session_number = given.session`,
);

/** Adds what is new of `$1` (JSON); a session that was recorded before stays as it was. Answers the new ones. */
export const RECORD = statement(
  'attendance-record',
  { enrollment: uuid, session: int4 },
  `insert into attendance (participant_id, enrollment_id, session_number, at, recorded_at, device_id, clock_offset_seconds)
  select participant, enrollment, session, at, $2, $3, offset_seconds
  from json_to_recordset($1::json) as row (participant uuid, enrollment uuid, session integer, at timestamptz,
    offset_seconds integer)
  order by participant, enrollment, session
  on conflict do nothing
  returning enrollment_id as enrollment, session_number as session`,
);

/** Counts the wrong codes of a call: `$1` is JSON. */
export const COUNT_TRIES = `insert into code_try (participant_id, enrollment_id, session_number, tries)
  select participant, enrollment, session, 1
  from json_to_recordset($1::json) as row (participant uuid, enrollment uuid, session integer)
  order by participant, enrollment, session
  on conflict (participant_id, enrollment_id, session_number) do update set tries = code_try.tries + 1`;

const FIGURES = `enrollment.participant_id as participant, enrollment.id as enrollment, enrollment.reserved_at,
    (select count(*)::integer from session where session.schedule_id = enrollment.schedule_id) as held,
    (select count(*)::integer from attendance where attendance.participant_id = enrollment.participant_id
      and attendance.enrollment_id = enrollment.id) as attended,
    array(select score from assessment_result where assessment_result.participant_id = enrollment.participant_id
      and assessment_result.enrollment_id = enrollment.id order by attempt) as scores`;

const figures = {
  participant: uuid,
  enrollment: uuid,
  reserved_at: timestamptz,
  held: int4,
  attended: int4,
  scores: int4Array,
};

/**
 * How far people have come whose enrolments are open, and the organisations that hear of it: `$1` are the enrolments' ids,
 * which the transaction has locked.
 */
export const PROGRESS = statement(
  'learning-progress',
  { ...figures, course: uuid, platform: uuid.orNull, institution: uuid.orNull },
  `select ${FIGURES}, enrollment.course_id as course, platform.organization_id as platform,
    institution.organization_id as institution
  from enrollment
    join course on course.id = enrollment.course_id
    join platform on platform.id = course.platform_id
    join institution on institution.id = course.institution_id
  where enrollment.id = any($1::uuid[]) and enrollment.status in ('REDEEMED', 'ATTENDING')`,
);

/** How far people have come, or came: `$1` participants, `$2` enrolments. */
export const STANDING = statement(
  'learning-standing',
  { ...figures, outcome: text.as<'COMPLETED' | 'FAILED'>().orNull },
  `select ${FIGURES}, learning_outcome.outcome
  from unnest($1::uuid[], $2::uuid[]) as given (participant, enrollment)
    join enrollment on enrollment.participant_id = given.participant and enrollment.id = given.enrollment
    left join learning_outcome on learning_outcome.participant_id = given.participant
      and learning_outcome.enrollment_id = given.enrollment`,
);

/**
 * Sessions of people's classes that start between `$3` and `$4`, with what their codes are made from: `$1` participants,
 * `$2` enrolments.
 */
export const NEAR_SESSIONS = statement(
  'session-near',
  {
    enrollment: uuid,
    session: int4,
    starts_at: timestamptz,
    ends_at: timestamptz,
    mode: text.as<CourseMode>(),
    secret: bytea,
  },
  `select enrollment.id as enrollment, session.number as session, session.starts_at, session.ends_at, schedule.mode,
    code_secret.secret
  from unnest($1::uuid[], $2::uuid[]) as given (participant, enrollment)
    join enrollment on enrollment.participant_id = given.participant and enrollment.id = given.enrollment
    join schedule on schedule.id = enrollment.schedule_id
    join session on session.schedule_id = schedule.id
    join code_secret on true
  where enrollment.status in ('REDEEMED', 'ATTENDING', 'COMPLETED', 'CERTIFIED') and schedule.status <> 'CANCELLED'
    and session.starts_at > $3 and session.starts_at <= $4
  order by session.number`,
);

/** Keeps how courses ended: `$1` is JSON. */
export const KEEP_OUTCOMES = `insert into learning_outcome
    (participant_id, enrollment_id, outcome, rule, score, sessions_attended, sessions_held, decided_at)
  select participant, enrollment, outcome, rule, score, attended, held, $2
  from json_to_recordset($1::json) as row (participant uuid, enrollment uuid, outcome text, rule text, score integer,
    attended integer, held integer)`;

/**
 * Claims the first course of each person, and answers which of the completed enrolments are it: `$1` participants, `$2`
 * enrolments. A course that was completed before claims existed counts too.
 */
export const CLAIM_FIRST = statement(
  'first-course-claim',
  { enrollment: uuid },
  `with claimed as (
    insert into first_course (participant_id, enrollment_id)
    select completed.participant, completed.enrollment
    from unnest($1::uuid[], $2::uuid[]) as completed (participant, enrollment)
    where not exists (
      select from enrollment as earlier
      where earlier.participant_id = completed.participant and earlier.id <> completed.enrollment
        and earlier.status in ('COMPLETED', 'CERTIFIED')
        and (earlier.completed_at, earlier.id) < (
          select coalesce(own.completed_at, 'infinity'), own.id from enrollment as own
          where own.participant_id = completed.participant and own.id = completed.enrollment
        )
    )
    order by participant on conflict do nothing returning enrollment_id
  )
  select enrollment_id as enrollment from claimed
  union
  select enrollment_id from first_course where participant_id = any($1::uuid[]) and enrollment_id = any($2::uuid[])`,
);

/**
 * People whose class is over, so that no session can be added any more: `$1` is the moment before which it ended, `$2` the
 * enrolment's id behind which the page begins, `$3` how many.
 */
export const OVER = statement(
  'learning-over',
  { enrollment: uuid },
  `select enrollment.id as enrollment from enrollment join schedule on schedule.id = enrollment.schedule_id
  where enrollment.status in ('REDEEMED', 'ATTENDING') and schedule.status <> 'CANCELLED' and schedule.ends_at < $1
    and enrollment.id > $2
  order by enrollment.id limit $3 for no key update of enrollment skip locked`,
);
