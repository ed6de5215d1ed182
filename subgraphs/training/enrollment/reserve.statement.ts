import { auditedStatement } from '../../kit/audit/statement.ts';
import { rememberCalls } from '../../kit/idempotency.ts';
import { isBeforeStart, isInTime } from '../recipient/index.ts';
import { lockClasses, takeSeats } from '../schedule/index.ts';

const columns = {
  id: 'uuid',
  enrollment: 'uuid',
  course: 'uuid',
  schedule: 'uuid',
  key: 'text',
  body_hash: 'bytea',
  now: 'timestamptz',
  today: 'date',
  hold_until: 'timestamptz',
  overdue: 'timestamptz',
} as const;

export type ReserveValues = Readonly<Record<keyof typeof columns, unknown>>;

/** Bought before, and not undone: the deadline of the first purchase does not count any more. */
const HAS_BOUGHT = `exists (select from enrollment where participant_id = call.id
      and status in ('PAID', 'REDEEMED', 'ATTENDING', 'COMPLETED', 'CERTIFIED', 'FAILED'))`;

// Whoever is in the way for a course of a person or the last seat of a class, although the time to pay is over.
const isOverdue = (which: string) => `exists (select from enrollment
      where ${which} and status = 'RESERVED' and hold_until < offer.overdue)`;

/**
 * Reserves seats, for each person one: the claim on being their only open course, the seat, the enrolment, the key and
 * the audit entry. `AGAIN` when a hold is in the way whose time is over, or when a race was lost.
 */
export const RESERVE = auditedStatement(
  'enrollment-reserve',
  `-- Calls that were made before under their key.
  known as (
    select call.n, idempotency_key.body_hash = call.body_hash as is_same,
        (idempotency_key.answer ->> 'enrollment')::uuid as enrollment
      from call join idempotency_key on caller = call.caller_id and operation = 'reserveSeat'
        and idempotency_key.key = call.key
  ),
  -- Locks the classes until the commit, in order of their ids: seats are counted as they are now, whatever the snapshot.
  class as materialized (
    ${lockClasses('select schedule from call where schedule is not null')}
  ),
  -- What each call asks for, and what speaks against it; null where nothing does.
  offer as materialized (
    select call.*, known.enrollment as known_enrollment, course.price, course.version, course.platform_id,
        course.institution_id, platform.organization_id as platform_organization,
        institution.organization_id as institution_organization,
        class.seats - class.seats_taken as seats_left,
        case
          when known.is_same then 'KNOWN'
          when known.n is not null then 'IDEMPOTENCY_KEY_REUSED'
          when recipient.announced_at is null or recipient.revoked_at is not null or recipient.is_barred
            then 'NOT_RECIPIENT'
          -- Nothing is sold of organisations that are suspended.
          when course.id is null or platform.is_suspended or institution.is_suspended then 'COURSE_UNKNOWN'
          when call.schedule is null and course.mode <> 'ONLINE' then 'SCHEDULE_MISSING'
          when call.schedule is not null and class.course_id is distinct from course.id then 'SCHEDULE_UNKNOWN'
          when class.status <> 'PUBLISHED' or class.starts_at <= call.now then 'SCHEDULE_CLOSED'
          when open_course.participant_id is not null then 'COURSE_STILL_OPEN'
          when ${isBeforeStart('call.today')} then 'PURCHASE_NOT_YET_OPEN'
          when not (${isInTime('call.today')}) and not ${HAS_BOUGHT} then 'PURCHASE_DEADLINE_PASSED'
        end as fault
      from call
      left join known on known.n = call.n
      left join course on course.id = call.course and course.status in ('ACTIVE', 'WATCHED')
      left join platform on platform.id = course.platform_id
      left join institution on institution.id = course.institution_id
      left join class on class.id = call.schedule
      left join recipient on recipient.participant_id = call.id
      left join open_course on open_course.participant_id = call.id
  ),
  -- Calls that get one of the seats that are left, those that came first.
  seated as (
    select * from (
      select *, row_number() over (partition by schedule order by n) as place from offer where fault is null
    ) as ranked where schedule is null or place <= seats_left
  ),
  -- One open course a person: whoever has one by now, by another process, gets no seat.
  claimed as (
    insert into open_course (participant_id, enrollment_id, opened_at)
      select id, enrollment, now from seated order by id
      on conflict do nothing returning participant_id
  ),
  sold as materialized (
    select * from seated where id in (select participant_id from claimed)
  ),
  taken as (
    ${takeSeats('select schedule, count(*)::int from sold where schedule is not null group by 1')}
  ),
  enrolled as (
    insert into enrollment
      (participant_id, id, course_id, course_version, schedule_id, status, price, reserved_at, hold_until)
      select id, enrollment, course, version, schedule, 'RESERVED', price, now, hold_until from sold
  ),
  remembered as (
    ${rememberCalls('reserveSeat', `select caller_id, key, body_hash, jsonb_build_object('enrollment', enrollment) from sold`)}
  ),
  -- What became of each call.
  outcome as (
    select offer.n, case
        when sold.n is not null or offer.fault = 'KNOWN' then null
        when offer.fault = 'COURSE_STILL_OPEN' and ${isOverdue('participant_id = offer.id')} then 'AGAIN'
        when offer.fault is not null then offer.fault
        when seated.n is not null then 'AGAIN'
        when ${isOverdue('schedule_id = offer.schedule')} then 'AGAIN'
        else 'SEATS_TAKEN'
      end as code,
      sold.n is not null as "isNew", coalesce(offer.known_enrollment, offer.enrollment) as enrollment, offer.price,
      offer.version, offer.platform_id as platform, offer.institution_id as institution,
      offer.platform_organization as "platformOrganization",
      offer.institution_organization as "institutionOrganization"
    from offer left join seated on seated.n = offer.n left join sold on sold.n = offer.n
  )`,
  columns,
);
