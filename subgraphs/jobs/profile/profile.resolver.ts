import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { listOf } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { RegionType } from '../region/region.type.ts';
import { SkillType } from '../skill/skill.type.ts';
import type { ProfileLoaders } from './profile.loaders.ts';
import { SkillProfileType, SkillProofType } from './profile.type.ts';

interface Slice extends RequestContext {
  loaders: ProfileLoaders;
}

@Resolver(() => SkillProfileType)
export class SkillProfileResolver {
  @FieldResolver(() => [SkillType], { nullable: true, description: 'Skills of all certificates, in order of code.' })
  skills(@Root() { skillCodes }: SkillProfileType): SkillType[] {
    return skillCodes.toSorted().map((code) => ({ code }));
  }

  @Directive(listOf(20))
  @FieldResolver(() => [SkillProofType], {
    nullable: true,
    description: 'What proves each of the skills, and at which level, in order of code.',
  })
  async proofs(@Root() { participantId }: SkillProfileType, @Ctx() { loaders }: Slice): Promise<SkillProofType[]> {
    return loaders.skillProofs.load(participantId);
  }

  @FieldResolver(() => RegionType, {
    nullable: true,
    description:
      'Regency or city of the newest consent by which a job portal may find the person; null while none may. Portals are shown the province alone.',
  })
  async region(@Root() { participantId }: SkillProfileType, @Ctx() { loaders }: Slice): Promise<RegionType | null> {
    const found = await loaders.findableRegion.load(participantId);
    return found && { code: found.code };
  }
}

@Resolver(() => SkillProofType)
export class SkillProofResolver {
  @FieldResolver(() => SkillType, { nullable: true, description: 'The skill.' })
  skill(@Root() { skillCode }: SkillProofType): SkillType {
    return { code: skillCode };
  }
}
