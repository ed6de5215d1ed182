import { expect, test } from 'vitest';
import { type Learner, openLearning } from '../../../tests/testkit/learning.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf, organizations } from '../../../tests/testkit/training.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { MOST_REPORTS } from './review.service.ts';

const learning = await openLearning();
const { ask, askAnonymously, enroll, clock } = learning;
const { pool } = learning.database;

const RATE = `mutation ($input: RateCourseInput!, $key: String!) { done: rateCourse(input: $input, idempotencyKey: $key) {
  rating { id } refusal { code } } }`;
const REPORT = `mutation ($id: ID!, $reason: ReportReason!, $note: String) {
  done: reportReview(id: $id, reason: $reason, note: $note) { review { id } refusal { code } } }`;
const MODERATE = `mutation ($id: ID!, $status: ReviewStatus!, $reason: String!) {
  done: moderateReview(id: $id, status: $status, reason: $reason) { review { id } refusal { code } } }`;
const REPORTED = `{ reportedReviews(first: 100) {
  nodes { id stars text status reportCount reasons course { id } } } }`;

type ReviewAnswer = {
  done: { review: { id: string } | null; rating: { id: string } | null; refusal: { code: string } | null };
};
type Caller = ReturnType<typeof callerOf>;

const person = () => callerOf(uuidv7(), 'self');
const moderator = callerOf('officer', 'review:moderate');
const of = (org: string): Caller => ({ ...callerOf('client', 'course:publish'), org });

const review = async (): Promise<{ id: string; learner: Learner }> => {
  const [learner] = (await enroll()) as [Learner];
  await pool.query(`update enrollment set status = 'COMPLETED', completed_at = $2 where id = $1`, [
    learner.id,
    clock.now(),
  ]);
  const input = { enrollmentId: learner.id, stars: 1, review: 'Pengajarnya tidak pernah datang.' };
  const key = crypto.randomUUID();
  const { data } = await ask<ReviewAnswer>(callerOf(learner.participant, 'self'), RATE, { input, key });
  return { id: data.done.rating?.id ?? '', learner };
};

const report = async (id: string, as: Caller = person(), more: object = {}) =>
  (await ask<ReviewAnswer>(as, REPORT, { id, reason: 'INSULT', ...more })).data.done;
const moderate = async (id: string, status: string, { as = moderator, reason = 'Melanggar aturan.' } = {}) =>
  (await ask<ReviewAnswer>(as, MODERATE, { id, status, reason })).data.done;

const waiting = async () => {
  type Page = { reportedReviews: { nodes: { id: string; reportCount: number; reasons: string[]; course: object }[] } };
  return (await ask<Page>(moderator, REPORTED)).data.reportedReviews.nodes;
};
const shown = async () => {
  const query = `{ course(id: "${idOf(11)}") { ratingCount reviews(first: 100) { nodes { id } } } }`;
  type Page = { course: { ratingCount: number; reviews: { nodes: { id: string }[] } } };
  const { course } = (await askAnonymously<Page>(query)).data;
  return { ids: course.reviews.nodes.map(({ id }) => id), count: course.ratingCount };
};

test('a reported review waits for a moderator, who hides it with a reason that its author reads', async () => {
  const { id, learner } = await review();
  await report(id);
  await report(id, of(organizations.satu), { reason: 'UNTRUE', note: 'Pengajar datang setiap hari.' });
  const [first] = (await waiting()).filter((each) => each.id === id);
  expect(first).toMatchObject({ reportCount: 2, reasons: ['INSULT', 'UNTRUE'], course: { id: idOf(11) } });
  const { count } = await shown();
  expect((await moderate(id, 'HIDDEN')).refusal).toBeNull();
  expect(await waiting()).toEqual([]);
  const after = await shown();
  expect([after.ids.includes(id), after.count]).toEqual([false, count]);
  const read = 'query ($id: ID!) { enrollment(id: $id) { rating { status moderationReason } } }';
  const { data } = await ask<object>(callerOf(learner.participant, 'self'), read, { id: learner.id });
  expect(data).toEqual({ enrollment: { rating: { status: 'HIDDEN', moderationReason: 'Melanggar aturan.' } } });
  expect((await moderate(id, 'HIDDEN')).refusal?.code).toBe('REVIEW_TRANSITION_ILLEGAL');
  expect((await report(id)).refusal?.code).toBe('REVIEW_UNKNOWN');
  expect((await moderate(id, 'SHOWN')).refusal).toBeNull();
  expect((await shown()).ids).toContain(id);
});

test('a reporter counts once for a review, also of many calls at once', async () => {
  const { id } = await review();
  const as = person();
  const answers = await Promise.all(Array.from({ length: 20 }, () => report(id, as)));
  expect(answers.filter(({ refusal }) => refusal !== null)).toEqual([]);
  expect((await waiting()).find((each) => each.id === id)?.reportCount).toBe(1);
});

test('one reporter reports so many reviews a day, and no more', async () => {
  const as = person();
  const reviews = await Promise.all(Array.from({ length: MOST_REPORTS + 1 }, review));
  const codes: (string | null)[] = [];
  for (const { id } of reviews) codes.push((await report(id, as)).refusal?.code ?? null);
  expect(codes).toEqual([...Array.from({ length: MOST_REPORTS }, () => null), 'TOO_MANY_REPORTS']);
  clock.advance(86_400_001);
  expect((await report(reviews.at(-1)?.id ?? '', as)).refusal).toBeNull();
});

test('organisations report reviews of their own courses alone', async () => {
  const { id } = await review();
  for (const org of [organizations.satu, organizations.pijar]) expect((await report(id, of(org))).refusal).toBeNull();
  for (const org of [organizations.dua, organizations.pintar, uuidv7()]) {
    expect((await report(id, of(org))).refusal?.code).toBe('REVIEW_UNKNOWN');
  }
});

test.each([
  ['FORBIDDEN', (id: string) => report(id, callerOf('client', 'course:publish'))],
  ['FORBIDDEN', (id: string) => report(id, callerOf('officer', 'enrollment:read'))],
  ['REVIEW_UNKNOWN', () => report('none')],
  ['REVIEW_UNKNOWN', () => report(uuidv7())],
  ['NOTE_MALFORMED', (id: string) => report(id, person(), { note: 'x' })],
  ['NOTE_MALFORMED', (id: string) => report(id, person(), { note: 'x'.repeat(501) })],
  ['FORBIDDEN', (id: string) => moderate(id, 'HIDDEN', { as: of(organizations.satu) })],
  ['FORBIDDEN', (id: string) => moderate(id, 'HIDDEN', { as: person() })],
  ['REASON_MALFORMED', (id: string) => moderate(id, 'HIDDEN', { reason: ' ' })],
  ['REVIEW_UNKNOWN', () => moderate(uuidv7(), 'HIDDEN')],
  ['REVIEW_UNKNOWN', () => moderate('none', 'HIDDEN')],
])('%s is an answer, and the review stays', async (code, attempt) => {
  const { id } = await review();
  expect((await attempt(id)).refusal?.code).toBe(code);
  expect((await shown()).ids).toContain(id);
  expect((await pool.query('select from review_report where review_id = $1', [id])).rows).toEqual([]);
});

test('the list of reported reviews is for moderators', async () => {
  for (const caller of [person(), of(organizations.satu), callerOf('officer', 'enrollment:read participant:read')]) {
    expect((await ask(caller, REPORTED)).codes).toEqual(['FORBIDDEN']);
  }
  expect((await askAnonymously(REPORTED)).codes).toEqual(['UNAUTHENTICATED']);
});
