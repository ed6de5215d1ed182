import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { demandSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost, listOf, personalData, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { PageArgs, readPage } from '../../kit/page.ts';
import { ParticipantType } from '../profile/participant.type.ts';
import { SkillType } from '../skill/skill.type.ts';
import type { VacancyLoaders } from '../vacancy/vacancy.loader.ts';
import { VacancyType } from '../vacancy/vacancy.type.ts';
import { type RecommendationLoaders, recommendationKey } from './recommendation.loader.ts';
import { reasonsOf } from './recommendation.reason.ts';
import {
  RecommendationReasonType,
  RecommendedVacancyConnection,
  RecommendedVacancyType,
} from './recommendation.type.ts';

interface Slice extends RequestContext {
  loaders: RecommendationLoaders & VacancyLoaders;
  now: () => Date;
}

@Resolver(() => ParticipantType)
export class ParticipantRecommendationsResolver {
  @Directive(personalData('general'))
  @Directive(requiresScopes('self', 'participant:read'))
  @Directive(cost(20))
  @FieldResolver(() => RecommendedVacancyConnection, {
    nullable: true,
    description:
      'The 60 open vacancies that fit the skill profile best: by the skills that they share with it, rare ones and those of enough level counting more, by how near the work is, and by how new it is. Where the person lives is known by their newest consent. Empty before the first certificate.',
  })
  async recommendedVacancies(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<RecommendedVacancyType>> {
    demandSelfOr(caller, id, 'participant:read');
    const page = readPage(args, recommendationKey);
    const rows = await loaders.recommendations.load({ parent: id, page });
    return toConnection(rows, page, ({ score, vacancyId }) => [score, vacancyId]);
  }
}

@Resolver(() => RecommendedVacancyType)
export class RecommendedVacancyResolver {
  @FieldResolver(() => VacancyType, { description: 'The vacancy.' })
  async vacancy(@Root() { vacancyId }: RecommendedVacancyType, @Ctx() { loaders }: Slice): Promise<VacancyType | null> {
    return loaders.vacancy.load(vacancyId);
  }

  @FieldResolver(() => [SkillType], {
    nullable: true,
    description: 'The skills that it asks for and the participant has, in order of code.',
  })
  matchingSkills(@Root() { matchingCodes }: RecommendedVacancyType): SkillType[] {
    return matchingCodes.map((code) => ({ code }));
  }

  @Directive(listOf(4))
  @FieldResolver(() => [RecommendationReasonType], { description: 'Why it is recommended, the weightiest first.' })
  reasons(@Root() recommended: RecommendedVacancyType, @Ctx() { language, now }: Slice): RecommendationReasonType[] {
    return reasonsOf(recommended, { now: now(), language });
  }
}
