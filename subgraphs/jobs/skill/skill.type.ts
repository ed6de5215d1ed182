import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "code")')
@ObjectType('Skill')
export class SkillType {
  @Field(() => ID, { description: 'Stable kebab-case key, for example `data-analysis`.' })
  code!: string;
}
