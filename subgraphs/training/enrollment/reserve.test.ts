import { createPublicKey, verify } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { courseAt, openSelling } from '../../../tests/testkit/selling.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';

const selling = await openSelling();
const { database, reserve, publishClass, recipients, brokenInvariants, clock, expire, deliver, announce } = selling;
const { enrollmentOf, toldOf, ask, services } = selling;
const MINUTE_MS = 60_000;
/** Longer than a hold with its grace. */
const OVER_MS = 18 * MINUTE_MS;

beforeEach(async () => {
  expect(await brokenInvariants()).toEqual([]);
});

const codesOf = (answers: readonly { code: string | null }[]) =>
  Object.fromEntries([...Map.groupBy(answers, ({ code }) => code ?? 'SOLD')].map(([code, all]) => [code, all.length]));

const reserved = async (person: string, wanted: object) => {
  const { code, enrollment, token } = await reserve(person, wanted);
  if (!enrollment || !token) throw new Error(code ?? 'nothing');
  return { id: enrollment.id, token };
};

test('500 people want 30 seats at once: exactly 30 get one', async () => {
  const schedule = await publishClass({ seats: 30 });
  const people = await recipients(500);
  const answers = await Promise.all(people.map((person) => reserve(person, { schedule })));
  expect(codesOf(answers)).toEqual({ SOLD: 30, SEATS_TAKEN: 470 });
  const { rows } = await database.pool.query(
    `select seats_taken, (select count(*)::int from enrollment where schedule_id = $1) as enrolled,
      (select count(*)::int from event_outbox where type = 'training.seat.reserved' and data ->> 'schedule' = $1::text)
        as told from schedule where id = $1`,
    [schedule],
  );
  expect(rows).toEqual([{ seats_taken: 30, enrolled: 30, told: 30 }]);
});

test('one person reserves 200 times over 50 classes at once: one seat', async () => {
  const classes = await Promise.all(
    Array.from({ length: 50 }, (_, index) => publishClass({ course: courseAt(index), seats: 5 })),
  );
  const [person = ''] = await recipients(1);
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      reserve(person, { course: courseAt(index % 50), schedule: classes[index % 50] as string }),
    ),
  );
  expect(codesOf(answers)).toEqual({ SOLD: 1, COURSE_STILL_OPEN: 199 });
});

test('the same person by two processes at once gets one seat', async () => {
  const [person = ''] = await recipients(1);
  const { reservations } = services;
  // A gatherer of its own for each: what another process has.
  const other = new (reservations.constructor as new (options: object) => typeof reservations)({
    database,
    ends: services.ends,
    outbox: services.outbox,
    tell: services.tell,
    now: clock.now,
  });
  const before = services.reservations;
  const [first, second] = await Promise.all([
    reserve(person, { course: courseAt(1) }),
    (async () => {
      Object.assign(services, { reservations: other });
      const answer = reserve(person, { course: courseAt(2) });
      Object.assign(services, { reservations: before });
      return answer;
    })(),
  ]);
  expect([first?.code, second?.code].toSorted()).toEqual(['COURSE_STILL_OPEN', null].toSorted());
});

test('a repeated call answers the same reservation; the key with another content is refused', async () => {
  const [person = ''] = await recipients(1);
  const key = uuidv7();
  const answers = await Promise.all(Array.from({ length: 50 }, () => reserve(person, { key })));
  expect(codesOf(answers)).toEqual({ SOLD: 50 });
  expect(new Set(answers.map(({ enrollment }) => enrollment?.id)).size).toBe(1);
  expect((await reserve(person, { key, course: courseAt(3) })).code).toBe('IDEMPOTENCY_KEY_REUSED');
});

