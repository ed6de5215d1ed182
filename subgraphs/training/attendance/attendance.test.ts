import { expect, test } from 'vitest';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import { type Learner, openLearning, recorderOf } from '../../../tests/testkit/learning.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { organizations } from '../../../tests/testkit/training.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { enrollment } from '../enrollment/enrollment.feature.ts';
import { attendance } from './attendance.feature.ts';
import { sessionCode } from './session-code.ts';

const learning = await openLearning();
const { ask, addClass, enroll, statusOf, codeOf, codesOf, clock } = learning;
const { pool } = learning.database;
const HOUR_MS = 3_600_000;

interface Item {
  index: number;
  outcome: string;
  problem: { code: string; message: string; path: string[] } | null;
}
interface Answer {
  done: { report: { recorded: number; items: Item[] } | null; refusal: { code: string } | null };
}

const RECORD = `mutation ($records: [AttendanceRecordInput!]!) { done: recordAttendance(records: $records) {
  report { recorded items { index outcome problem { code message path } } } refusal { code } } }`;

const recordBy = async (caller: ReturnType<typeof recorderOf>, records: readonly object[]) =>
  (await ask<Answer>(caller, RECORD, { records })).data.done;

const record = async (...records: readonly object[]) => {
  const { report } = await recordBy(recorderOf(), records);
  return (report?.items ?? []).map(({ outcome, problem }) => problem?.code ?? outcome);
};

const recordOf = async (learner: Learner, session = 1) => ({
  enrollmentId: learner.id,
  session,
  code: await codeOf(learner, session),
});

const newLearner = async (fixture: Parameters<typeof addClass>[0] = {}): Promise<Learner> => {
  const [learner] = await enroll({ course: fixture.course ?? 11, schedule: await addClass(fixture) });
  return learner as Learner;
};

test('a person’s code records their attendance once, and a repeated record is harmless', async () => {
  const learner = await newLearner({ sessions: 2 });
  const once = await recordOf(learner);
  expect(await record(once)).toEqual(['RECORDED']);
  expect(await statusOf(learner)).toBe('ATTENDING');
  expect(await record(once, once)).toEqual(['DUPLICATE', 'DUPLICATE']);
  clock.advance(20 * HOUR_MS);
  expect(await record(once)).toEqual(['DUPLICATE']);
  expect(await record({ ...once, code: 'ZZZZZZZZ' })).toEqual(['ATTENDANCE_TOO_LATE']);
});

test('two hundred parallel uses of one code are one', async () => {
  const learner = await newLearner({ sessions: 5 });
  const one = await recordOf(learner);
  const outcomes = (await Promise.all(Array.from({ length: 200 }, () => record(one)))).flat();
  const tally = Map.groupBy(outcomes, (outcome) => outcome);
  expect([tally.get('RECORDED')?.length, tally.get('DUPLICATE')?.length]).toEqual([1, 199]);
  const { rows } = await pool.query('select from attendance where enrollment_id = $1', [learner.id]);
  expect(rows).toHaveLength(1);
});

test('a thousand records take as many statements as one', async () => {
  const schedule = await addClass({ sessions: 3 });
  const people = await enroll({ schedule, people: 1_000 });
  const codes = await pool.query<{ secret: Buffer }>('select secret from code_secret');
  const secret = codes.rows[0]?.secret as Buffer;
  const records = people.map(({ id }) => ({ enrollmentId: id, session: 1, code: sessionCode(secret, id, 1) }));
  const one = await ask<Answer>(recorderOf(), RECORD, { records: records.slice(0, 1) });
  const all = await ask<Answer>(recorderOf(), RECORD, { records: records.slice(1) });
  expect(all.data.done.report?.recorded).toBe(999);
  expect(all.statements).toBe(one.statements);
  const { rows } = await pool.query(`select from enrollment where schedule_id = $1 and status = 'ATTENDING'`, [
    schedule,
  ]);
  expect(rows).toHaveLength(1_000);
});

test.each([
  [-3_660_000, 'ATTENDANCE_TOO_EARLY'],
  [-3_540_000, 'RECORDED'],
  [3_540_000, 'RECORDED'],
  [3_660_000, 'ATTENDANCE_TOO_LATE'],
])('a code counts from one hour before to one hour after the start: %i ms is %s', async (afterStartMs, expected) => {
  const learner = await newLearner({ mode: 'OFFLINE', startsInHours: 2 });
  const one = await recordOf(learner);
  const { rows } = await pool.query<{ at: Date }>(
    `select starts_at as at from session join enrollment using (schedule_id) where enrollment.id = $1`,
    [learner.id],
  );
  const start = rows[0]?.at.getTime() ?? 0;
  clock.advance(start + afterStartMs - clock.now().getTime());
  expect(await record(one)).toEqual([expected]);
});

test('a code is read in the hours around its session, and days before where the class has a place', async () => {
  const online = await newLearner({ startsInHours: 1.01 });
  expect(await codesOf(online)).toEqual([]);
  clock.advance(HOUR_MS / 50);
  expect(await codesOf(online)).toEqual([
    expect.objectContaining({ session: 1, code: expect.stringMatching(/^\w{8}$/) }),
  ]);
  clock.advance(2 * HOUR_MS);
  expect(await codesOf(online)).toEqual([]);
  const offline = await newLearner({ mode: 'OFFLINE', startsInHours: 71, sessions: 2 });
  expect((await codesOf(offline)).map(({ session }) => session)).toEqual([1]);
});

