import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { queriesOver } from '../../kit/query.ts';
import type { Query } from '../../kit/statement.ts';
import { coursesFoundBy } from '../course/course.loader.ts';
import type { CourseType } from '../course/course.type.ts';
import { CourseSearchEntity, CourseWordEntity } from './search.entity.ts';
import { CourseOrder } from './search.order.ts';
import { type CourseSearch, pageValuesOf } from './search.read.ts';
import {
  countsOfCourses,
  type Facet,
  type FacetsOfSearch,
  type FoundCourse,
  type PageOfSearch,
  pageOfCourses,
} from './search.statement.ts';

const query = queriesOver(CourseSearchEntity, CourseWordEntity);

type PageQuery = ReturnType<typeof coursesFoundBy<PageOfSearch, FoundCourse>>;

const pagesIn = (isFew: boolean) => {
  const pageIn = (order: CourseOrder): [CourseOrder, PageQuery] => {
    const name = `course-search-${order.toLowerCase()}${isFew ? '-few' : ''}`;
    return [order, coursesFoundBy<PageOfSearch, FoundCourse>(name, (values) => pageOfCourses(order, isFew, values))];
  };
  return Object.fromEntries(Object.values(CourseOrder).map(pageIn)) as Record<CourseOrder, PageQuery>;
};

const pages = { ofAll: pagesIn(false), ofFew: pagesIn(true) };

const COUNTS = query<FacetsOfSearch>()('course-search-counts', (db, values) => {
  const counts = countsOfCourses(values);
  return { compile: () => counts.compile(db) };
});

/** Runs a statement without its name: the plan depends on which conditions are stated, so each call gets its own. */
const readPlanned = <Values extends object, Row>(
  database: Database,
  { name: _, ...statement }: Query<Values, Row>,
  values: Values,
) => database.rows<Row>({ ...statement, name: '' }, statement.valuesOf(values));

/** Returns a page of the courses on offer, with one row more when there are more. */
export const findCourses = async (
  database: Database,
  { order, conditions, page }: CourseSearch,
): Promise<(CourseType & FoundCourse)[]> => {
  if (conditions === null) return [];
  const { words, skills } = conditions;
  const values = pageValuesOf(conditions, page);
  if (words === null || skills === null) return readPlanned(database, pages.ofAll[order], values);
  return database.point(pages.ofFew[order], pages.ofFew[order].valuesOf(values));
};

/** How many of the found courses have a value. */
export interface CourseCount {
  value: string;
  courses: number;
}

interface FacetKey {
  search: CourseSearch;
  facet: Facet;
}

const countsOf = async (database: Database, { conditions }: CourseSearch, facets: readonly Facet[]) =>
  conditions === null ? [] : readPlanned(database, COUNTS, { ...conditions, facets });

/** Counts of a facet, the largest first: one statement for all facets of a search that are asked for. */
const courseFacets = (database: Database) =>
  new DataLoader<FacetKey, CourseCount[]>(async (keys) => {
    const searches = Map.groupBy(keys, ({ search }) => search);
    const counts = new Map<CourseSearch, Awaited<ReturnType<typeof countsOf>>>();
    await Promise.all(
      [...searches].map(async ([search, asked]) => {
        counts.set(search, await countsOf(database, search, [...new Set(asked.map(({ facet }) => facet))]));
      }),
    );
    return keys.map(({ search, facet }) => counts.get(search)?.filter((row) => row.facet === facet) ?? []);
  });

export const searchLoaders = ({ database }: Pick<Kit, 'database'>) => ({ courseFacets: courseFacets(database) });

export type SearchLoaders = ReturnType<typeof searchLoaders>;