test('the token says what is bought, signed by the key of training', async () => {
  const schedule = await publishClass({ seats: 1 });
  const [person = ''] = await recipients(1);
  const { id, token } = await reserved(person, { schedule });
  const [header = '', payload = '', signature = ''] = token.token.split('.');
  const key = createPublicKey({ key: services.purchaseTokens.publicKey, format: 'jwk' });
  const check = (signed: string) =>
    verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  expect(check(`${header}.${payload}`)).toBe(true);
  expect(check(`${header}.${payload}x`)).toBe(false);
  const jsonOf = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  expect(jsonOf(header)).toMatchObject({ alg: 'ES256', kid: 'test' });
  expect(jsonOf(payload)).toMatchObject({
    iss: 'training',
    aud: 'payments',
    jti: id,
    sub: person,
    enrollment: id,
    participant: person,
    course: courseAt(0),
    courseVersion: 1,
    schedule,
    price: 500_000,
    exp: Math.floor(Date.parse(token.expiresAt) / 1_000),
  });
});

test('a held seat that is not paid is sold again, at once when somebody wants it', async () => {
  const schedule = await publishClass({ seats: 1 });
  const [first = '', second = '', third = ''] = await recipients(3);
  const { id } = await reserved(first, { schedule });
  expect((await reserve(second, { schedule })).code).toBe('SEATS_TAKEN');
  clock.advance(16 * MINUTE_MS);
  // The time to pay is over; what was authorised in its last moment may still be on its way.
  expect((await reserve(second, { schedule })).code).toBe('SEATS_TAKEN');
  clock.advance(2 * MINUTE_MS);
  const again = await reserved(second, { schedule });
  expect(await enrollmentOf(id)).toMatchObject({ status: 'EXPIRED', release_reason: 'EXPIRED' });
  expect(await toldOf(id)).toEqual([
    { type: 'training.seat.reserved', reason: null },
    { type: 'training.seat.released', reason: 'EXPIRED' },
  ]);
  clock.advance(OVER_MS);
  expect(await expire()).toBeGreaterThanOrEqual(1);
  expect(await enrollmentOf(again.id)).toMatchObject({ status: 'EXPIRED' });
  await reserved(third, { schedule });
});

test('whoever let a hold pass may reserve another course at once', async () => {
  const [person = ''] = await recipients(1);
  await reserved(person, {});
  expect((await reserve(person, { course: courseAt(4) })).code).toBe('COURSE_STILL_OPEN');
  clock.advance(OVER_MS);
  await reserved(person, { course: courseAt(4) });
});

test('200 people want the 20 seats whose holds are over, while these expire by themselves too: exactly 20', async () => {
  const schedule = await publishClass({ seats: 20 });
  const people = await recipients(220);
  await Promise.all(people.slice(0, 20).map((person) => reserved(person, { schedule })));
  clock.advance(OVER_MS);
  const [answers] = await Promise.all([
    Promise.all(people.slice(20).map((person) => reserve(person, { schedule }))),
    expire(),
    expire(),
  ]);
  expect(codesOf(answers)).toEqual({ SOLD: 20, SEATS_TAKEN: 180 });
});

test('a seat is refused to who may not buy, and sold to who may again', async () => {
  const today = jakartaDayAfter(clock.now(), 0);
  const yesterday = jakartaDayAfter(clock.now(), -1);
  const stranger = uuidv7();
  expect((await reserve(stranger)).code).toBe('NOT_RECIPIENT');
  const [inTime = ''] = await recipients(1, today);
  await reserved(inTime, {});
  const [late = ''] = await recipients(1, yesterday);
  expect((await reserve(late)).code).toBe('PURCHASE_DEADLINE_PASSED');
  await deliver('pmo.deadline.extended', { participant: late, until: today, at: clock.now().toISOString() });
  await reserved(late, {});
  const tranche = (startsOn: string, person: string) =>
    deliver('pmo.recipients.announced', { wave: 1, purchaseDeadline: null, startsOn, participants: [person] });
  const early = uuidv7();
  const begun = uuidv7();
  await tranche(jakartaDayAfter(clock.now(), 1), early);
  await tranche(today, begun);
  expect((await reserve(early)).code).toBe('PURCHASE_NOT_YET_OPEN');
  await reserved(begun, {});
  const [barred = ''] = await recipients(1);
  const said = (version: number) => ({ version, at: `2026-01-0${version}T00:00:00Z`, participants: [barred] });
  await deliver('pmo.participants.reinstated', said(2));
  await deliver('pmo.participants.barred', said(1));
  await deliver('pmo.participants.barred', said(3));
  expect((await reserve(barred)).code).toBe('NOT_RECIPIENT');
  await deliver('pmo.participants.reinstated', said(4));
  await reserved(barred, {});
  // Whatever comes first, a revoked award stays revoked.
  const revoked = uuidv7();
  await deliver('pmo.recipients.revoked', { at: clock.now().toISOString(), participants: [revoked] });
  await announce([revoked]);
  expect((await reserve(revoked)).code).toBe('NOT_RECIPIENT');
});

