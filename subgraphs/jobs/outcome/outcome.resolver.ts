import DataLoader from 'dataloader';
import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { listOf } from '../../kit/directives.ts';
import type { Kit, RequestContext } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { BY_COURSE } from './outcome.statement.ts';
import { CourseOutcomeType, CourseType } from './outcome.type.ts';

/** Outcomes by course, the newest month first: one statement for all courses of a page. */
export const outcomeLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  outcomes: new DataLoader<string, CourseOutcomeType[]>(async (courses) => {
    const rows = await database.rows(BY_COURSE, [courses.filter(isUuid)]);
    const byCourse = Map.groupBy(rows, ({ courseId }) => courseId);
    return courses.map((id) => byCourse.get(id) ?? []);
  }),
});

interface Slice extends RequestContext {
  loaders: ReturnType<typeof outcomeLoaders>;
}

@Resolver(() => CourseType)
export class CourseOutcomesResolver {
  @Directive(listOf(12))
  @FieldResolver(() => [CourseOutcomeType], {
    nullable: true,
    description:
      'Hires of the people who completed it, for everyone: the newest twelve months first; empty below ten confirmed hires.',
  })
  async jobOutcomes(@Root() { id }: CourseType, @Ctx() { loaders }: Slice): Promise<CourseOutcomeType[]> {
    return loaders.outcomes.load(id);
  }
}
