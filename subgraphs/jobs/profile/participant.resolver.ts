import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { demandSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { PageArgs, readPage } from '../../kit/page.ts';
import { ParticipantType } from './participant.type.ts';
import type { ProfileLoaders } from './profile.loaders.ts';
import { SkillProfileType } from './profile.type.ts';
import { recommendationKey } from './recommendation.loader.ts';
import { RecommendedVacancyConnection, type RecommendedVacancyType } from './recommendation.type.ts';

interface Slice extends RequestContext {
  loaders: ProfileLoaders;
}

@Resolver(() => ParticipantType)
export class ParticipantResolver {
  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => SkillProfileType, {
    nullable: true,
    description: 'Skills that the certificates prove; null before the first certificate.',
  })
  async skillProfile(
    @Root() { id }: ParticipantType,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<SkillProfileType | null> {
    demandSelfOr(caller, id, 'participant:read');
    return loaders.profile.load(id);
  }

  @Directive(requiresScopes('self', 'participant:read'))
  @Directive(cost(20))
  @FieldResolver(() => RecommendedVacancyConnection, {
    nullable: true,
    description:
      'Open vacancies by the number of skills that they share with the skill profile, then newest first. Considers the newest 500 vacancies of each skill; empty before the first certificate.',
  })
  async recommendedVacancies(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<RecommendedVacancyType>> {
    demandSelfOr(caller, id, 'participant:read');
    const page = readPage(args, recommendationKey);
    const rows = await loaders.recommendations.load({ parent: id, page });
    return toConnection(rows, page, ({ matchingCodes, vacancyId }) => [matchingCodes.length, vacancyId]);
  }
}
