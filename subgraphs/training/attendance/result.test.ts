import { expect, test } from 'vitest';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import { type Learner, openLearning, recorderOf } from '../../../tests/testkit/learning.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf, organizations } from '../../../tests/testkit/training.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { enrollment } from '../enrollment/enrollment.feature.ts';
import { attendance } from './attendance.feature.ts';

const learning = await openLearning();
const { ask, addClass, enroll, statusOf, codeOf, clock, services } = learning;
const { pool } = learning.database;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const SUBMIT = `mutation ($input: AssessmentResultInput!) { done: submitAssessmentResult(input: $input) {
  standing { outcome score attemptsLeft sessionsAttended sessionsNeeded } refusal { code path } } }`;
const RECORD = `mutation ($records: [AttendanceRecordInput!]!) { recordAttendance(records: $records) {
  report { recorded } refusal { code } } }`;

interface Answer {
  done: { standing: { outcome: string; score: number | null } | null; refusal: { code: string } | null };
}

const submit = async (learner: Learner, changes: object = {}, as = recorderOf()) => {
  const takenAt = new Date(clock.now().getTime() - 60_000).toISOString();
  const input = { enrollmentId: learner.id, attempt: 1, score: 90, takenAt, ...changes };
  return (await ask<Answer>(as, SUBMIT, { input })).data.done;
};

const attend = async (learner: Learner, session = 1) => {
  const records = [{ enrollmentId: learner.id, session, code: await codeOf(learner, session) }];
  await ask(recorderOf(), RECORD, { records });
};

const newLearner = async (fixture: Parameters<typeof addClass>[0] = {}): Promise<Learner> =>
  (await enroll({ schedule: await addClass(fixture) }))[0] as Learner;

const told = async ({ participant }: Learner) =>
  (
    await pool.query<{ data: Record<string, unknown> }>(
      `select data from event_outbox where type = 'training.course.completed' and data ->> 'participant' = $1 order by id`,
      [participant],
    )
  ).rows.map(({ data }) => data);

const factsAbout = async ({ id }: Learner) =>
  (
    await pool.query<{ fact: { organization: string; type: string; data: object } }>(
      `select fact from event_outbox, jsonb_array_elements(data -> 'facts') as fact
      where type = 'training.fact.recorded' and fact ->> 'subject' = $1`,
      [id],
    )
  ).rows.map(({ fact }) => fact);

test('who attended and passed has completed the course, which is told once, also to its organisations', async () => {
  const learner = await newLearner();
  await attend(learner);
  expect(await told(learner)).toEqual([]);
  const { standing } = await submit(learner);
  expect(standing).toEqual({
    outcome: 'COMPLETED',
    score: 90,
    attemptsLeft: 2,
    sessionsAttended: 1,
    sessionsNeeded: 1,
  });
  expect(await statusOf(learner)).toBe('COMPLETED');
  await submit(learner);
  await attend(learner);
  expect(await told(learner)).toEqual([
    expect.objectContaining({ enrollment: learner.id, course: idOf(11), isFirst: true, score: 90 }),
  ]);
  const facts = await factsAbout(learner);
  expect(facts.map(({ organization, type }) => [organization, type]).toSorted()).toEqual(
    [organizations.pijar, organizations.satu].map((id) => [id, 'course.completed']),
  );
  expect(JSON.stringify(facts)).not.toContain(learner.participant);
});

test('the last session and the result that arrive at once complete the course once, in either order', async () => {
  for (let round = 0; round < 10; round += 1) {
    const learner = await newLearner();
    await Promise.all(round % 2 ? [attend(learner), submit(learner)] : [submit(learner), attend(learner)]);
    expect(await statusOf(learner)).toBe('COMPLETED');
    expect(await told(learner)).toHaveLength(1);
  }
});

test('two courses that end at the same moment: one of them is the first', async () => {
  for (let round = 0; round < 5; round += 1) {
    const learners = (await enroll({ people: 2 })) as [Learner, Learner];
    const [{ participant }] = learners;
    await pool.query(
      `with freed as (delete from open_course where enrollment_id = any($2) and participant_id <> $1)
        update enrollment set participant_id = $1 where id = any($2)`,
      [participant, learners.map(({ id }) => id)],
    );
    await Promise.all(learners.map((learner) => submit(learner)));
    const firsts = (await told({ id: '', participant })).map(({ isFirst }) => isFirst);
    expect(firsts.toSorted()).toEqual([false, true]);
  }
});

test('the second course is not the first, also when the first was completed before claims existed', async () => {
  const [old, learner] = (await enroll({ people: 2 })) as [Learner, Learner];
  await pool.query(
    `with freed as (delete from open_course where enrollment_id = $2)
      update enrollment set participant_id = $1, status = 'COMPLETED', completed_at = now() where id = $2`,
    [learner.participant, old.id],
  );
  await submit(learner);
  expect((await told(learner)).map(({ isFirst }) => isFirst)).toEqual([false]);
});

