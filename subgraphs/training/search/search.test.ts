import { expect, test } from 'vitest';
import { idOf, openTraining } from '../../../tests/testkit/training.ts';

const now = new Date('2026-11-28T03:00:00Z');

const { askAnonymously: ask, database } = await openTraining(
  [
    { number: 11, title: 'Barista untuk Pemula', skills: ['barista-work', 'coffee-roasting'], stars: [5, 4, 4] },
    {
      number: 12,
      title: 'Barista 100%',
      price: 250_000,
      mode: 'HYBRID',
      status: 'WATCHED',
      stars: [5, 5, 5, 5, 5, 5, 5],
    },
    { number: 13, title: 'Data Analysis', skills: ['data-analysis'], platform: 2, institution: 2, price: 1_000_000 },
    { number: 14, title: 'Barista rahasia', status: 'DRAFT' },
    { number: 15, title: 'Barista dinilai', status: 'UNDER_ASSESSMENT' },
    { number: 16, title: 'Barista lama', status: 'DELISTED' },
    { number: 17, title: 'Barista ditahan', status: 'SUSPENDED' },
    { number: 18, title: 'Pengelolaan Arsip', skills: ['archive-management'], price: 750_000, stars: [5] },
  ],
  { now: () => now },
);

/** A class of course 18 at noon of the day in Asia/Jakarta, in person in the region. */
const addClass = (day: string, region: string, status = 'PUBLISHED') =>
  database.pool.query(
    `insert into schedule (course_id, mode, region_code, address, instructor, seats, starts_at, ends_at, status)
      values ($1, 'OFFLINE', $2, 'Jalan Merdeka 1', 'Siti', 30, $3, $3::timestamptz + interval '2 hours', $4)`,
    [idOf(18), region, `${day}T12:00:00+07:00`, status],
  );

await addClass('2026-12-05', '73.71');
await addClass('2026-12-20', '73.71');
await addClass('2026-12-01', '51.71', 'CANCELLED');
await addClass('2026-11-01', '61.71');
await database.pool.query(
  `insert into schedule (course_id, mode, instructor, seats, starts_at, ends_at)
    values ($1, 'ONLINE', 'Budi', 30, '2026-12-02T09:00:00+07:00', '2026-12-02T11:00:00+07:00')`,
  [idOf(11)],
);

