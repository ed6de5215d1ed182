import { expect, test } from 'vitest';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import { type Learner, openLearning, recorderOf } from '../../../tests/testkit/learning.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf, organizations } from '../../../tests/testkit/training.ts';
import { eraser } from '../../kit/erasure.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { enrollment } from '../enrollment/enrollment.feature.ts';
import { rating } from './rating.feature.ts';

const learning = await openLearning();
const { ask, askAnonymously, enroll, clock, services } = learning;
const { pool, orm } = learning.database;
const DAY_MS = 86_400_000;

interface RatingAnswer {
  id: string;
  stars: number;
  review: string | null;
  changeableUntil: string;
}
interface Answer {
  done: { rating: RatingAnswer | null; refusal: { code: string; path: string[] } | null };
}

const RATE = `mutation ($input: RateCourseInput!, $key: String!) { done: rateCourse(input: $input, idempotencyKey: $key) {
  rating { id stars review status ratedAt changeableUntil moderationReason } refusal { code path } } }`;
const REVIEWS = `query ($id: ID!, $first: Int!, $after: String) { course(id: $id) { ratingAverage ratingCount
  institution { ratingAverage ratingCount }
  reviews(first: $first, after: $after) { nodes { id stars text ratedOn } pageInfo { endCursor hasNextPage } } } }`;

interface CourseAnswer {
  course: {
    ratingAverage: number | null;
    ratingCount: number;
    institution: { ratingAverage: number | null; ratingCount: number };
    reviews: {
      nodes: { id: string; stars: number; text: string; ratedOn: string }[];
      pageInfo: { endCursor: string; hasNextPage: boolean };
    };
  };
}

const words = 'Materinya jelas, pengajarnya sabar.';

interface RateCall {
  as?: ReturnType<typeof callerOf>;
  key?: string;
}

const rate = async (learner: Learner, changes: object = {}, { as, key = crypto.randomUUID() }: RateCall = {}) => {
  const input = { enrollmentId: learner.id, stars: 5, review: words, ...changes };
  return (await ask<Answer>(as ?? callerOf(learner.participant, 'self'), RATE, { input, key })).data.done;
};

/** Someone who finished course 11, or another one. */
const graduate = async ({
  course = 11,
  reservedAt = clock.now(),
  completedAt = clock.now(),
} = {}): Promise<Learner> => {
  const [learner] = (await enroll({ course, reservedAt: new Date(Math.min(+reservedAt, +completedAt)) })) as [Learner];
  await pool.query(
    `with freed as (delete from open_course where enrollment_id = $1)
      update enrollment set status = 'COMPLETED', completed_at = $2 where id = $1`,
    [learner.id, completedAt],
  );
  return learner;
};

const courseOf = async (number: number) =>
  (await askAnonymously<CourseAnswer>(REVIEWS, { id: idOf(number), first: 100 })).data.course;

const starsOf = async (number: number) =>
  Number((await pool.query('select rating_sum from course where id = $1', [idOf(number)])).rows[0]?.rating_sum);

const told = async ({ participant }: Learner) =>
  (
    await pool.query<{ data: Record<string, unknown> }>(
      `select data from event_outbox where type = 'training.course.rated' and data ->> 'participant' = $1`,
      [participant],
    )
  ).rows.map(({ data }) => data);

const at = (time: string) => clock.advance(Date.parse(time) - clock.now().getTime());

test('who finished a course rates it: the means, the review and the event say so', async () => {
  const learner = await graduate();
  const before = await courseOf(11);
  expect(before).toMatchObject({
    ratingAverage: null,
    ratingCount: 0,
    institution: { ratingAverage: null, ratingCount: 0 },
  });
  const { rating, refusal } = await rate(learner, { stars: 4 });
  expect(refusal).toBeNull();
  expect(rating).toMatchObject({ stars: 4, review: words, status: 'SHOWN', moderationReason: null });
  await rate(await graduate());
  const after = await courseOf(11);
  expect(after).toMatchObject({
    ratingAverage: 4.5,
    ratingCount: 2,
    institution: { ratingAverage: 4.5, ratingCount: 2 },
  });
  expect(after.reviews.nodes.map(({ stars, text }) => [stars, text]).toSorted()).toEqual([
    [4, words],
    [5, words],
  ]);
  expect(await told(learner)).toEqual([
    expect.objectContaining({ enrollment: learner.id, course: idOf(11), stars: 4, isFirst: true, isInTime: true }),
  ]);
});