test('a code is shown to its person alone', async () => {
  const learner = await newLearner();
  const read = 'query ($id: ID!) { enrollment(id: $id) { sessionCodes { code } } }';
  const institution = { ...callerOf('client', 'enrollment:read attendance:record self'), org: organizations.satu };
  for (const caller of [institution, callerOf('officer', 'enrollment:read participant:read')]) {
    const { data, codes } = await ask<{ enrollment: object }>(caller, read, { id: learner.id });
    expect([data.enrollment, codes]).toEqual([{ sessionCodes: null }, ['FORBIDDEN']]);
  }
});

test('codes are not guessed: after ten wrong ones not even the right one counts', async () => {
  const learner = await newLearner();
  const right = await recordOf(learner);
  for (let tries = 0; tries < 10; tries += 1) {
    expect(await record({ ...right, code: `0000000${tries}` })).toEqual(['SESSION_CODE_WRONG']);
  }
  expect(await record(right)).toEqual(['SESSION_CODE_LOCKED']);
  const other = await newLearner();
  const guesses = Array.from({ length: 100 }, (_, index) => ({
    ...right,
    enrollmentId: other.id,
    code: `A000000${index % 10}`,
  }));
  const tally = Map.groupBy(await record(...guesses), (outcome) => outcome);
  expect(tally.get('RECORD_REPEATED')?.length).toBe(90);
  expect((await pool.query('select tries from code_try where enrollment_id = $1', [other.id])).rows).toEqual([
    { tries: 1 },
  ]);
  expect(await record(await recordOf(other))).toEqual(['RECORDED']);
});

test('a code proves one person and one session', async () => {
  const schedule = await addClass({ mode: 'OFFLINE', sessions: 2 });
  const [siti, budi] = (await enroll({ schedule, people: 2 })) as [Learner, Learner];
  const mine = await recordOf(siti);
  expect(await record({ ...mine, enrollmentId: budi.id })).toEqual(['SESSION_CODE_WRONG']);
  expect(await codeOf(siti, 2)).not.toBe(mine.code);
  const typed = ` ${mine.code.slice(0, 4).toLowerCase()}-${mine.code.slice(4).replaceAll('0', 'o').replaceAll('1', 'l')} `;
  expect(await record({ ...mine, code: typed })).toEqual(['RECORDED']);
});

test.each([
  ['VOUCHER_NOT_REDEEMED', { status: 'PAID' }],
  ['VOUCHER_NOT_REDEEMED', { status: 'RESERVED' }],
  ['ENROLLMENT_ENDED', { status: 'CANCELLED' }],
  ['ENROLLMENT_ENDED', { status: 'EXPIRED' }],
  ['ENROLLMENT_UNKNOWN', { course: 12 }],
])('%s: nothing is recorded of %o', async (code, fixture) => {
  const schedule = await addClass({ course: 'course' in fixture ? 12 : 11 });
  const [learner] = (await enroll({ schedule, ...fixture })) as [Learner];
  expect(await record({ enrollmentId: learner.id, session: 1, code: '00000000' })).toEqual([code]);
});

test('what cannot be recorded is said of each record, and the others are recorded', async () => {
  const learner = await newLearner();
  const good = await recordOf(learner);
  const cancelled = await newLearner();
  await pool.query(
    `update schedule set status = 'CANCELLED' from enrollment where schedule.id = schedule_id and enrollment.id = $1`,
    [cancelled.id],
  );
  const unscheduled = (await enroll()) as [Learner];
  const { report } = await recordBy(recorderOf(), [
    { ...good, enrollmentId: 'no uuid' },
    { ...good, enrollmentId: uuidv7() },
    { ...good, session: 7 },
    { ...good, enrollmentId: cancelled.id },
    { ...good, enrollmentId: unscheduled[0].id },
    good,
  ]);
  expect(report?.recorded).toBe(1);
  expect(report?.items.map(({ index, outcome, problem }) => [index, outcome, problem?.code ?? null])).toEqual([
    [0, 'REFUSED', 'ENROLLMENT_UNKNOWN'],
    [1, 'REFUSED', 'ENROLLMENT_UNKNOWN'],
    [2, 'REFUSED', 'SESSION_UNKNOWN'],
    [3, 'REFUSED', 'CLASS_CANCELLED'],
    [4, 'REFUSED', 'SESSION_UNKNOWN'],
    [5, 'RECORDED', null],
  ]);
  expect(report?.items[2]?.problem?.path).toEqual(['records', '2', 'session']);
});

test.each([
  ['no scope', { ...callerOf('client', 'enrollment:read'), org: organizations.satu }, 'FORBIDDEN'],
  ['no organisation', recorderOf(null), 'FORBIDDEN'],
  ['a person', callerOf(uuidv7(), 'self'), 'FORBIDDEN'],
])('%s records nothing', async (_who, caller, code) => {
  const learner = await newLearner();
  expect((await recordBy(caller, [await recordOf(learner)])).refusal?.code).toBe(code);
});

test.each([
  ['another institution', organizations.dua],
  ['the platform of the course', organizations.pijar],
  ['an unknown organisation', uuidv7()],
])('%s is answered as if the enrolment were unknown, with the right code too', async (_who, org) => {
  const learner = await newLearner();
  const { report } = await recordBy(recorderOf(org), [await recordOf(learner)]);
  expect(report?.items.map(({ problem }) => problem?.code)).toEqual(['ENROLLMENT_UNKNOWN']);
  expect(await statusOf(learner)).toBe('REDEEMED');
});

test.each([[0], [1_001]])('%i records are refused at once', async (count) => {
  const records = Array.from({ length: count }, () => ({ enrollmentId: uuidv7(), session: 1, code: 'A' }));
  expect((await recordBy(recorderOf(), records)).refusal?.code).toBe('RECORDS_OUT_OF_RANGE');
});

test('all of this left every invariant true', async () => {
  expect(await brokenInvariants(pool, [enrollment, attendance])).toEqual([]);
});
