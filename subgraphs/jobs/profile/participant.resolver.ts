import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { demandSelfOr } from '../../kit/access.ts';
import { personalData, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { ParticipantType } from './participant.type.ts';
import type { ProfileLoaders } from './profile.loaders.ts';
import { SkillProfileType } from './profile.type.ts';

interface Slice extends RequestContext {
  loaders: ProfileLoaders;
}

@Resolver(() => ParticipantType)
export class ParticipantResolver {
  @Directive(personalData('general'))
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
}
