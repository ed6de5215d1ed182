import { Field, ID, InputType, Int } from 'type-graphql';
import { Rupiah } from '../../kit/scalars.ts';
import { CourseMode } from './course.mode.ts';
import { Accessibility, SkillLevel } from './version.content.ts';

@InputType('SyllabusUnitInput', { description: 'A unit of a syllabus.' })
class SyllabusUnitInput {
  @Field(() => String, { description: 'Its title: 3 to 150 characters.' })
  title!: string;

  @Field(() => Int, { description: 'Its hours of teaching and exercise: 1 to 40.' })
  hours!: number;

  @Field(() => String, { nullable: true, description: 'What is taught in it: at most 1,000 characters.' })
  description?: string | null;
}

@InputType('CourseOutcomeInput', { description: 'A skill that is learnt.' })
class CourseOutcomeInput {
  @Field(() => ID, { description: "The skill's code, from `skills`." })
  skill!: string;

  @Field(() => SkillLevel, { description: 'How well it is mastered in the end.' })
  level!: SkillLevel;
}

@InputType('CourseInput', {
  description:
    'The whole content of a course. Texts are plain: HTML is refused. Sending other content makes a new version.',
})
export class CourseInput {
  @Field(() => String, {
    description: 'Your own reference, by which the course is recognised ever after: 1 to 64 characters, yours alone.',
  })
  reference!: string;

  @Field(() => ID, { description: 'The institution that teaches it.' })
  institution!: string;

  @Field(() => String, { description: 'Its title: 5 to 150 characters.' })
  title!: string;

  @Field(() => String, { description: 'What is taught and to whom: 20 to 5,000 characters.' })
  description!: string;

  @Field(() => CourseMode, { description: 'How it is taught.' })
  mode!: CourseMode;

  @Field(() => String, { defaultValue: 'id', description: 'In which language it is taught: a BCP 47 tag.' })
  language!: string;

  @Field(() => Rupiah, { description: 'Price of a place, at most the price outside.' })
  price!: bigint;

  @Field(() => Rupiah, { description: 'What a place costs outside the programme; a course that is free is refused.' })
  priceOutside!: bigint;

  @Field(() => Int, {
    nullable: true,
    description: 'Hours of all units together, where your data has the sum: it is compared, not kept.',
  })
  durationHours?: number | null;

  @Field(() => [SyllabusUnitInput], { description: 'Its units in order: 1 to 60, of 6 hours at least together.' })
  syllabus!: SyllabusUnitInput[];

  @Field(() => [CourseOutcomeInput], { description: 'What is learnt: 1 to 20 skills, each once.' })
  outcomes!: CourseOutcomeInput[];

  @Field(() => [Accessibility], { defaultValue: [], description: 'What helps people with disabilities in it.' })
  accessibility!: Accessibility[];

  @Field(() => String, { nullable: true, description: 'Its page at your platform: https.' })
  url?: string | null;
}
