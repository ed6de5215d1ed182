import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "code")')
@ObjectType('Skill', { description: 'A skill that courses teach, certificates prove and vacancies ask for.' })
export class SkillType {
  @Field(() => ID, { description: 'Stable kebab-case key, for example `data-analysis`.' })
  code!: string;

  @Field(() => String, { description: 'English name.' })
  name!: string;

  @Field(() => String, { description: 'Indonesian name.' })
  nameId!: string;

  @Field(() => String, { description: 'ISCO-08 unit group (ILO) of the occupation that uses the skill most.' })
  iscoCode!: string;

  @Field(() => String, { description: 'Group of related skills, for example DIGITAL.' })
  category!: string;
}
