import { expect, test } from 'vitest';
import { asInstitution, asPlatform, courseAt, openSelling, partnerOf } from '../../../tests/testkit/selling.ts';
import { idOf, organizations } from '../../../tests/testkit/training.ts';
import { uuidv7 } from '../../kit/ids.ts';

const selling = await openSelling();
const { ask, askAnonymously, publish, publishClass, clock, database, brokenInvariants, services, sessionsFrom } =
  selling;
const { recipients, reserve, enrollmentOf } = selling;
const HOUR_MS = 3_600_000;

/** A session on a day that lies ahead: `from` and `to` are hours of Asia/Jakarta. */
const on = (inDays: number, from: number, to: number) => {
  const day = Date.parse(
    `${new Date(clock.now().getTime() + 7 * HOUR_MS + inDays * 86_400_000).toISOString().slice(0, 10)}T00:00:00+07:00`,
  );
  const at = (hour: number) => new Date(day + hour * HOUR_MS).toISOString();
  return { startsAt: at(from), endsAt: at(to) };
};

const offline = { course: idOf(501), region: '32.73', address: 'Jalan Asia Afrika 1' };

test('a class is published by the institution or the platform of its course, and everybody sees it', async () => {
  const sessions = [on(3, 8, 12), on(3, 13, 17), on(4, 8, 16)];
  for (const as of [asInstitution, asPlatform]) {
    const { schedule, refusal } = await publish({ ...offline, sessions }, as);
    expect(refusal).toBeNull();
    expect(schedule).toMatchObject({ mode: 'OFFLINE', seats: 30, seatsLeft: 30, region: { code: '32.73' } });
    expect(schedule?.sessions).toHaveLength(3);
  }
  const COURSE = `query ($id: ID!) { course(id: $id) { schedules(first: 5) { nodes {
    seatsLeft address instructor status startsAt endsAt sessions { number startsAt } course { id } } } } }`;
  const { data, errors } = await askAnonymously<{ course: { schedules: { nodes: object[] } } }>(COURSE, {
    id: idOf(501),
  });
  expect(errors).toEqual([]);
  expect(data.course.schedules.nodes).toHaveLength(2);
  expect(data.course.schedules.nodes[0]).toMatchObject({
    instructor: 'Sri Wahyuni',
    startsAt: sessions[0]?.startsAt,
    endsAt: sessions[2]?.endsAt,
    course: { id: idOf(501) },
  });
  expect(await brokenInvariants()).toEqual([]);
});

test('the same call publishes once', async () => {
  const key = uuidv7();
  const input = { sessions: sessionsFrom(new Date(clock.now().getTime() + 86_400_000)) };
  const [first, second] = await Promise.all([publish(input, asInstitution, key), publish(input, asInstitution, key)]);
  expect(second?.schedule?.id).toBe(first?.schedule?.id);
});

test.each([
  ['FORBIDDEN', {}, partnerOf(organizations.satu, 'enrollment:read')],
  ['COURSE_UNKNOWN', {}, partnerOf(organizations.dua, 'course:publish')],
  ['COURSE_UNKNOWN', { course: idOf(503) }],
  ['COURSE_UNKNOWN', { course: 'no uuid' }],
  ['COURSE_NOT_OFFERED', { course: idOf(502) }],
  ['SEATS_OUT_OF_RANGE', { seats: 0 }],
  ['SEATS_OUT_OF_RANGE', { seats: 10_001 }],
  ['INSTRUCTOR_MALFORMED', { instructor: ' x ' }],
  ['INSTRUCTOR_MALFORMED', { instructor: 'x'.repeat(101) }],
  ['PLACE_MISSING', { ...offline, address: null }],
  ['PLACE_MISSING', { ...offline, region: '32' }],
  ['PLACE_FOREIGN', { address: 'Jalan Asia Afrika 1' }],
  // Papua Barat Daya is in neither list.
  ['PROVINCE_NOT_ALLOWED', { ...offline, region: '96.71' }],
  ['SESSIONS_OUT_OF_RANGE', { sessions: [] }],
  ['SESSIONS_OUT_OF_RANGE', { sessions: Array.from({ length: 11 }, (_, day) => on(day + 1, 8, 9)) }],
  ['SESSION_IN_PAST', { sessions: [on(-1, 8, 9)] }],
  ['SESSION_TOO_FAR', { sessions: [on(800, 8, 9)] }],
  ['SESSION_TIMES_INVALID', { sessions: [on(1, 9, 8)] }],
  ['SESSION_TIMES_INVALID', { sessions: [on(1, 8, 208)] }],
  ['SESSION_ORDER_INVALID', { sessions: [on(2, 8, 10), on(2, 9, 11)] }],
  ['SESSION_ORDER_INVALID', { sessions: [on(2, 8, 10), on(1, 8, 10)] }],
  ['DAY_TOO_FULL', { sessions: [on(2, 8, 13), on(2, 14, 18)] }],
  // Over midnight: nine hours of the second day.
  ['DAY_TOO_FULL', { sessions: [on(2, 22, 28), on(3, 6, 11)] }],
])('%s is an answer, and no class is made: %o', async (code, input, as = asInstitution) => {
  const count = async () => (await database.pool.query('select from schedule')).rowCount;
  const before = await count();
  expect((await publish(input, as)).refusal?.code).toBe(code);
  expect(await count()).toBe(before);
});

const RESCHEDULE = `mutation ($id: ID!, $sessions: [SessionInput!]!) {
  rescheduleClass(input: { id: $id, sessions: $sessions }) {
    schedule { startsAt endsAt seatsLeft sessions { number startsAt } } refusal { code path } } }`;

