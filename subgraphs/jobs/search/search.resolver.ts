import { Arg, Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { toConnection } from '../../kit/connection.ts';
import { cost, listOf } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { PageArgs } from '../../kit/page.ts';
import type { EmploymentType } from '../vacancy/index.ts';
import { VacancyFilterInput } from './search.input.ts';
import { findVacancies, type SearchLoaders } from './search.loader.ts';
import { VacancyOrder } from './search.order.ts';
import { readVacancySearch } from './search.read.ts';
import { BANDS, MOST_COUNTED } from './search.statement.ts';
import {
  VacanciesByPayType,
  VacanciesByRegionType,
  VacanciesBySkillType,
  VacanciesByTypeType,
  VacancyFacetsType,
  VacancySearchConnectionType,
} from './search.type.ts';

interface Slice extends RequestContext {
  loaders: SearchLoaders;
  now: () => Date;
}

const VALUES = listOf(50);

@Resolver(() => VacancySearchConnectionType)
export class VacancySearchResolver {
  @Query(() => VacancySearchConnectionType, {
    description:
      'Open vacancies of portals that are not suspended. Codes of errors: SEARCH_TOO_LONG, SEARCH_MALFORMED, SKILLS_OUT_OF_RANGE, CHOICES_OUT_OF_RANGE, REGION_NEEDED, REGION_CODE_MALFORMED, OCCUPATION_MALFORMED, DAYS_OUT_OF_RANGE, PAGE_SIZE_OUT_OF_RANGE; CURSOR_MALFORMED also for a cursor of another filter or order.',
  })
  async vacancies(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => VacancyFilterInput, { nullable: true, description: 'Narrows the list.' })
    filter: VacancyFilterInput | null,
    @Arg('order', () => VacancyOrder, {
      nullable: true,
      description: 'How the list is ordered; without it RELEVANCE for a list with `search`, else NEWEST.',
    })
    order: VacancyOrder | null,
    @Ctx() { database, now }: Slice,
  ): Promise<VacancySearchConnectionType> {
    const search = readVacancySearch({ filter: filter ?? {}, order: order ?? null, page: args }, now());
    const rows = await findVacancies(database, search);
    const page = toConnection(rows, search.page, ({ key, match, id }) => [...search.cursor, match, String(key), id]);
    const match = rows[0]?.match;
    // What was found out for the page holds for the counts.
    const conditions = search.conditions && match ? { ...search.conditions, match } : search.conditions;
    return { ...page, search: { ...search, conditions } };
  }

  @Directive(cost(5))
  @FieldResolver(() => Int, { description: `Vacancies found, on all pages; ${MOST_COUNTED} also stands for more.` })
  async totalCount(@Root() { search }: VacancySearchConnectionType, @Ctx() { loaders }: Slice): Promise<number> {
    const [total] = await loaders.vacancyFacets.load({ search, facet: 'TOTAL' });
    return total?.vacancies ?? 0;
  }

  @FieldResolver(() => VacancyFacetsType, { description: 'The vacancies found, counted by their values.' })
  facets(@Root() { search }: VacancySearchConnectionType): VacancyFacetsType {
    return { search };
  }
}

@Resolver(() => VacancyFacetsType)
export class VacancyFacetsResolver {
  @Directive(cost(5))
  @Directive(VALUES)
  @FieldResolver(() => [VacanciesBySkillType], { description: 'By skill, the largest count first; at most 50.' })
  async skills(@Root() { search }: VacancyFacetsType, @Ctx() { loaders }: Slice): Promise<VacanciesBySkillType[]> {
    const counts = await loaders.vacancyFacets.load({ search, facet: 'SKILL' });
    return counts.map(({ value, vacancies }) => ({ skill: { code: value }, count: vacancies }));
  }

  @Directive(cost(5))
  @Directive(VALUES)
  @FieldResolver(() => [VacanciesByRegionType], {
    description:
      'By province, or, with a region in the filter, by regency and city; the largest count first; at most 50.',
  })
  async regions(@Root() { search }: VacancyFacetsType, @Ctx() { loaders }: Slice): Promise<VacanciesByRegionType[]> {
    const counts = await loaders.vacancyFacets.load({ search, facet: 'REGION' });
    return counts.map(({ value, vacancies }) => ({ region: { code: value }, count: vacancies }));
  }

  @Directive(cost(5))
  @Directive(listOf(5))
  @FieldResolver(() => [VacanciesByTypeType], { description: 'By type, the largest count first.' })
  async types(@Root() { search }: VacancyFacetsType, @Ctx() { loaders }: Slice): Promise<VacanciesByTypeType[]> {
    const counts = await loaders.vacancyFacets.load({ search, facet: 'TYPE' });
    return counts.map(({ value, vacancies }) => ({ type: value as EmploymentType, count: vacancies }));
  }

  @Directive(cost(5))
  @Directive(listOf(BANDS.length + 1))
  @FieldResolver(() => [VacanciesByPayType], { description: 'By highest stated monthly pay, the lowest band first.' })
  async pays(@Root() { search }: VacancyFacetsType, @Ctx() { loaders }: Slice): Promise<VacanciesByPayType[]> {
    const counts = await loaders.vacancyFacets.load({ search, facet: 'PAY' });
    return counts
      .map(({ value, vacancies }) => ({ band: Number(value), count: vacancies }))
      .toSorted((one, other) => one.band - other.band)
      .map(({ band, count }) => ({
        from: band === 0 ? null : BigInt(BANDS[band - 1] ?? 0),
        below: band > 0 && band < BANDS.length ? BigInt(BANDS[band] ?? 0) : null,
        count,
      }));
  }
}
