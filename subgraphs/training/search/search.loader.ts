import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { queriesOver } from '../../kit/query.ts';
import { facetLoader, readPlanned } from '../../kit/search/list.ts';
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

/** Counts of a facet, the largest first. */
const courseFacets = (database: Database) =>
  facetLoader(async ({ conditions }: CourseSearch, facets: Facet[]) =>
    conditions === null ? [] : readPlanned(database, COUNTS, { ...conditions, facets }),
  );

export const searchLoaders = ({ database }: Pick<Kit, 'database'>) => ({ courseFacets: courseFacets(database) });

export type SearchLoaders = ReturnType<typeof searchLoaders>;
