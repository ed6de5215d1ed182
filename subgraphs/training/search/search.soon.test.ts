import { expect, test } from 'vitest';
import { makeCourses, storeCourses } from '../../../scripts/bench/courses/catalogue.ts';
import { openTraining } from '../../../tests/testkit/training.ts';
import { coursesFoundBy } from '../course/course.loader.ts';
import { CourseOrder } from './search.order.ts';
import { pageValuesOf, readCourseSearch, type SentFilter } from './search.read.ts';
import { type FoundCourse, type PageOfSearch, pageOfCourses } from './search.statement.ts';

const now = new Date('2026-11-28T03:00:00Z');
const { askAnonymously: ask, database } = await openTraining([], { now: () => now });
const { pool } = database;
const COURSES = 2_000;
await storeCourses(pool, makeCourses(COURSES, 12), now);
// Classes at the same moment, twice of the same course too; such that are over, running, cancelled; parts of a microsecond.
await pool.query(`insert into schedule (course_id, mode, instructor, seats, starts_at, ends_at, status)
  select id, 'ONLINE', 'Budi', 30, day, day + interval '1 day', status
    from (select id from course order by id limit 60) as course,
      (values ('2026-11-27'::timestamptz, 'PUBLISHED'), ('2026-11-29T00:00:00.123457Z', 'PUBLISHED'),
        ('2026-11-29T00:00:00.123457Z', 'PUBLISHED'), ('2026-11-28T04:00:00Z', 'CANCELLED')) as class (day, status)`);
await pool.query('vacuum analyze');

const read = (filter: SentFilter) =>
  readCourseSearch({ filter, order: CourseOrder.STARTS_SOON, page: { first: 20, after: null } }, now);

const PAGE = `query ($filter: CourseFilter, $after: String) {
  courses(first: 100, filter: $filter, order: STARTS_SOON, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`;

interface Page {
  courses: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

const readAll = async (filter: object) => {
  const ids: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { data, codes }: { data: Page; codes: unknown[] } = await ask<Page>(PAGE, { filter, after });
    expect(codes).toEqual([]);
    ids.push(...data.courses.nodes.map(({ id }) => id));
    if (!data.courses.pageInfo.hasNextPage) return ids;
    after = data.courses.pageInfo.endCursor;
  }
};

const BY_HAND = `select course_id as id from course_search left join (
    select course_id, min(starts_at) as first_start from schedule
      where status = 'PUBLISHED' and starts_at >= $1 and starts_at < $2 group by course_id
  ) as class using (course_id)
  where (mode = $3 or $3 is null) and (skills && $4 or $4 is null) and (first_start is not null or not $5)
  order by first_start nulls last, course_id`;

const skills = ['barista-work', 'data-analysis'];
const EVER = '9999-01-01';

test.each<[string, object, unknown[]]>([
  ['of all', {}, [now, EVER, null, null, false]],
  ['by mode', { mode: 'HYBRID' }, [now, EVER, 'HYBRID', null, false]],
  ['by skill', { skills }, [now, EVER, null, skills, false]],
  [
    'with a class that day',
    { startsFrom: '2026-11-29', startsUntil: '2026-11-29' },
    ['2026-11-29T00:00:00+07:00', '2026-11-30T00:00:00+07:00', null, null, true],
  ],
])('%s: the pages are the courses by their first class, then those without', async (_what, filter, values) => {
  const found = await readAll(filter);
  const { rows } = await pool.query(BY_HAND, values);
  expect(rows.length).toBeGreaterThan(5);
  expect(found).toEqual(rows.map(({ id }) => id));
});

test('with a text and a skill too', async () => {
  const filter = { search: 'untuk', skills: ['barista-work'] };
  const found = await readAll(filter);
  const { rows } = await pool.query(BY_HAND, [now, EVER, null, filter.skills, false]);
  expect(found.length).toBeGreaterThan(2);
  expect(found).toEqual(rows.map(({ id }) => id).filter((id) => found.includes(id)));
});

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

const planOf = async (filter: SentFilter): Promise<PlanNode[]> => {
  const { conditions, page } = read(filter);
  if (!conditions) throw new Error('nothing is asked for');
  const { text, valuesOf } = coursesFoundBy<PageOfSearch, FoundCourse>('soon-plan', (values) =>
    pageOfCourses(CourseOrder.STARTS_SOON, false, values),
  );
  const { rows } = await pool.query(`explain (analyze, format json) ${text}`, valuesOf(pageValuesOf(conditions, page)));
  return nodesOf(rows[0]['QUERY PLAN'][0].Plan);
};

test('the first page walks the index of the classes to come, and reads little more than it shows', async () => {
  const nodes = await planOf({});
  const walk = nodes.filter((node) => node['Index Name'] === 'schedule_soon_ix' && node['Actual Loops'] > 0);
  expect(walk.length).toBeGreaterThan(0);
  const rowsRead = nodes
    .filter((node) => node['Relation Name'] === 'schedule' || node['Relation Name'] === 'course_search')
    .map((node) => node['Actual Rows'] * node['Actual Loops']);
  expect(Math.max(...rowsRead)).toBeLessThan(100);
});