interface RescheduleAnswer {
  rescheduleClass: { schedule: object | null; refusal: { code: string } | null };
}

const reschedule = async (id: string, sessions: object[], as = asInstitution) =>
  (await ask<RescheduleAnswer>(as, RESCHEDULE, { id, sessions })).data.rescheduleClass;

test('a class gets other times, its seats stay held, and one that has begun or is another’s keeps its own', async () => {
  const id = await publishClass();
  const [person = ''] = await recipients(1);
  await reserve(person, { schedule: id });
  const sessions = [on(9, 8, 10), on(10, 8, 10)];
  expect((await reschedule(id, sessions)).schedule).toMatchObject({
    startsAt: sessions[0]?.startsAt,
    endsAt: sessions[1]?.endsAt,
    seatsLeft: 29,
    sessions: [{ number: 1 }, { number: 2 }],
  });
  expect((await reschedule(id, [on(-1, 8, 9)])).refusal?.code).toBe('SESSION_IN_PAST');
  const stranger = partnerOf(organizations.dua, 'course:publish');
  expect((await reschedule(id, sessions, stranger)).refusal?.code).toBe('SCHEDULE_UNKNOWN');
  expect((await reschedule('no uuid', sessions)).refusal?.code).toBe('SCHEDULE_UNKNOWN');
  await database.pool.query(`update schedule set starts_at = now() - interval '1 minute' where id = $1`, [id]);
  expect((await reschedule(id, sessions)).refusal?.code).toBe('SCHEDULE_BEGUN');
  await database.pool.query('update schedule set starts_at = $2 where id = $1', [id, sessions[0]?.startsAt]);
  expect(await brokenInvariants()).toEqual([]);
});

const CANCEL = `mutation ($id: ID!, $reason: String!) { cancelClass(id: $id, reason: $reason) {
  schedule { status cancelReason seatsLeft } refusal { code } } }`;

interface CancelAnswer {
  cancelClass: { schedule: object | null; refusal: { code: string } | null };
}

const cancel = async (id: string, { as = asInstitution, reason = 'Pengajar sakit.' } = {}) =>
  (await ask<CancelAnswer>(as, CANCEL, { id, reason })).data.cancelClass;

// People who hold seats of class $1.
const CROWD = `with held as (
    insert into enrollment (participant_id, schedule_id, course_id, status, price, reserved_at, hold_until)
    select uuidv7(), $1, $2, 'RESERVED', 500000, now(), now() + interval '1 hour' from generate_series(1, $3::int)
    returning participant_id, id
  ),
  claim as (
    insert into open_course (participant_id, enrollment_id, opened_at) select participant_id, id, now() from held
  )
  update schedule set seats_taken = seats_taken + $3::int where id = $1`;

test('a cancelled class gives every seat back and tells who had paid, in chunks', async () => {
  const id = await publishClass({ seats: 1_200 });
  const people = await recipients(3);
  const answers = await Promise.all(people.map((person) => reserve(person, { schedule: id })));
  await database.pool.query(CROWD, [id, courseAt(0), 1_197]);
  const [paid = ''] = answers.map(({ enrollment }) => enrollment?.id ?? '');
  await selling.deliver('payments.purchase.authorized', {
    enrollment: paid,
    participant: people[0],
    amount: 500_000,
    at: clock.now().toISOString(),
  });
  expect((await cancel(id, { as: partnerOf(organizations.dua, 'course:publish') })).refusal?.code).toBe(
    'SCHEDULE_UNKNOWN',
  );
  expect((await cancel(id, { as: partnerOf(organizations.satu, 'attendance:record') })).refusal?.code).toBe(
    'FORBIDDEN',
  );
  expect((await cancel(id, { reason: 'x' })).refusal?.code).toBe('REASON_MALFORMED');
  expect(await cancel(id)).toEqual({
    schedule: { status: 'CANCELLED', cancelReason: 'Pengajar sakit.', seatsLeft: 1_200 },
    refusal: null,
  });
  expect((await cancel(id)).refusal?.code).toBe('SCHEDULE_TRANSITION_ILLEGAL');
  const { rows } = await database.pool.query(
    `select jsonb_array_length(data -> 'enrollments') as count,
      jsonb_path_query_array(data, '$.enrollments[*] ? (@.wasPaid == true).enrollment') as paid
      from event_outbox where type = 'training.class.cancelled' and data ->> 'schedule' = $1 order by 1 desc`,
    [id],
  );
  expect(rows.map(({ count }) => count)).toEqual([1_000, 200]);
  expect(rows.flatMap((row) => row.paid)).toEqual([paid]);
  expect(await enrollmentOf(paid)).toMatchObject({ status: 'CANCELLED', release_reason: 'CLASS_CANCELLED' });
  // Each is free for another course at once.
  expect((await reserve(people[1] as string, { course: courseAt(5) })).code).toBeNull();
  expect(await brokenInvariants()).toEqual([]);
});

test('a class whose last session is over is finished', async () => {
  const id = await publishClass({ sessions: [on(1, 8, 9)] });
  clock.advance(3 * 86_400_000);
  expect(await services.classes.finish(database)).toBeGreaterThanOrEqual(1);
  const { data } = await askAnonymously<{ schedule: object }>('query ($id: ID!) { schedule(id: $id) { status } }', {
    id,
  });
  expect(data.schedule).toEqual({ status: 'FINISHED' });
  expect((await cancel(id)).refusal?.code).toBe('SCHEDULE_TRANSITION_ILLEGAL');
});