test('no attempt left is failed, and nothing more is taken', async () => {
  const [learner] = (await enroll()) as [Learner];
  for (const attempt of [1, 2]) expect((await submit(learner, { attempt, score: 10 })).standing?.outcome).toBe('OPEN');
  expect((await submit(learner, { attempt: 3, score: 69 })).standing).toMatchObject({ outcome: 'FAILED', score: 69 });
  expect(await statusOf(learner)).toBe('FAILED');
  expect((await submit(learner, { attempt: 4 })).refusal?.code).toBe('ENROLLMENT_ENDED');
  expect(await told(learner)).toEqual([]);
});

test('the same attempt at once from twenty calls is one, and another score for it changes nothing', async () => {
  const [learner] = (await enroll()) as [Learner];
  const answers = await Promise.all(Array.from({ length: 20 }, () => submit(learner, { score: 50 })));
  expect(new Set(answers.map(({ standing }) => JSON.stringify(standing))).size).toBe(1);
  expect((await submit(learner, { score: 95 })).refusal?.code).toBe('RESULT_ALREADY_SUBMITTED');
});

test.each([
  ['SCORE_OUT_OF_RANGE', { score: 101 }],
  ['SCORE_OUT_OF_RANGE', { score: -1 }],
  ['ATTEMPT_OUT_OF_RANGE', { attempt: 0 }],
  ['ATTEMPT_OUT_OF_RANGE', { attempt: 2 }],
  ['ATTEMPT_OUT_OF_RANGE', { attempt: 99 }],
  ['TAKEN_AT_OUT_OF_RANGE', { takenAt: '2999-01-01T00:00:00Z' }],
  ['TAKEN_AT_OUT_OF_RANGE', { takenAt: '2020-01-01T00:00:00Z' }],
  ['ENROLLMENT_UNKNOWN', { enrollmentId: 'none' }],
  ['ENROLLMENT_UNKNOWN', { enrollmentId: uuidv7() }],
])('%s: %o is refused', async (code, changes) => {
  const [learner] = (await enroll()) as [Learner];
  expect((await submit(learner, changes)).refusal?.code).toBe(code);
  expect((await pool.query('select from assessment_result where enrollment_id = $1', [learner.id])).rows).toEqual([]);
});

test('only the institution of the course submits results', async () => {
  const [learner] = (await enroll()) as [Learner];
  for (const org of [organizations.dua, organizations.pijar, uuidv7()]) {
    expect((await submit(learner, {}, recorderOf(org))).refusal?.code).toBe('ENROLLMENT_UNKNOWN');
  }
  for (const caller of [recorderOf(null), { ...callerOf(learner.participant, 'self'), org: null }]) {
    expect((await submit(learner, {}, caller)).refusal?.code).toBe('FORBIDDEN');
  }
  const [unpaid] = (await enroll({ status: 'PAID' })) as [Learner];
  expect((await submit(unpaid)).refusal?.code).toBe('VOUCHER_NOT_REDEEMED');
});

test('who missed too many sessions fails two weeks after the class, and nobody else', async () => {
  const missed = await newLearner({ sessions: 2 });
  const attended = await newLearner();
  await attend(attended);
  const running = await newLearner({ sessions: 10 });
  const [alone] = (await enroll()) as [Learner];
  clock.advance(16 * DAY_MS + 5 * HOUR_MS);
  await services.completion.closeClasses();
  const states = await Promise.all([missed, attended, running, alone].map((each) => statusOf(each)));
  expect(states).toEqual(['FAILED', 'ATTENDING', 'REDEEMED', 'REDEEMED']);
  const { rows } = await pool.query(
    'select outcome, sessions_held, score from learning_outcome where enrollment_id = $1',
    [missed.id],
  );
  expect(rows).toEqual([{ outcome: 'FAILED', sessions_held: 2, score: null }]);
});

const READ = `query ($id: ID!) { enrollment(id: $id) {
  attendance { session isOffline } assessmentResults { attempt score } standing { outcome sessionsAttended } } }`;

test('what was learned is shown to the person and to the organisations of the course, and to no others', async () => {
  const learner = await newLearner({ sessions: 2 });
  await attend(learner);
  await submit(learner, { score: 40 });
  const shown = {
    attendance: [{ session: 1, isOffline: false }],
    assessmentResults: [{ attempt: 1, score: 40 }],
    standing: { outcome: 'OPEN', sessionsAttended: 1 },
  };
  const readers = [
    callerOf(learner.participant, 'self'),
    { ...callerOf('client', 'enrollment:read'), org: organizations.satu },
    { ...callerOf('client', 'enrollment:read'), org: organizations.pijar },
    callerOf('officer', 'enrollment:read participant:read'),
  ];
  for (const reader of readers) {
    expect((await ask<object>(reader, READ, { id: learner.id })).data).toEqual({ enrollment: shown });
  }
  const foreign = { ...callerOf('client', 'enrollment:read'), org: organizations.dua };
  expect((await ask<object>(foreign, READ, { id: learner.id })).data).toEqual({ enrollment: null });
  expect((await ask(callerOf(uuidv7(), 'self'), READ, { id: learner.id })).codes).toEqual(['FORBIDDEN']);
});

test('all of this left every invariant true', async () => {
  expect(await brokenInvariants(pool, [enrollment, attendance])).toEqual([]);
});
