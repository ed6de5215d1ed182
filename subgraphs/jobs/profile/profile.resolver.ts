import { FieldResolver, Resolver, Root } from 'type-graphql';
import { SkillType } from '../skill/skill.type.ts';
import { SkillProfileType } from './profile.type.ts';

@Resolver(() => SkillProfileType)
export class SkillProfileResolver {
  @FieldResolver(() => [SkillType], { nullable: true, description: 'Skills of all certificates, in order of code.' })
  skills(@Root() { skillCodes }: SkillProfileType): SkillType[] {
    return skillCodes.toSorted().map((code) => ({ code }));
  }
}