test('what a person holds is taken back with the award', async () => {
  const [person = ''] = await recipients(1);
  const { id } = await reserved(person, {});
  await deliver('pmo.recipients.revoked', { at: clock.now().toISOString(), participants: [person] });
  expect(await enrollmentOf(id)).toMatchObject({ status: 'CANCELLED', release_reason: 'REVOKED' });
  expect((await toldOf(id)).at(-1)).toEqual({ type: 'training.seat.released', reason: 'REVOKED' });
});

test.each([
  ['COURSE_UNKNOWN', { course: idOf(999) }],
  ['COURSE_UNKNOWN', { course: 'no uuid' }],
  ['COURSE_UNKNOWN', { course: idOf(502) }],
  ['SCHEDULE_MISSING', { course: idOf(501) }],
  ['SCHEDULE_UNKNOWN', { schedule: idOf(999) }],
  ['SCHEDULE_UNKNOWN', { schedule: 'no uuid' }],
  ['IDEMPOTENCY_KEY_MALFORMED', { key: 'short' }],
])('%s is an answer, and nothing is written: %o', async (code, wanted) => {
  const [person = ''] = await recipients(1);
  expect((await reserve(person, wanted)).code).toBe(code);
  const { rowCount } = await database.pool.query('select from enrollment where participant_id = $1', [person]);
  expect(rowCount).toBe(0);
});

test('a class of another course, one that has begun and a cancelled one are not sold', async () => {
  const [person = ''] = await recipients(1);
  const foreign = await publishClass({ course: courseAt(7) });
  expect((await reserve(person, { schedule: foreign })).code).toBe('SCHEDULE_UNKNOWN');
  const soon = new Date(clock.now().getTime() + MINUTE_MS);
  const schedule = await publishClass({ sessions: selling.sessionsFrom(soon) });
  clock.advance(2 * MINUTE_MS);
  expect((await reserve(person, { schedule })).code).toBe('SCHEDULE_CLOSED');
});

test('nobody reserves for another, and a reservation leaves its audit entry', async () => {
  const [person = ''] = await recipients(1);
  const RESERVE = `mutation { reserveSeat(course: "${courseAt(0)}", idempotencyKey: "${uuidv7()}") { refusal { code } } }`;
  const codeOf = async (scope: string) =>
    (await ask<{ reserveSeat: { refusal: { code: string } } }>(callerOf(person, scope), RESERVE)).data.reserveSeat
      .refusal?.code;
  expect(await codeOf('enrollment:read')).toBe('FORBIDDEN');
  const { id } = await reserved(person, {});
  const { rows } = await database.pool.query(
    `select mutation, outcome from audit_pending where caller_id = $1
      union all select mutation, outcome from audit_entry where caller_id = $1 order by 2`,
    [person],
  );
  expect(rows).toEqual([
    { mutation: 'reserveSeat', outcome: 'DONE' },
    { mutation: 'reserveSeat', outcome: 'REFUSED' },
  ]);
  expect(await enrollmentOf(id)).toMatchObject({ status: 'RESERVED', participant_id: person });
});
