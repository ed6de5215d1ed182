import type { Client } from 'pg';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { offlinePolicies } from '../../subgraphs/training/schedule/offline.policy.data.ts';
import { copyRows } from './copy.ts';
import { Random } from './random.ts';

interface OfferedCourse {
  id: string;
  mode: 'ONLINE' | 'OFFLINE' | 'HYBRID';
  /** Seat of the institution: a regency or city. */
  region: string;
  hours: number;
}

const OFFERED = `select course.id, mode, region_code as region, duration_hours as hours
  from course join institution on institution.id = institution_id
  where status in ('ACTIVE', 'WATCHED') order by course.id`;

const STREAM = 3;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** First sessions, in days from now: one class is past, one runs, and two are to come. */
const starts = [-40, -2, 6, 20];
const MOST_SESSIONS = 5;
const instructors = ['Sri Wahyuni', 'Budi Santoso', 'Maria Kambu', 'Made Suartana', 'Rahmat Lubis', 'Dewi Anggraini'];

const allowed = new Set(offlinePolicies.at(-1)?.provinces);

/** Midnight of Asia/Jakarta before `now`. */
const dayOf = (now: Date) => Math.floor((now.getTime() + 7 * HOUR_MS) / DAY_MS) * DAY_MS - 7 * HOUR_MS;

const placeOf = ({ mode, region }: OfferedCourse) =>
  mode === 'ONLINE' ? [null, null] : [region, 'Gedung Pelatihan, Jalan Merdeka 1'];

const classesOf = (course: OfferedCourse, at: number, now: Date) => {
  if (course.mode !== 'ONLINE' && !allowed.has(course.region.slice(0, 2))) return [];
  const random = new Random(1, STREAM, at);
  const sessions = Math.min(MOST_SESSIONS, Math.ceil(course.hours / 4));
  return starts.map((days, index) => {
    const first = dayOf(now) + days * DAY_MS + (8 + random.int(5)) * HOUR_MS;
    const id = uuidv7(first - 60 * DAY_MS + index, random.bytes(10));
    const times = Array.from({ length: sessions }, (_, day) => {
      const from = first + day * DAY_MS;
      return { number: day + 1, from: new Date(from), to: new Date(from + 4 * HOUR_MS) };
    });
    const end = times.at(-1)?.to ?? new Date(first);
    const status = end < now ? 'FINISHED' : 'PUBLISHED';
    const seats = 20 + random.int(41);
    const row = [id, course.id, course.mode, ...placeOf(course), random.pick(instructors), seats];
    return { row: [...row, times[0]?.from ?? end, end, status], sessions: times.map((each) => ({ id, ...each })) };
  });
};

/** Gives every course on offer a class that is past, one that runs and two to come, as seen from `now`. */
export const seedClasses = async (client: Client, now: Date): Promise<void> => {
  const { rows } = await client.query<OfferedCourse>(OFFERED);
  const classes = rows.flatMap((course, at) => classesOf(course, at, now));
  const columns = 'id, course_id, mode, region_code, address, instructor, seats, starts_at, ends_at, status';
  await copyRows(
    client,
    `schedule (${columns})`,
    classes.map(({ row }) => row),
  );
  const sessions = classes.flatMap((each) => each.sessions.map(({ id, number, from, to }) => [id, number, from, to]));
  await copyRows(client, 'session (schedule_id, number, starts_at, ends_at)', sessions);
};

// Whoever has paid waits for a class, whoever attends is in one that runs; the others learned in their own time.
const SEAT = `update enrollment set schedule_id = class.id from (
    select distinct on (course_id, starts_at > $1) course_id, id, starts_at > $1 as is_ahead from schedule
      where ends_at > $1 order by course_id, starts_at > $1, starts_at
  ) as class
  where class.course_id = enrollment.course_id and (enrollment.status, is_ahead) in (('PAID', true), ('ATTENDING', false))`;

const TAKEN = `update schedule set seats_taken = taken.count, seats = greatest(seats, taken.count) from (
    select schedule_id, count(*)::int as count from enrollment where schedule_id is not null group by 1
  ) as taken where schedule_id = schedule.id`;

const ATTENDED = `insert into attendance (participant_id, enrollment_id, session_number, at, recorded_at)
  select participant_id, enrollment.id, number, session.starts_at, session.starts_at
    from enrollment join session using (schedule_id)
    where status = 'ATTENDING' and session.starts_at > redeemed_at and session.starts_at <= $1`;

/** Seats the people who paid or attend, and records the sessions that they have been to. */
export const seatPeople = async (client: Client, now: Date): Promise<void> => {
  await client.query(SEAT, [now]);
  await client.query(TAKEN);
  await client.query(ATTENDED, [now]);
};