interface Courses {
  courses: { nodes: { title: string }[]; totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

const LIST = `query ($filter: CourseFilter, $order: CourseOrder, $first: Int!, $after: String) {
  courses(filter: $filter, order: $order, first: $first, after: $after) {
    nodes { title } pageInfo { hasNextPage endCursor } } }`;

const titles = async (filter: object, order: string | null = null) => {
  const { data } = await ask<Courses>(LIST, { filter, order, first: 10 });
  return data.courses.nodes.map(({ title }) => title);
};

const pemula = 'Barista untuk Pemula';

const persen = 'Barista 100%';

const data = 'Data Analysis';

const arsip = 'Pengelolaan Arsip';

test('only courses on offer are listed, newest first', async () => {
  expect(await titles({})).toEqual([arsip, data, persen, pemula]);
});

test.each([
  [{ skills: ['coffee-roasting', 'data-analysis'] }, [data, pemula]],
  [{ skills: ['no-such-skill'] }, []],
  [{ skills: ['NO SKILL\u0000'] }, []],
  [{ skill: 'coffee-roasting' }, [pemula]],
  [{ platform: idOf(2) }, [data]],
  [{ platform: 'not an id' }, []],
  [{ institution: idOf(1) }, [arsip, persen, pemula]],
  [{ institution: "'" }, []],
  [{ mode: 'HYBRID' }, [persen]],
  [{ maxPrice: 250_000 }, [persen]],
  [{ priceTo: 500_000 }, [persen, pemula]],
  [{ priceTo: 500_000, maxPrice: 250_000 }, [persen]],
  [{ priceFrom: 500_001 }, [arsip, data]],
  [{ priceFrom: 500_001, priceTo: 750_000 }, [arsip]],
  [{ priceFrom: 2, priceTo: 1 }, []],
  [{ minRating: 4.33 }, [arsip, persen, pemula]],
  [{ minRating: 4.34 }, [arsip, persen]],
  [{ region: '31' }, [data]],
  [{ region: '32.73' }, [arsip, persen, pemula]],
  [{ region: '3273' }, [arsip, persen, pemula]],
  [{ region: '32.04' }, []],
  [{ region: '73' }, [arsip]],
  [{ region: '73.71' }, [arsip]],
  [{ region: '51' }, []],
  [{ region: '61' }, []],
  [{ startsFrom: '2026-12-02' }, [arsip, pemula]],
  [{ startsFrom: '2026-12-03' }, [arsip]],
  [{ startsUntil: '2026-12-02' }, [pemula]],
  [{ startsFrom: '2026-12-02', startsUntil: '2026-12-05' }, [arsip, pemula]],
  [{ startsFrom: '2026-12-06', startsUntil: '2026-12-19' }, []],
  [{ startsUntil: '2026-11-02' }, []],
  [{ startsFrom: '0001-01-01', startsUntil: '9999-12-31' }, [arsip, pemula]],
  [{ search: 'barista', mode: 'ONLINE' }, [pemula]],
  [{ search: 'barista', region: '31' }, []],
])('the filter %o finds %o', async (filter, expected) => {
  expect(await titles(filter)).toEqual(expected);
});

test.each([
  ['PRICE_ASC', [persen, pemula, arsip, data]],
  ['PRICE_DESC', [data, arsip, pemula, persen]],
  ['NEWEST', [arsip, data, persen, pemula]],
  ['RELEVANCE', [arsip, data, persen, pemula]],
  // Five ratings of 3 stars are added: seven of 5 stars outweigh a single one.
  ['RATING', [persen, pemula, arsip, data]],
  ['STARTS_SOON', [pemula, arsip, persen, data]],
])('in the order %s', async (order, expected) => {
  const found = await titles({}, order);
  // Of those without a class the oldest comes first.
  expect(found).toEqual(expected);
});

test.each([
  ['BARISTA', [persen, pemula]],
  ['barsita', [persen, pemula]],
  ['brista', [persen, pemula]],
  ['mengelola arsip', [arsip]],
  ['arsip pengelola', [arsip]],
  ['coffee', [pemula]],
  ['kopi', [pemula]],
  ['analisis data', [data]],
  ['kursus barista untuk pemula', [pemula, persen]],
  ['untuk', [pemula]],
  ['LPK Dua', [data]],
  ['barista LPK', [persen, pemula]],
  ['barista zzzzqqqq', [persen, pemula]],
])('the text %s finds %o', async (search, expected) => {
  expect((await titles({ search })).toSorted()).toEqual(expected.toSorted());
});

test.each([
  "'; drop table course; --",
  '" OR 1=1',
  '%',
  '_______',
  '*:* & !barista | <->',
  "\\'\\\\",
  '🙂🙂🙂',
  '...',
  '٣٤٥',
  'x'.repeat(100),
  'a b c d e f g h i j k l m n o p q r s t u v w x y z',
  '(((((((((((((((((',
  'ß ı İ ŉ ﬁ',
  '$1 $2 {1,2} \\x00',
  'dan yang untuk',
])('the text %s finds what it says, and breaks nothing', async (search) => {
  for (const order of ['RELEVANCE', 'STARTS_SOON']) {
    const { errors } = await ask<Courses>(
      'query ($filter: CourseFilter, $order: CourseOrder) { courses(first: 5, filter: $filter, order: $order) { totalCount nodes { id } } }',
      { filter: { search }, order },
    );
    expect(errors).toEqual([]);
  }
});

test('a text without a letter or digit finds nothing, an empty one narrows nothing', async () => {
  expect(await titles({ search: '🙂 …' })).toEqual([]);
  expect(await titles({ search: '   ' })).toHaveLength(4);
});

test.each([
  ['PAGE_SIZE_OUT_OF_RANGE', { first: 0 }],
  ['PAGE_SIZE_OUT_OF_RANGE', { first: 101 }],
  ['CURSOR_MALFORMED', { first: 1, after: 'nonsense' }],
  ['SEARCH_TOO_LONG', { first: 1, filter: { search: 'x'.repeat(101) } }],
  ['SEARCH_MALFORMED', { first: 1, filter: { search: 'bari\u0000sta' } }],
  ['SEARCH_MALFORMED', { first: 1, filter: { search: 'bari\ud800sta' } }],
  ['SKILLS_OUT_OF_RANGE', { first: 1, filter: { skills: [] } }],
  ['SKILLS_OUT_OF_RANGE', { first: 1, filter: { skills: Array.from({ length: 21 }, (_, index) => `skill-${index}`) } }],
  ['REGION_CODE_MALFORMED', { first: 1, filter: { region: 'Bandung' } }],
])('illegal input is refused as %s: %o', async (code, variables) => {
  expect((await ask(LIST, variables)).codes).toEqual([code]);
});

test('a page is one statement, its counts are one more, and only when they are asked for', async () => {
  const filter = { search: 'barsita', skills: ['barista-work'], region: '32' };
  const page = await ask(
    'query ($filter: CourseFilter) { courses(first: 5, filter: $filter) { nodes { title price } } }',
    { filter },
  );
  expect(page.statements).toBe(1);
  const all = `totalCount facets { modes { count } prices { count } platforms { count } skills { count } regions { count } }`;
  const counted = await ask(
    `query ($filter: CourseFilter) { courses(first: 5, filter: $filter) { nodes { title } ${all} } }`,
    { filter },
  );
  expect(counted.statements).toBe(2);
  const nothing = await ask(`{ courses(first: 5, filter: { search: "…" }) { nodes { title } ${all} } }`);
  expect(nothing.statements).toBe(0);
});
