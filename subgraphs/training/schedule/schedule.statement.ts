import { execute, type Transaction } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';
import { movesOf } from '../../kit/status-sql.ts';
import type { CourseMode, CourseStatus } from '../course/index.ts';
import { type ScheduleStatus, transition } from './schedule.status.ts';

const moves = movesOf('schedule', transition);

/** The course, when the organisation $2 sells or teaches it; locked against a change of its state. */
export const OWN_COURSE = statement(
  'schedule-own-course',
  { mode: column.text.as<`${CourseMode}`>(), status: column.text.as<`${CourseStatus}`>() },
  `select course.mode, course.status from course
    join platform on platform.id = course.platform_id join institution on institution.id = course.institution_id
    where course.id = $1 and $2::uuid in (platform.organization_id, institution.organization_id)
    for share of course`,
);

/** The class, when the organisation $2 sells or teaches its course; locked. */
export const OWN_CLASS = statement(
  'schedule-own',
  {
    courseId: column.uuid,
    regionCode: column.text.orNull,
    status: column.text.as<`${ScheduleStatus}`>(),
    startsAt: column.timestamptz,
    platformOrganization: column.uuid.orNull,
    institutionOrganization: column.uuid.orNull,
  },
  `select course_id as "courseId", schedule.region_code as "regionCode", schedule.status, starts_at as "startsAt",
      platform.organization_id as "platformOrganization", institution.organization_id as "institutionOrganization"
    from schedule join course on course.id = course_id
    join platform on platform.id = course.platform_id join institution on institution.id = course.institution_id
    where schedule.id = $1 and $2::uuid in (platform.organization_id, institution.organization_id)
    for no key update of schedule`,
);

/** Publishes a class and its sessions: $8 has when each starts, $9 when it ends. */
export const PUBLISH = statement(
  'schedule-publish',
  {},
  `with class as (
    insert into schedule
      (id, course_id, mode, region_code, address, instructor, seats, starts_at, ends_at, published_at)
    values ($1, $2, $3, $4, $5, $6, $7, ($8::timestamptz[])[1], ($9::timestamptz[])[cardinality($9::timestamptz[])], $10)
    returning id
  )
  insert into session (schedule_id, number, starts_at, ends_at)
    select class.id, number, held.starts_at, held.ends_at
    from class, unnest($8::timestamptz[], $9::timestamptz[]) with ordinality as held (starts_at, ends_at, number)`,
);

/** Drops the sessions of a class; the new ones follow. */
export const DROP_SESSIONS = statement('schedule-drop-sessions', {}, 'delete from session where schedule_id = $1');

export const RESCHEDULE = statement(
  'schedule-reschedule',
  {},
  `with class as (
    update schedule set starts_at = ($2::timestamptz[])[1],
      ends_at = ($3::timestamptz[])[cardinality($3::timestamptz[])]
    where id = $1 returning id
  )
  insert into session (schedule_id, number, starts_at, ends_at)
    select class.id, number, held.starts_at, held.ends_at
    from class, unnest($2::timestamptz[], $3::timestamptz[]) with ordinality as held (starts_at, ends_at, number)`,
);

export const CANCEL = statement(
  'schedule-cancel',
  {},
  `update schedule set status = 'CANCELLED', cancelled_at = $2, cancel_reason = $3
    where id = $1 and status in (${transition.sqlFrom('CANCELLED' as ScheduleStatus)})`,
);

/** Cancels every class of course $1 that has not begun at $2; $3 says why. */
const CANCEL_TO_COME = statement(
  'schedule-cancel-to-come',
  { id: column.uuid },
  `with class as materialized (
    select id from schedule where course_id = $1 and status = 'PUBLISHED' and starts_at > $2 order by id
      for no key update
  )
  update schedule set status = 'CANCELLED', cancelled_at = $2, cancel_reason = $3 from class
    where schedule.id = class.id returning schedule.id`,
);

/**
 * Cancels every class of a course that has not begun; who had a seat is the business of the enrolments.
 * @returns their ids
 */
export const cancelToCome = async (
  tx: Transaction,
  { course, reason, at }: { course: string; reason: string; at: Date },
): Promise<string[]> => (await execute(tx, CANCEL_TO_COME, [course, at, reason])).rows.map(({ id }) => id);

/** Ends classes whose last session is over, the oldest first, at most $2 of them. */
export const FINISH = statement(
  'schedule-finish',
  {},
  moves({
    to: 'FINISHED',
    where: `id in (select id from schedule as over where over.status = 'PUBLISHED' and over.ends_at <= $1
      order by over.ends_at limit $2 for no key update skip locked)`,
  }),
);

/** Writes the common table expression that locks classes, in order of their ids: `ids` is a query of them. */
export const lockClasses = (ids: string): string =>
  `select * from schedule where id = any (array(${ids})) order by id for no key update`;

/** Writes the common table expression that takes seats: `counts` is a query of class and count. Lock the classes first. */
export const takeSeats = (counts: string): string =>
  `update schedule set seats_taken = seats_taken + taken.count from (${counts}) as taken (id, count)
    where schedule.id = taken.id returning schedule.id`;

/** Writes the common table expression that gives seats back: `counts` is a query of class and count. Lock the classes first. */
export const giveBackSeats = (counts: string): string =>
  `update schedule set seats_taken = seats_taken - given.count from (${counts}) as given (id, count)
    where schedule.id = given.id returning schedule.id`;
