import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "code")')
@ObjectType('Skill', { description: 'A skill that courses teach, certificates prove and vacancies ask for.' })
export class SkillType {
  @Field(() => ID, { description: 'Stable kebab-case key, for example `data-analysis`.' })
  code!: string;
}
