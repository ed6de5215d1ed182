import { type RawBuilder, sql } from 'kysely';
import { asking, choosing, type Match, relevance, type WordRule } from '../../kit/search/asking.ts';
import { isShown } from '../vacancy/index.ts';
import { VacancyOrder } from './search.order.ts';

/** What narrows a list of vacancies; null where it does not. */
export interface VacancyConditions {
  /** The typed words, as JSON. */
  words: string | null;
  /** Null while it is to be found out. */
  match: Match | null;
  skills: readonly string[] | null;
  /** The whole of this province, beside the regencies. */
  province: string | null;
  regencies: readonly string[] | null;
  isRemote: boolean | null;
  minSalary: bigint | null;
  types: readonly string[] | null;
  accessibility: readonly string[] | null;
  /** First digits of ISCO-08. */
  occupation: string | null;
  postedFrom: Date | null;
  portal: string | null;
}

export interface PageOfSearch extends VacancyConditions {
  afterKey: string | null;
  afterId: string | null;
  rows: number;
}

/** A vacancy of a page, with what its cursor is made of. */
export interface FoundVacancy {
  id: string;
  key: bigint;
  match: Match;
}

const PAY = sql`coalesce(monthly_salary_to, monthly_salary_from, 0)`;

// PostgreSQL leaves out those whose value is null, as it plans anew.
const narrowed = (values: VacancyConditions): RawBuilder<boolean> => sql<boolean>`
  ${sql.raw(isShown('vacancy'))}
  and (${values.skills}::text[] is null or vacancy.id in (
    select vacancy_id from vacancy_skill where vacancy_skill.is_open and skill_code = any(${values.skills}::text[])))
  and (${values.regencies}::text[] is null or region_code = any(${values.regencies}::text[])
    or region_code >= ${values.province}::text and region_code < ${values.province}::text || '~')
  and (${values.isRemote}::boolean is null or is_remote = ${values.isRemote}::boolean)
  and (${values.minSalary}::bigint is null or ${PAY} >= greatest(${values.minSalary}::bigint, 1))
  and (${values.types}::text[] is null or employment_type = any(${values.types}::text[]))
  and (${values.accessibility}::text[] is null or accessibility @> ${values.accessibility}::text[])
  and (${values.occupation}::text is null or occupation like ${values.occupation}::text || '%')
  and (${values.postedFrom}::timestamptz is null or posted_at >= ${values.postedFrom}::timestamptz)
  and (${values.portal}::uuid is null or vacancy.portal_id = ${values.portal}::uuid)`;

const reading: WordRule = {
  query: sql`vacancy_query(words)`,
  isKnown: sql`exists (select from vacancy where vacancy.is_open and vacancy.words @@ query)`,
  near: sql`vacancy_query(near_vacancy_words(word))`,
};

const asked = (values: VacancyConditions): RawBuilder<unknown> => {
  const hasWhole = sql`select from vacancy where vacancy.words @@ (select whole from asked) and ${narrowed(values)}`;
  return sql`${asking(values.words, reading)}, ${choosing(values.words, values.match, hasWhole)}`;
};

const matching = (values: VacancyConditions): RawBuilder<boolean> => sql<boolean>`
  (${values.words}::json is null or vacancy.words @@ (select query from chosen)) and ${narrowed(values)}`;

/** Vacancies that a text is compared with, the newest. */
const MOST_RANKED = 3_000;

// Newer ids are larger.
const keys: Readonly<Record<VacancyOrder, ((values: VacancyConditions) => RawBuilder<unknown>) | null>> = {
  RELEVANCE: ({ words }) => (words === null ? sql`0` : relevance(words)),
  NEWEST: null,
  PAY_DESC: () => PAY,
};

/** The ids of one page in an order, each with its key in it, and whether all words had to be found. */
export const pageOfVacancies = (order: VacancyOrder, values: PageOfSearch) => {
  const isById = keys[order] === null || (order === VacancyOrder.RELEVANCE && values.words === null);
  const keyed = keys[order]?.(values) ?? sql`0`;
  const place = isById ? sql`id` : sql`${keyed}, id`;
  const after = isById ? sql`${values.afterId}::uuid` : sql`${values.afterKey}::bigint, ${values.afterId}::uuid`;
  // A text that very many have is ranked among the newest of these: ranking all would take as long as there are.
  const rows =
    isById || order !== VacancyOrder.RELEVANCE
      ? sql`vacancy where ${matching(values)}`
      : sql`(select id, head from vacancy where ${matching(values)} order by id desc limit ${sql.lit(MOST_RANKED)}) as newest
        where true`;
  const found = sql<FoundVacancy>`(
    with ${asked(values)}
    select id, ${keyed}::bigint as key, (select match from chosen) as match from ${rows} and (${values.afterId}::uuid is null or (${place}) < (${after}))
      order by ${isById ? sql`id desc` : sql`${keyed} desc, id desc`} limit ${values.rows}
  )`;
  return { found, sorting: sql`found.key desc, found.id desc` };
};

/** The bands of monthly pay: where each begins, in whole rupiah; below the first nothing is stated. */
export const BANDS = [1, 2_500_000, 5_000_000, 7_500_000, 10_000_000] as const;

/** Vacancies are counted so far, the newest; a list is rarely read to its end. */
export const MOST_COUNTED = 10_000;

/** Values of a facet are those that most vacancies have, so many of them. */
const MOST_VALUES = 50;

/** What a facet counts vacancies by; TOTAL counts them all. */
export type Facet = 'TOTAL' | 'SKILL' | 'REGION' | 'TYPE' | 'PAY';

export interface FacetsOfSearch extends VacancyConditions {
  facets: readonly Facet[];
}

/** How many of the found vacancies have a value. */
export interface VacancyCount {
  facet: Facet;
  value: string;
  vacancies: number;
}

const counted = (values: FacetsOfSearch, facet: Facet, from: RawBuilder<unknown>) => sql`
  (select ${sql.lit(facet)} as facet, value, count(*)::int as vacancies from ${from}
    where ${sql.lit(facet)} = any(${values.facets}::text[])
    group by value order by vacancies desc, value limit ${sql.lit(MOST_VALUES)})`;

// Provinces, or, where the list is of one place, regencies and cities.
const places = (values: FacetsOfSearch) => sql`(
  select case when ${values.regencies}::text[] is null then left(region_code, 2) else region_code end as value
    from hit where region_code is not null) as place`;

/** How many vacancies have each value of the facets that are asked for, with the total, in one statement. */
export const countsOfVacancies = (values: FacetsOfSearch) => sql<VacancyCount>`
  with ${asked(values)}, hit as materialized (
    select id, region_code, employment_type, ${PAY} as pay from vacancy where ${matching(values)}
      order by id desc limit ${sql.lit(MOST_COUNTED)}
  )
  select 'TOTAL' as facet, '' as value, count(*)::int as vacancies from hit
  union all ${counted(
    values,
    'SKILL',
    sql`(select skill_code as value from vacancy_skill join hit on hit.id = vacancy_id) as skill`,
  )}
  union all ${counted(values, 'REGION', places(values))}
  union all ${counted(values, 'TYPE', sql`(select employment_type as value from hit) as type`)}
  union all ${counted(
    values,
    'PAY',
    sql`(select width_bucket(pay, ${sql.lit(`{${BANDS.join()}}`)}::bigint[])::text as value from hit) as band`,
  )}`;