test('two hundred ratings of one person at once are one, and are told once', async () => {
  const learner = await graduate({ course: 12 });
  const stars = Array.from({ length: 200 }, (_, index) => (index % 5) + 1);
  const answers = await Promise.all(stars.map((each) => rate(learner, { stars: each })));
  expect(answers.filter(({ refusal }) => refusal !== null)).toEqual([]);
  const course = await courseOf(12);
  const { rating } = (
    await ask<{ enrollment: { rating: RatingAnswer } }>(
      callerOf(learner.participant, 'self'),
      'query ($id: ID!) { enrollment(id: $id) { rating { stars } } }',
      { id: learner.id },
    )
  ).data.enrollment;
  expect(course).toMatchObject({
    ratingCount: 1,
    ratingAverage: rating.stars,
    institution: { ratingAverage: rating.stars },
  });
  expect(await told(learner)).toHaveLength(1);
});

test('many people rate one course at once, and none is lost', async () => {
  const before = await courseOf(11);
  const people = await Promise.all(Array.from({ length: 40 }, () => graduate()));
  await Promise.all(people.map((each) => rate(each, { stars: 3 })));
  const after = await courseOf(11);
  expect(after.ratingCount - before.ratingCount).toBe(40);
  expect(after.institution.ratingCount - before.institution.ratingCount).toBe(40);
});

test('a rating is changed for thirty days, and is told no second time', async () => {
  const learner = await graduate();
  const first = await rate(learner, { stars: 2 });
  const { ratingCount } = await courseOf(11);
  const before = await starsOf(11);
  clock.advance(29 * DAY_MS);
  const second = await rate(learner, { stars: 5, review: 'Setelah dicoba lagi: sangat berguna.' });
  expect(second.rating).toMatchObject({
    id: first.rating?.id,
    stars: 5,
    review: 'Setelah dicoba lagi: sangat berguna.',
  });
  const after = await courseOf(11);
  expect(after.ratingCount).toBe(ratingCount);
  expect((await starsOf(11)) - before).toBe(3);
  clock.advance(2 * DAY_MS);
  expect((await rate(learner, { stars: 1 })).refusal?.code).toBe('RATING_FIXED');
  expect(await told(learner)).toHaveLength(1);
});

test('a repeated call answers as the first one; its key is for one content', async () => {
  const learner = await graduate();
  const key = crypto.randomUUID();
  expect(await rate(learner, {}, { key })).toEqual(await rate(learner, {}, { key }));
  expect((await rate(learner, { stars: 1 }, { key })).refusal?.code).toBe('IDEMPOTENCY_KEY_REUSED');
});

test('only the first course opens the incentive', async () => {
  const first = await graduate();
  const second = await graduate();
  await pool.query('update enrollment set participant_id = $1 where id = $2', [first.participant, second.id]);
  await rate({ ...second, participant: first.participant });
  await rate(first);
  expect((await told(first)).map(({ enrollment, isFirst }) => [enrollment, isFirst])).toEqual([
    [second.id, false],
    [first.id, true],
  ]);
});

test('in 2022 one finishes by 5 December and rates by 10 December, 23:59 WIB', async () => {
  const reservedAt = new Date('2022-10-01T00:00:00Z');
  const inTime = await graduate({ reservedAt, completedAt: new Date('2022-12-05T16:59:00Z') });
  const late = await graduate({ reservedAt, completedAt: new Date('2022-12-05T17:01:00Z') });
  const tooLate = await graduate({ reservedAt, completedAt: new Date('2022-12-04T17:00:00Z') });
  const back = clock.now().getTime();
  at('2022-12-10T16:58:00Z');
  const { rating } = await rate(inTime);
  expect(rating?.changeableUntil).toBe('2022-12-10T17:00:00.000Z');
  await rate(late);
  at('2022-12-10T17:00:30Z');
  expect((await rate(tooLate)).refusal?.code).toBe('RATING_CLOSED');
  expect((await rate(inTime, { stars: 1 })).refusal?.code).toBe('RATING_FIXED');
  const isInTime = async (learner: Learner) => (await told(learner)).map((data) => data.isInTime);
  expect(await Promise.all([inTime, late, tooLate].map(isInTime))).toEqual([[true], [false], []]);
  clock.advance(back - clock.now().getTime());
});

test.each([
  ['STARS_OUT_OF_RANGE', { stars: 0 }],
  ['STARS_OUT_OF_RANGE', { stars: 6 }],
  ['REVIEW_MALFORMED', { review: 'Bagus' }],
  ['REVIEW_MALFORMED', { review: ' \u200b\u00ad'.repeat(20) }],
  ['REVIEW_MALFORMED', { review: 'x'.repeat(1_001) }],
  ['REVIEW_MALFORMED', { review: 'x'.repeat(100_000) }],
  ['REVIEW_HAS_MARKUP', { review: 'Bagus <script>alert(1)</script>' }],
  ['REVIEW_HAS_MARKUP', { review: 'Bagus ＜img src=x onerror=alert(1)＞' }],
  ['REVIEW_HAS_MARKUP', { review: 'Bagus &#x3c;script&#x3e; sekali' }],
  ['REVIEW_HAS_MARKUP', { review: 'Klik JavaScript:alert(1) di sini' }],
  ['REVIEW_NAMES_CONTACT', { review: 'Hubungi saya di 0812-3456-7890 saja' }],
  ['REVIEW_NAMES_CONTACT', { review: 'NIK saya 3173 0123 4567 8901, ya' }],
  ['REVIEW_NAMES_CONTACT', { review: 'Kirim ke siti@contoh.test untuk info' }],
  ['ENROLLMENT_UNKNOWN', { enrollmentId: 'none' }],
  ['ENROLLMENT_UNKNOWN', { enrollmentId: uuidv7() }],
])('%s: %o is refused, and nothing is kept', async (code, changes) => {
  const learner = await graduate();
  expect((await rate(learner, changes)).refusal?.code).toBe(code);
  expect((await pool.query('select from course_rating where enrollment_id = $1', [learner.id])).rows).toEqual([]);
});

