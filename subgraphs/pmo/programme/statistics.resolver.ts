import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { listOf } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { DateScalar } from '../../kit/scalars.ts';
import type { LiveStatisticsService } from './live-statistics.service.ts';
import { type ProgrammeStatistic, programmeStatistics } from './statistics.data.ts';
import { ProgrammeStatisticType } from './statistics.type.ts';

interface Slice extends RequestContext {
  liveStatistics: LiveStatisticsService;
}

/** Each figure with the others of its name; one level is enough to compare. */
const sideBySide = (figures: readonly ProgrammeStatistic[]): ProgrammeStatisticType[] => {
  const byName = Map.groupBy(figures, ({ name }) => name);
  return figures.map((figure) => {
    const others = byName.get(figure.name)?.filter((other) => other !== figure) ?? [];
    return { ...figure, otherFigures: others.map((other) => ({ ...other, otherFigures: [] })) };
  });
};

@Resolver(() => ProgrammeStatisticType)
export class StatisticsResolver {
  @Directive(listOf(50))
  @Query(() => [ProgrammeStatisticType], {
    description:
      'Published figures of the programme with definition and source, and what this graph holds today. Public; figures that contradict each other stand side by side.',
  })
  async programmeStatistics(
    @Arg('asOf', () => DateScalar, {
      nullable: true,
      description: 'Only figures that hold to this day or an earlier one; those without a day are left out. Null: all.',
    })
    asOf: string | null,
    @Ctx() { liveStatistics }: Slice,
  ): Promise<ProgrammeStatisticType[]> {
    const isAsked = (figure: ProgrammeStatistic) => !asOf || (figure.asOf !== null && figure.asOf <= asOf);
    const live = !asOf || asOf >= liveStatistics.today() ? await liveStatistics.figures() : [];
    return sideBySide([...programmeStatistics, ...live].filter(isAsked));
  }
}
