import { type RawBuilder, sql } from 'kysely';
import { asking, choosing, type Match, relevance, type WordRule } from '../../kit/search/asking.ts';
import { isHeld } from '../course/index.ts';
import { CourseOrder } from './search.order.ts';

/** What narrows a list of courses; null where it does not. */
export interface CourseConditions {
  /** The typed words, as JSON: `{words: [the word, its synonyms…], isFiller}`. */
  words: string | null;
  /** Null while it is to be found out. */
  match: Match | null;
  skills: readonly string[] | null;
  province: string | null;
  regency: string | null;
  mode: string | null;
  priceFrom: bigint | null;
  priceTo: bigint | null;
  minRating: number | null;
  platform: string | null;
  institution: string | null;
  /** Classes before this moment are over. */
  since: Date;
  /** Whether a class must start between `classesFrom` and `classesUntil`. */
  hasClass: boolean | null;
  classesFrom: Date;
  classesUntil: Date;
}

export interface PageOfSearch extends CourseConditions {
  afterKey: string | null;
  afterId: string | null;
  rows: number;
}

/** A course of a page, with what its cursor is made of. */
export interface FoundCourse {
  id: string;
  key: bigint;
  match: Match;
}

/** Returns the conditions on `course_search`; PostgreSQL leaves out those whose value is null, as it plans anew. */
const narrowed = (values: CourseConditions): RawBuilder<boolean> => sql<boolean>`
  not ${isHeld} and (${values.skills}::text[] is null or skills && ${values.skills}::text[])
  and (${values.province}::text is null
    or province = ${values.province}::text and (${values.regency}::text is null or region_code = ${values.regency}::text)
    or course_search.course_id in (select course_id from schedule
      where status = 'PUBLISHED' and region_code is not null and left(region_code, 2) = ${values.province}::text
        and (${values.regency}::text is null or region_code = ${values.regency}::text)
        and starts_at >= ${values.since}::timestamptz))
  and (${values.mode}::text is null or mode = ${values.mode}::text)
  and (${values.priceFrom}::bigint is null or price >= ${values.priceFrom}::bigint)
  and (${values.priceTo}::bigint is null or price <= ${values.priceTo}::bigint)
  and (${values.minRating}::float8 is null or rating >= ${values.minRating}::float8)
  and (${values.platform}::uuid is null or platform_id = ${values.platform}::uuid)
  and (${values.institution}::uuid is null or institution_id = ${values.institution}::uuid)
  and (${values.hasClass}::boolean is null or course_search.course_id in (select course_id from schedule
    where status = 'PUBLISHED' and starts_at >= ${values.classesFrom}::timestamptz
      and starts_at < ${values.classesUntil}::timestamptz))`;

const reading: WordRule = {
  query: sql`course_query(words)`,
  isKnown: sql`exists (select from course_search where course_search.words @@ query)`,
  near: sql`course_query(near_course_words(word))`,
};

const choosingOf = (values: CourseConditions): RawBuilder<unknown> =>
  choosing(
    values.words,
    values.match,
    sql`select from course_search where course_search.words @@ (select whole from asked) and ${narrowed(values)}`,
  );

const matching = (values: CourseConditions): RawBuilder<boolean> => sql<boolean>`
  (${values.words}::json is null or course_search.words @@ (select query from chosen)) and ${narrowed(values)}`;

/** What a page is read from: the common table expressions, the rows, and which of them match. */
type Source = (values: CourseConditions) => Record<'tables' | 'rows' | 'isMatch', RawBuilder<unknown>>;

// By the indexes: a text alone may find thousands.
const fromAll: Source = (values) => ({
  tables: sql`${asking(values.words, reading)}, ${choosingOf(values)}`,
  rows: sql`course_search`,
  isMatch: matching(values),
});

