import { expect, test } from 'vitest';
import { makeCourses, storeCourses } from '../../../scripts/bench/courses/catalogue.ts';
import { idOf, openTraining } from '../../../tests/testkit/training.ts';

const clock = { now: new Date('2026-11-28T03:00:00Z') };

const opened = await openTraining([], { now: () => clock.now });
const { askAnonymously: ask } = opened;
const { pool } = opened.database;
await storeCourses(pool, makeCourses(300, 9), clock.now);

interface Page {
  courses: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } | null;
}

const PAGE = `query ($filter: CourseFilter, $order: CourseOrder, $first: Int!, $after: String) {
  courses(filter: $filter, order: $order, first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`;

const filter = { search: 'untuk', priceFrom: 0 };
const orders = ['RELEVANCE', 'NEWEST', 'PRICE_ASC', 'PRICE_DESC', 'RATING', 'STARTS_SOON'];

const readPage = async (variables: object) => {
  const { data, codes } = await ask<Page | null>(PAGE, variables);
  if (!data?.courses) throw new Error(String(codes));
  return data.courses;
};

const idsOf = ({ nodes }: { nodes: { id: string }[] }) => nodes.map(({ id }) => id);

const addCourse = (number: number) =>
  pool.query(
    `insert into course (id, platform_id, institution_id, title, description, price, duration_hours, mode, status)
      values ($1, $2, $2, 'Kelas usaha untuk semua', 'Baru.', $3, 15, 'ONLINE', 'ACTIVE')`,
    [idOf(number), idOf(1), 100_000 + 5_000 * (number % 400)],
  );

test.each(orders)(
  'in the order %s a course that stays as it is comes once, whatever happens to others',
  async (order) => {
    const base = orders.indexOf(order) * 1_000 + 5_000;
    const before = await readPage({ filter, order, first: 100 });
    expect(before.nodes.length).toBeGreaterThan(40);
    const all = idsOf(before);
    let more = before.pageInfo;
    while (more.hasNextPage) {
      const next = await readPage({ filter, order, first: 100, after: more.endCursor });
      all.push(...idsOf(next));
      more = next.pageInfo;
    }
    // Every seventh course is withdrawn while the list is read; its reader may or may not see it.
    const leaving = all.filter((_, index) => index % 7 === 3);
    const seen: string[] = [];
    let after: string | null = null;
    for (let step = 0; ; step += 1) {
      const page: NonNullable<Page['courses']> = await readPage({ filter, order, first: 9, after });
      seen.push(...idsOf(page));
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
      await addCourse(base + step);
      await pool.query(`update course set status = 'SUSPENDED' where id = $1`, [leaving[step]]);
      clock.now = new Date(clock.now.getTime() + 3_600_000);
    }
    expect(new Set(seen).size).toBe(seen.length);
    const stayed = all.filter((id) => !leaving.includes(id));
    expect(seen.filter((id) => stayed.includes(id))).toEqual(stayed);
    await pool.query(`update course set status = 'ACTIVE' where id = any($1::uuid[]) and status = 'SUSPENDED'`, [
      leaving,
    ]);
    await pool.query(`update course set status = 'DELISTED' where title = 'Kelas usaha untuk semua'`);
  },
);

test('a cursor of another list, order or filter is refused', async () => {
  const cursorOf = async (variables: object) => (await readPage({ first: 1, ...variables })).pageInfo.endCursor;
  const cursors = await Promise.all([
    cursorOf({ order: 'NEWEST' }),
    cursorOf({ order: 'PRICE_ASC', filter }),
    cursorOf({ order: 'PRICE_DESC', filter: { ...filter, priceFrom: 1 } }),
    cursorOf({ order: 'PRICE_DESC', filter: { ...filter, search: 'usaha' } }),
  ]);
  const { data } = await ask<{ platform: { courses: Page['courses'] } }>(
    'query ($id: ID!) { platform(id: $id) { courses(first: 1) { nodes { id } pageInfo { endCursor hasNextPage } } } }',
    { id: '00000000-0001-7000-8000-000000000000' },
  );
  cursors.push(data.platform.courses?.pageInfo.endCursor ?? '');
  for (const after of cursors) {
    const { codes } = await ask(PAGE, { filter, order: 'PRICE_DESC', first: 1, after });
    expect(codes).toEqual(['CURSOR_MALFORMED']);
  }
  const own = await cursorOf({ filter, order: 'PRICE_DESC' });
  const same = { skill: null, platform: null, ...filter };
  expect((await ask(PAGE, { filter: same, order: 'PRICE_DESC', first: 1, after: own })).codes).toEqual([]);
});

const forge = (change: (key: unknown[]) => unknown[], cursor: string) => {
  const [name, key = ''] = cursor.split('.');
  const forged = JSON.stringify(change(JSON.parse(Buffer.from(key, 'base64url').toString())));
  return `${name}.${Buffer.from(forged).toString('base64url')}`;
};

test.each<[string, (key: unknown[]) => unknown[]]>([
  ['another moment, which is no number', ([tag, , ...rest]) => [tag, 'now', ...rest]],
  ['a moment beyond all calendars', ([tag, , ...rest]) => [tag, Number.MAX_SAFE_INTEGER, ...rest]],
  ['a key that is too large', ([tag, since, match, , id]) => [tag, since, match, '9'.repeat(19), id]],
  ['SQL for a key', ([tag, since, match, , id]) => [tag, since, match, '0; drop table course', id]],
  ['another match', ([tag, since, , ...rest]) => [tag, since, 'NONE', ...rest]],
  ['a part less', (key) => key.slice(1)],
])('a cursor with %s is refused', async (_what, change) => {
  const { pageInfo } = await readPage({ filter, first: 1 });
  const { codes } = await ask(PAGE, { filter, first: 1, after: forge(change, pageInfo.endCursor) });
  expect(codes).toEqual(['CURSOR_MALFORMED']);
});
