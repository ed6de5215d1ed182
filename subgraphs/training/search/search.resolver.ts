import { Arg, Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { toConnection } from '../../kit/connection.ts';
import { cost, listOf } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { PageArgs } from '../../kit/page.ts';
import type { CourseMode } from '../course/course.type.ts';
import type { PlatformLoaders } from '../platform/platform.loader.ts';
import { PlatformType } from '../platform/platform.type.ts';
import { CourseFilterInput } from './search.input.ts';
import { findCourses, type SearchLoaders } from './search.loader.ts';
import { CourseOrder } from './search.order.ts';
import { readCourseSearch } from './search.read.ts';
import { BANDS, MOST_COUNTED } from './search.statement.ts';
import {
  CourseFacetsType,
  CourseSearchConnectionType,
  CoursesByModeType,
  CoursesByPlatformType,
  CoursesByPriceType,
  CoursesByRegionType,
  CoursesBySkillType,
} from './search.type.ts';

interface Slice extends RequestContext {
  loaders: SearchLoaders & PlatformLoaders;
  now: () => Date;
}

const VALUES = listOf(50);

@Resolver(() => CourseSearchConnectionType)
export class CourseSearchResolver {
  @Query(() => CourseSearchConnectionType, {
    description:
      'Courses on offer (ACTIVE or WATCHED, of a platform and an institution that are not suspended). Codes of errors: SEARCH_TOO_LONG, SEARCH_MALFORMED, SKILLS_OUT_OF_RANGE, REGION_CODE_MALFORMED, PAGE_SIZE_OUT_OF_RANGE; CURSOR_MALFORMED also for a cursor of another filter or order.',
  })
  async courses(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => CourseFilterInput, { nullable: true, description: 'Narrows the list.' })
    filter: CourseFilterInput | null,
    @Arg('order', () => CourseOrder, {
      nullable: true,
      description: 'How the list is ordered; without it RELEVANCE for a list with `search`, else NEWEST.',
    })
    order: CourseOrder | null,
    @Ctx() { database, now }: Slice,
  ): Promise<CourseSearchConnectionType> {
    const search = readCourseSearch({ filter: filter ?? {}, order: order ?? null, page: args }, now());
    const rows = await findCourses(database, search);
    const page = toConnection(rows, search.page, ({ key, match, id }) => [...search.cursor, match, String(key), id]);
    const match = rows[0]?.match;
    // What was found out for the page holds for the counts.
    const conditions = search.conditions && match ? { ...search.conditions, match } : search.conditions;
    return { ...page, search: { ...search, conditions } };
  }

  @Directive(cost(5))
  @FieldResolver(() => Int, { description: `Courses found, on all pages; ${MOST_COUNTED} also stands for more.` })
  async totalCount(@Root() { search }: CourseSearchConnectionType, @Ctx() { loaders }: Slice): Promise<number> {
    const [total] = await loaders.courseFacets.load({ search, facet: 'TOTAL' });
    return total?.courses ?? 0;
  }

  @FieldResolver(() => CourseFacetsType, { description: 'The courses found, counted by their values.' })
  facets(@Root() { search }: CourseSearchConnectionType): CourseFacetsType {
    return { search };
  }
}

@Resolver(() => CourseFacetsType)
export class CourseFacetsResolver {
  @Directive(cost(5))
  @Directive(VALUES)
  @FieldResolver(() => [CoursesByPlatformType], { description: 'By platform, the largest count first; at most 50.' })
  async platforms(@Root() { search }: CourseFacetsType, @Ctx() { loaders }: Slice): Promise<CoursesByPlatformType[]> {
    const counts = await loaders.courseFacets.load({ search, facet: 'PLATFORM' });
    return counts.map(({ value, courses }) => ({ platformId: value, count: courses }));
  }

  @Directive(cost(5))
  @Directive(listOf(3))
  @FieldResolver(() => [CoursesByModeType], { description: 'By the way they are taught, the largest count first.' })
  async modes(@Root() { search }: CourseFacetsType, @Ctx() { loaders }: Slice): Promise<CoursesByModeType[]> {
    const counts = await loaders.courseFacets.load({ search, facet: 'MODE' });
    return counts.map(({ value, courses }) => ({ mode: value as CourseMode, count: courses }));
  }

  @Directive(cost(5))
  @Directive(VALUES)
  @FieldResolver(() => [CoursesBySkillType], { description: 'By skill, the largest count first; at most 50.' })
  async skills(@Root() { search }: CourseFacetsType, @Ctx() { loaders }: Slice): Promise<CoursesBySkillType[]> {
    const counts = await loaders.courseFacets.load({ search, facet: 'SKILL' });
    return counts.map(({ value, courses }) => ({ skill: { code: value }, count: courses }));
  }

  @Directive(cost(5))
  @Directive(VALUES)
  @FieldResolver(() => [CoursesByRegionType], {
    description:
      'By province, or, with a region in the filter, by the regencies and cities of its province; the largest count first; at most 50.',
  })
  async regions(@Root() { search }: CourseFacetsType, @Ctx() { loaders }: Slice): Promise<CoursesByRegionType[]> {
    const counts = await loaders.courseFacets.load({ search, facet: 'REGION' });
    return counts.map(({ value, courses }) => ({ region: { code: value }, count: courses }));
  }

  @Directive(cost(5))
  @Directive(listOf(BANDS.length + 1))
  @FieldResolver(() => [CoursesByPriceType], { description: 'By price band, the cheapest first.' })
  async prices(@Root() { search }: CourseFacetsType, @Ctx() { loaders }: Slice): Promise<CoursesByPriceType[]> {
    const counts = await loaders.courseFacets.load({ search, facet: 'PRICE' });
    const bands = counts.map(({ value, courses }) => ({ band: Number(value), count: courses }));
    return bands
      .toSorted((one, other) => one.band - other.band)
      .map(({ band, count }) => {
        const below = BANDS[band];
        return { from: BigInt(BANDS[band - 1] ?? 0), below: below === undefined ? null : BigInt(below), count };
      });
  }
}

@Resolver(() => CoursesByPlatformType)
export class CoursesByPlatformResolver {
  @FieldResolver(() => PlatformType, { nullable: true, description: 'The platform.' })
  async platform(
    @Root() { platformId }: CoursesByPlatformType,
    @Ctx() { loaders }: Slice,
  ): Promise<PlatformType | null> {
    return loaders.platform.load(platformId);
  }
}