test('an ordinary review is kept as it was written', async () => {
  const review = 'Harga 500.000 sepadan; 3 < 5 jam & praktik 2x. Nilai 9/10!\nTerima kasih.';
  expect((await rate(await graduate(), { review })).rating?.review).toBe(review);
});

test('nobody rates what they have not finished, nor for somebody else', async () => {
  const [learning] = (await enroll({ status: 'ATTENDING' })) as [Learner];
  expect((await rate(learning)).refusal?.code).toBe('COURSE_NOT_FINISHED');
  const learner = await graduate();
  const others = [
    [callerOf(uuidv7(), 'self'), 'ENROLLMENT_UNKNOWN'],
    [callerOf(learner.participant, 'enrollment:read'), 'FORBIDDEN'],
    [recorderOf(), 'FORBIDDEN'],
  ] as const;
  for (const [as, code] of others) expect((await rate(learner, {}, { as })).refusal?.code).toBe(code);
  clock.advance(91 * DAY_MS);
  expect((await rate(learner)).refusal?.code).toBe('RATING_CLOSED');
});

test('nobody sees who wrote a review: neither organisations nor officers, and its id tells the day alone', async () => {
  const learner = await graduate();
  const { rating } = await rate(learner);
  const read = 'query ($id: ID!) { enrollment(id: $id) { rating { id } } }';
  const readers = [
    { ...callerOf('client', 'enrollment:read self'), org: organizations.satu },
    { ...callerOf('client', 'enrollment:read self'), org: organizations.pijar },
    callerOf('officer', 'enrollment:read participant:read review:moderate'),
  ];
  for (const reader of readers) {
    const { data, codes } = await ask<object>(reader, read, { id: learner.id });
    expect([data, codes]).toEqual([{ enrollment: { rating: null } }, ['FORBIDDEN']]);
  }
  const ms = Number.parseInt((rating?.id ?? '').replace('-', '').slice(0, 12), 16);
  expect(new Date(ms).toISOString()).toMatch(/T17:00:00.000Z$/);
  const { rows } = await pool.query<{ data: object }>(
    `select data from event_outbox where type = 'training.fact.recorded' and data::text like '%course.rated%'`,
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain(learner.id);
  expect(JSON.stringify(rows)).not.toContain(learner.participant);
});

test('reviews are read in pages, newest first, by one statement for all courses of a page', async () => {
  for (const days of [1, 1, 1]) {
    clock.advance(days * DAY_MS);
    await rate(await graduate({ course: 12 }));
  }
  const all = (await courseOf(12)).reviews.nodes;
  expect(all.map(({ ratedOn }) => ratedOn)).toEqual(
    all
      .map(({ ratedOn }) => ratedOn)
      .toSorted()
      .toReversed(),
  );
  const page = async (after?: string) =>
    (await askAnonymously<CourseAnswer>(REVIEWS, { id: idOf(12), first: 3, after })).data.course.reviews;
  const first = await page();
  const rest = await page(first.pageInfo.endCursor);
  expect([...first.nodes, ...rest.nodes].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  const many = `query { a: course(id: "${idOf(11)}") { reviews(first: 3) { nodes { text } } }
    b: course(id: "${idOf(12)}") { reviews(first: 3) { nodes { text } } } }`;
  expect((await askAnonymously(many)).statements).toBe(2);
});

test('what an erased person wrote is gone, and their stars stay', async () => {
  const learner = await graduate({ course: 12 });
  const { rating } = await rate(learner);
  const { ratingCount } = await courseOf(12);
  await orm.em.fork().transactional((em) => eraser(services)(em, { participants: [learner.participant] }));
  const after = await courseOf(12);
  expect(after.ratingCount).toBe(ratingCount);
  expect(after.reviews.nodes.map(({ id }) => id)).not.toContain(rating?.id);
});

test('all of this left every invariant true', async () => {
  expect(await brokenInvariants(pool, [enrollment, rating])).toEqual([]);
});
