import { movableClock } from './clock.ts';
import { callerOf } from './subgraph.ts';
import { idOf, openTraining, organizations } from './training.ts';

const HOUR_MS = 3_600_000;

const CLASS = `with made as (
    insert into schedule (course_id, mode, region_code, address, instructor, seats, starts_at, ends_at)
    values ($1, $2, '32.73', 'Jalan Merdeka 1', 'Ibu Guru', 10000, $3, $3::timestamptz + make_interval(days => $4))
    returning id
  )
  insert into session (schedule_id, number, starts_at, ends_at)
  select id, number, $3::timestamptz + make_interval(days => number - 1),
    $3::timestamptz + make_interval(days => number - 1, hours => 3)
  from made, generate_series(1, $4) as number
  returning schedule_id as id`;

const ENROLL = `with enrolled as (
    insert into enrollment
      (participant_id, course_id, status, price, reserved_at, paid_at, schedule_id, redeemed_at, course_version)
    select uuidv7(), $1, $2, 500000, $3, $3, $4, $3, 1 from generate_series(1, $5)
    returning id, participant_id, status
  ),
  seated as (update schedule set seats_taken = seats_taken + $5 where id = $4),
  claimed as (
    insert into open_course (participant_id, enrollment_id, opened_at)
    select participant_id, id, $3 from enrolled where status in ('RESERVED', 'PAID', 'REDEEMED', 'ATTENDING')
  )
  select id, participant_id as participant from enrolled`;

export interface Learner {
  id: string;
  participant: string;
}

interface ClassFixture {
  course?: number;
  mode?: 'ONLINE' | 'OFFLINE' | 'HYBRID';
  sessions?: number;
  /** Hours from now to the first session; each further one is a day later. */
  startsInHours?: number;
}

interface LearnersFixture {
  course?: number;
  status?: string;
  schedule?: string | null;
  people?: number;
  reservedAt?: Date;
}

/** The training subgraph with two courses (of LPK Satu and of LPK Dua), a clock that a test moves, and learners. */
export const openLearning = async () => {
  const clock = movableClock();
  const opened = await openTraining(
    [
      { number: 11, platform: 1, institution: 1 },
      { number: 12, platform: 2, institution: 2 },
    ],
    { now: clock.now },
  );
  const { pool } = opened.database;

  const addClass = async ({ course = 11, mode = 'ONLINE', sessions = 1, startsInHours = 0 }: ClassFixture = {}) => {
    const startsAt = new Date(clock.now().getTime() + startsInHours * HOUR_MS);
    return (await pool.query<{ id: string }>(CLASS, [idOf(course), mode, startsAt, sessions])).rows[0]?.id ?? '';
  };

  const enroll = async (fixture: LearnersFixture = {}): Promise<Learner[]> => {
    const { course = 11, status = 'REDEEMED', schedule = null, people = 1 } = fixture;
    const reservedAt = fixture.reservedAt ?? new Date(clock.now().getTime() - 48 * HOUR_MS);
    return (await pool.query<Learner>(ENROLL, [idOf(course), status, reservedAt, schedule, people])).rows;
  };

  const statusOf = async ({ id }: Learner) =>
    (await pool.query<{ status: string }>('select status from enrollment where id = $1', [id])).rows[0]?.status;

  const CODES = 'query ($id: ID!) { enrollment(id: $id) { sessionCodes { session code validFrom validUntil } } }';
  const codesOf = async ({ id, participant }: Learner) => {
    type Codes = { enrollment: { sessionCodes: { session: number; code: string }[] } };
    const { data } = await opened.ask<Codes>(callerOf(participant, 'self'), CODES, { id });
    return data.enrollment.sessionCodes;
  };

  return {
    ...opened,
    clock,
    addClass,
    enroll,
    statusOf,
    codesOf,
    codeOf: async (learner: Learner, session = 1) =>
      (await codesOf(learner)).find((each) => each.session === session)?.code ?? '',
  };
};

/** An institution's client with the scope to record. */
export const recorderOf = (org: string | null = organizations.satu) => ({
  ...callerOf('institution-client', 'attendance:record'),
  org,
});
