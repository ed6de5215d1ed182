import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { queriesOver } from '../../kit/query.ts';
import { facetLoader, readPlanned } from '../../kit/search/list.ts';
import { vacanciesFoundBy } from '../vacancy/vacancy.loader.ts';
import type { VacancyType } from '../vacancy/vacancy.type.ts';
import { VacancyWordEntity } from './search.entity.ts';
import { VacancyOrder } from './search.order.ts';
import { pageValuesOf, type VacancySearch } from './search.read.ts';
import {
  countsOfVacancies,
  type Facet,
  type FacetsOfSearch,
  type FoundVacancy,
  type PageOfSearch,
  pageOfVacancies,
  type VacancyCount,
} from './search.statement.ts';

const query = queriesOver(VacancyWordEntity);

const pageIn = (order: VacancyOrder) =>
  vacanciesFoundBy<PageOfSearch, FoundVacancy>(`vacancy-search-${order.toLowerCase()}`, (values) =>
    pageOfVacancies(order, values),
  );

const pages = {
  RELEVANCE: pageIn(VacancyOrder.RELEVANCE),
  NEWEST: pageIn(VacancyOrder.NEWEST),
  PAY_DESC: pageIn(VacancyOrder.PAY_DESC),
};

const COUNTS = query<FacetsOfSearch>()('vacancy-search-counts', (db, values) => {
  const counts = countsOfVacancies(values);
  return { compile: () => counts.compile(db) };
});

/** Returns a page of the vacancies that are shown, with one row more when there are more. */
export const findVacancies = async (
  database: Database,
  { order, conditions, page }: VacancySearch,
): Promise<(VacancyType & FoundVacancy)[]> =>
  conditions === null ? [] : readPlanned(database, pages[order], pageValuesOf(conditions, page));

/** Counts of a facet, the largest first. */
const vacancyFacets = (database: Database) =>
  facetLoader<VacancySearch, VacancyCount>(async ({ conditions }, facets: Facet[]) =>
    conditions === null ? [] : readPlanned(database, COUNTS, { ...conditions, facets }),
  );

export const searchLoaders = ({ database }: Pick<Kit, 'database'>) => ({ vacancyFacets: vacancyFacets(database) });

export type SearchLoaders = ReturnType<typeof searchLoaders>;
