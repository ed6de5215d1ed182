import { Field, Int, ObjectType } from 'type-graphql';
import { SkillLevel } from '../skill/index.ts';
import { SkillType } from '../skill/skill.type.ts';

@ObjectType('Requirement', { description: 'A skill that a vacancy asks for.' })
export class RequirementType {
  @Field(() => SkillType, { nullable: true, description: 'The skill.' })
  skill!: SkillType;

  @Field(() => SkillLevel, { description: 'How well it is to be mastered.' })
  level!: SkillLevel;

  @Field(() => Int, { description: 'How much it matters: 1 (welcome) to 5 (indispensable).' })
  weight!: number;
}