// For a text and skills. These leave so few courses that they are read once, both to see whether one has all words and
// for the page; with both stated plainly, one plan is right for all other conditions.
const fromFew: Source = (values) => ({
  tables: sql`${asking(values.words, reading)}, few as materialized (
    select course_id, price, standing, head, words @@ (select whole from asked) as is_whole from course_search
      where words @@ (select part from asked) and skills && ${values.skills}::text[] and ${narrowed(values)}
  ), chosen as materialized (
    select coalesce(${values.match}::text, case when exists (select from few where is_whole) then 'ALL' else 'ANY' end) as match
  )`,
  rows: sql`few as course_search`,
  isMatch: sql`(is_whole or (select match from chosen) = 'ANY')`,
});

const NEVER = 9_223_372_036_854_775_807n;

// A class to come: of the classes that count for the filter, the first of each course is what it is ordered by.
const isToCome = (values: CourseConditions): RawBuilder<unknown> => sql`status = 'PUBLISHED'
  and starts_at >= ${values.classesFrom}::timestamptz and starts_at < ${values.classesUntil}::timestamptz`;

// The moment of a key in microseconds; null for a course without a class. By whole numbers: a float would lose some.
const momentOf = (key: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`'epoch'::timestamptz + nullif(${key}, ${sql.lit(NEVER)}) * interval '1 microsecond'`;

// Newer ids are larger.
const byId = (): RawBuilder<unknown> => sql`0`;

interface SortRule {
  isDown: boolean;
  key: (values: CourseConditions) => RawBuilder<unknown>;
}

const orders: Readonly<Record<Exclude<CourseOrder, CourseOrder.STARTS_SOON>, SortRule>> = {
  RELEVANCE: { isDown: true, key: ({ words }) => relevance(words) },
  NEWEST: { isDown: true, key: byId },
  PRICE_ASC: { isDown: false, key: () => sql`price` },
  PRICE_DESC: { isDown: true, key: () => sql`price` },
  RATING: { isDown: true, key: () => sql`standing` },
};

type Page = { found: RawBuilder<FoundCourse>; sorting: RawBuilder<unknown> };

// soon: from the index of the classes to come, each that is the first of its course; the walk ends with the page.
// The "case" lets the planner expect every second class to be one; of an equality it would expect one class of all, and
// read and sort them all for it.
// never: courses without such a class, by their ids, for what is left of the page.
const pageByClass = (source: Source, values: PageOfSearch): Page => {
  const { tables, rows, isMatch } = source(values);
  const afterKey = sql`${values.afterKey}::bigint`;
  const found = sql<FoundCourse>`(
    with ${tables}, soon as materialized (
      select course_search.course_id as id, (1000000 * extract(epoch from begins))::bigint as key
        from ${rows} join (
          select id as class, course_id as taught, starts_at as begins from schedule where ${isToCome(values)}
        ) as class on taught = course_search.course_id
        where ${isMatch}
          and case when class = (select id from schedule where course_id = taught and ${isToCome(values)}
            order by starts_at, id limit 1) then true end
          and (${values.afterId}::uuid is null or (begins, taught) > (${momentOf(afterKey)}, ${values.afterId}::uuid))
        order by begins, taught limit ${values.rows}
    ), never as materialized (
      select course_id as id from ${rows}
        where ${isMatch} and ${values.hasClass}::boolean is null
          and not exists (select from schedule where course_id = course_search.course_id and ${isToCome(values)})
          and (${values.afterId}::uuid is null or ${afterKey} < ${sql.lit(NEVER)} or course_id > ${values.afterId}::uuid)
        order by course_id limit ${values.rows}::bigint - (select count(*) from soon)
    )
    select id, key, (select match from chosen) as match from soon
    union all select id, ${sql.lit(NEVER)}::bigint, (select match from chosen) from never
  )`;
  return { found, sorting: sql`found.key, found.id` };
};

const pageByKey = ({ isDown, key }: SortRule, source: Source, values: PageOfSearch): Page => {
  const [direction, beyond] = isDown ? [sql.raw('desc'), sql.raw('<')] : [sql.raw('asc'), sql.raw('>')];
  const isById = key === byId;
  const keyed = key(values);
  const place = isById ? sql`course_id` : sql`${keyed}, course_id`;
  const after = isById ? sql`${values.afterId}::uuid` : sql`${values.afterKey}::bigint, ${values.afterId}::uuid`;
  const sorting = isById ? sql`course_id ${direction}` : sql`${keyed} ${direction}, course_id ${direction}`;
  const { tables, rows, isMatch } = source(values);
  const found = sql<FoundCourse>`(
    with ${tables}
    select course_id as id, ${keyed}::bigint as key, (select match from chosen) as match
      from ${rows}
      where ${isMatch} and (${values.afterId}::uuid is null or (${place}) ${beyond} (${after}))
      order by ${sorting} limit ${values.rows}
  )`;
  return { found, sorting: sql`found.key ${direction}, found.id ${direction}` };
};

/**
 * The ids of one page in an order, each with its key in it, and whether all words had to be found.
 * @param isFew whether the conditions leave some hundred courses only
 */
export const pageOfCourses = (order: CourseOrder, isFew: boolean, values: PageOfSearch): Page => {
  const source = isFew ? fromFew : fromAll;
  return order === CourseOrder.STARTS_SOON ? pageByClass(source, values) : pageByKey(orders[order], source, values);
};

/** The price bands: where each but the first begins, in whole rupiah. */
export const BANDS = [250_000, 500_000, 1_000_000, 2_000_000] as const;

/** Courses are counted so far; a list is rarely read to its end. */
export const MOST_COUNTED = 10_000;

/** Values of a facet are those that most courses have, so many of them. */
const MOST_VALUES = 50;

/** What a facet counts courses by; TOTAL counts them all. */
export type Facet = 'TOTAL' | 'PLATFORM' | 'MODE' | 'SKILL' | 'REGION' | 'PRICE';

export interface FacetsOfSearch extends CourseConditions {
  facets: readonly Facet[];
}

const counted = (values: FacetsOfSearch, facet: Facet, from: RawBuilder<unknown>) => sql`
  (select ${sql.lit(facet)} as facet, value, count(*)::int as courses from ${from}
    where ${sql.lit(facet)} = any(${values.facets}::text[])
    group by value order by courses desc, value limit ${sql.lit(MOST_VALUES)})`;

// A course is in the region of its institution and in those of its classes to come: provinces, or, where the list is of
// one, its regencies. A facet that was not asked for is not read.
const regions = (values: FacetsOfSearch) => sql`(
  select course_id, case when ${values.province}::text is null then province else region_code end as value from hit
    where ${values.province}::text is null or province = ${values.province}::text
  union
  select course_id, case when ${values.province}::text is null then left(schedule.region_code, 2)
      else schedule.region_code end from schedule join hit using (course_id)
    where status = 'PUBLISHED' and schedule.region_code is not null and starts_at >= ${values.since}::timestamptz
      and (${values.province}::text is null or left(schedule.region_code, 2) = ${values.province}::text)
) as region`;

/** How many courses have each value of the facets that are asked for, with the total, in one statement. */
export const countsOfCourses = (values: FacetsOfSearch) => sql<{ facet: Facet; value: string; courses: number }>`
  with ${asking(values.words, reading)}, ${choosingOf(values)}, hit as materialized (
    select course_id, platform_id, mode, skills, province, region_code, price from course_search where ${matching(values)}
  )
  select 'TOTAL' as facet, '' as value, count(*)::int as courses
    from (select from hit where 'TOTAL' = any(${values.facets}::text[]) limit ${sql.lit(MOST_COUNTED)}) as total
  union all ${counted(values, 'PLATFORM', sql`(select platform_id::text as value from hit) as platform`)}
  union all ${counted(values, 'MODE', sql`(select mode as value from hit) as mode`)}
  union all ${counted(values, 'SKILL', sql`(select unnest(skills) as value from hit) as skill`)}
  union all ${counted(values, 'REGION', regions(values))}
  union all ${counted(
    values,
    'PRICE',
    sql`(select width_bucket(price, ${sql.lit(`{${BANDS.join()}}`)}::bigint[])::text as value from hit) as band`,
  )}`;
