import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeCourses, storeCourses } from '../../../scripts/bench/courses/catalogue.ts';
import { openTraining } from '../../../tests/testkit/training.ts';

const now = new Date('2026-11-28T03:00:00Z');

const { askAnonymously: ask, database } = await openTraining([], { now: () => now });
await storeCourses(database.pool, makeCourses(400, 5), now);

interface Course {
  id: string;
  price: number;
  mode: string;
  platform: { name: string };
  skills: { code: string }[];
  institution: { region: { code: string } };
}

interface Page {
  courses: {
    nodes: Course[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
    totalCount: number;
    facets: {
      platforms: { platform: { name: string }; count: number }[];
      modes: { mode: string; count: number }[];
      skills: { skill: { code: string }; count: number }[];
      regions: { region: { code: string }; count: number }[];
      prices: { from: number; below: number | null; count: number }[];
    };
  };
}

const PAGE = `query ($filter: CourseFilter, $order: CourseOrder, $after: String) {
  courses(filter: $filter, order: $order, first: 100, after: $after) {
    nodes { id price mode platform { name } skills { code } institution { region { code } } }
    pageInfo { hasNextPage endCursor } totalCount
    facets { platforms { platform { name } count } modes { mode count } skills { skill { code } count }
      regions { region { code } count } prices { from below count } } } }`;

/** Returns all courses of a list, page by page, and the counts of each page. */
const readAll = async (filter: object, order: string) => {
  const courses: Course[] = [];
  const counts: string[] = [];
  let after: string | null = null;
  for (;;) {
    const answer: { data: Page; errors: unknown } = await ask<Page>(PAGE, { filter, order, after });
    expect(answer.errors).toEqual([]);
    const { nodes, pageInfo, totalCount, facets } = answer.data.courses;
    courses.push(...nodes);
    counts.push(JSON.stringify({ totalCount, facets }));
    if (!pageInfo.hasNextPage) return { courses, counts: [...new Set(counts)].map((text) => JSON.parse(text)) };
    after = pageInfo.endCursor;
  }
};

const countBy = (values: readonly string[]) => {
  const counts = Map.groupBy(values, (value) => value);
  return Object.fromEntries([...counts].map(([value, all]) => [value, all.length]).toSorted());
};

const { rows: classes } = await database.pool.query<{ id: string; region: string }>(
  'select course_id as id, region_code as region from schedule where region_code is not null',
);
const regionsOfClasses = Map.groupBy(classes, ({ id }) => id);

const regionsOf = ({ id, institution }: Course, province: string | null) => {
  const codes = [institution.region.code, ...(regionsOfClasses.get(id) ?? []).map(({ region }) => region)];
  const within = codes.filter((code) => province === null || code.startsWith(province));
  return [...new Set(province === null ? within.map((code) => code.slice(0, 2)) : within)];
};

const byCount = (one: [string, number], other: [string, number]) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1);

/** The 50 largest counts, as the list cuts them. */
const largest = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).toSorted(byCount).slice(0, 50).toSorted());

const facetsByHand = (courses: readonly Course[], province: string | null) => ({
  platforms: countBy(courses.map(({ platform }) => platform.name)),
  modes: countBy(courses.map(({ mode }) => mode)),
  skills: largest(countBy(courses.flatMap(({ skills }) => skills.map(({ code }) => code)))),
  regions: largest(countBy(courses.flatMap((course) => regionsOf(course, province)))),
  prices: countBy(
    courses.map(({ price }) => String([0, 250_000, 500_000, 1_000_000, 2_000_000].findLast((from) => from <= price))),
  ),
});

const facetsOf = ({ platforms, modes, skills, regions, prices }: Page['courses']['facets']) => {
  const entries = <T extends { count: number }>(rows: T[], keyOf: (row: T) => string) =>
    Object.fromEntries(rows.map((row) => [keyOf(row), row.count] as [string, number]).toSorted());
  return {
    platforms: entries(platforms, ({ platform }) => platform.name),
    modes: entries(modes, ({ mode }) => mode),
    skills: entries(skills, ({ skill }) => skill.code),
    regions: entries(regions, ({ region }) => region.code),
    prices: entries(prices, ({ from }) => String(from)),
  };
};

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 2 });

const filters = fc.record({
  search: optional(
    fc.constantFrom('barista', 'pengelolaan usaha', 'desian grafis', 'kopi batik mesin', 'untuk pemula', 'zzz'),
  ),
  skills: optional(
    fc.subarray(['barista-work', 'welding', 'graphic-design', 'tour-guiding', 'data-analysis'], { minLength: 1 }),
  ),
  region: optional(fc.constantFrom('32', '33', '35', '12', '32.04')),
  mode: optional(fc.constantFrom('ONLINE', 'OFFLINE', 'HYBRID')),
  priceFrom: optional(fc.constantFrom(0, 300_000, 1_000_000)),
  priceTo: optional(fc.constantFrom(900_000, 2_400_000)),
  minRating: optional(fc.constantFrom(1, 3.5, 4.5)),
  startsFrom: optional(fc.constantFrom('2026-12-01', '2027-01-15')),
});

const orders = fc.constantFrom('RELEVANCE', 'NEWEST', 'PRICE_ASC', 'PRICE_DESC', 'RATING', 'STARTS_SOON');

test('the counts are those of the list, which is the same in every order', async () => {
  await fc.assert(
    fc.asyncProperty(filters, orders, async (filter, order) => {
      const { courses, counts } = await readAll(filter, order);
      const ids = courses.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(counts).toHaveLength(1);
      expect(counts[0].totalCount).toBe(courses.length);
      const province = filter.region?.slice(0, 2) ?? null;
      expect(facetsOf(counts[0].facets)).toEqual(facetsByHand(courses, province));
      const newest = await readAll(filter, 'NEWEST');
      expect(newest.courses.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    }),
    { numRuns: 60 },
  );
});
