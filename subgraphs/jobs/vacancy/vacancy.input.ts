import { Directive, Field, ID, InputType, Int } from 'type-graphql';
import { bulk } from '../../kit/directives.ts';
import { DateScalar, DateTime, Rupiah } from '../../kit/scalars.ts';
import { SkillLevel } from '../skill/index.ts';
import { EmploymentType, WorkAccessibility } from './vacancy.kind.ts';

@InputType('RequirementInput', { description: 'A skill that a vacancy asks for.' })
class RequirementInput {
  @Field(() => ID, { description: "The skill's code, from `skills`." })
  skill!: string;

  @Field(() => SkillLevel, { defaultValue: SkillLevel.BASIC, description: 'How well it is to be mastered.' })
  level!: SkillLevel;

  @Field(() => Int, { defaultValue: 3, description: 'How much it matters: 1 (welcome) to 5 (indispensable).' })
  weight!: number;
}

@InputType('VacancyInput', { description: 'The whole content of a vacancy. Texts are plain: HTML is refused.' })
export class VacancyInput {
  @Field(() => String, {
    description: 'Your own reference, by which the vacancy is recognised ever after: 1 to 64 characters, yours alone.',
  })
  reference!: string;

  @Field(() => String, { description: 'Name of the company or person that offers the work: 2 to 150 characters.' })
  employer!: string;

  @Field(() => String, { description: 'Its title: 5 to 150 characters.' })
  title!: string;

  @Field(() => String, { description: 'What the work is and what it asks for: 20 to 5,000 characters.' })
  description!: string;

  @Field(() => ID, { description: 'Its occupation: the four digits of a unit group of ISCO-08, such as 5132.' })
  occupation!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Regency or city of the workplace: a Kemendagri code such as 32.73. Only remote work may have none.',
  })
  region?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'It can be done from anywhere in Indonesia.' })
  isRemote!: boolean;

  @Field(() => EmploymentType, { description: 'How one is employed.' })
  type!: EmploymentType;

  @Field(() => Rupiah, { nullable: true, description: 'Lowest monthly pay.' })
  monthlySalaryFrom?: bigint | null;

  @Field(() => Rupiah, { nullable: true, description: 'Highest monthly pay, not below the lowest.' })
  monthlySalaryTo?: bigint | null;

  @Field(() => [RequirementInput], { description: 'Skills that it asks for: 1 to 10, each once.' })
  requirements!: RequirementInput[];

  @Field(() => [WorkAccessibility], { defaultValue: [], description: 'What helps people with disabilities there.' })
  accessibility!: WorkAccessibility[];

  @Field(() => DateScalar, { description: 'Last day in Jakarta on which it is open: today or later, within a year.' })
  openUntil!: string;

  @Field(() => Int, { defaultValue: 1, description: 'How many people are sought: 1 to 1,000.' })
  openings!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Where one applies at your portal: https. Without it people apply in the graph.',
  })
  applyUrl?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Keep a new vacancy as a DRAFT, for you alone.' })
  isDraft!: boolean;
}

@InputType('UpsertVacanciesInput', { description: 'Vacancies of your portal as they are at one moment.' })
export class UpsertVacanciesInput {
  @Field(() => DateTime, {
    description:
      'When this was written: of a file the moment of the whole file, the same for all its calls. What is older than what a vacancy says already changes nothing.',
  })
  writtenAt!: Date;

  @Directive(bulk(1_000))
  @Field(() => [VacancyInput], { description: 'The vacancies: 1 to 1,000, each reference once.' })
  items!: VacancyInput[];
}
