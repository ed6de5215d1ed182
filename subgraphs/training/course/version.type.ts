import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { DateTime, Rupiah } from '../../kit/scalars.ts';
import { SkillType } from '../skill/skill.type.ts';
import { CourseMode } from './course.mode.ts';
import { Accessibility, SkillLevel } from './version.content.ts';
import { VersionStatus } from './version.status.ts';

registerEnumType(VersionStatus, {
  name: 'CourseVersionStatus',
  description: 'How far a version of a course has come.',
  valuesConfig: {
    SUBMITTED: { description: 'Handed in for assessment.' },
    UNDER_ASSESSMENT: { description: 'Being assessed.' },
    ACTIVE: { description: 'On sale.' },
    REJECTED: { description: 'Sent back; `problems` of the platform says why.' },
    REPLACED: { description: 'Followed by another version.' },
    WITHDRAWN: { description: 'Taken back before it was decided.' },
  },
});

registerEnumType(SkillLevel, {
  name: 'SkillLevel',
  description: 'How well a skill is mastered after a course.',
  valuesConfig: {
    BASIC: { description: 'Works under guidance.' },
    INTERMEDIATE: { description: 'Works alone on usual tasks.' },
    ADVANCED: { description: 'Solves unusual tasks and guides others.' },
  },
});

registerEnumType(Accessibility, {
  name: 'CourseAccessibility',
  description: 'What helps people with disabilities in a course.',
  valuesConfig: {
    WHEELCHAIR: { description: 'The place can be reached and used with a wheelchair.' },
    SIGN_LANGUAGE: { description: 'Sign language, such as BISINDO.' },
    CAPTIONS: { description: 'Captions of all that is said.' },
    SCREEN_READER: { description: 'All material can be read by a screen reader.' },
  },
});

@ObjectType('SyllabusUnit', { description: 'A unit of a syllabus.' })
export class SyllabusUnitType {
  @Field(() => String, { description: 'Its title.' })
  title!: string;

  @Field(() => Int, { description: 'Its hours of teaching and exercise.' })
  hours!: number;

  @Field(() => String, { nullable: true, description: 'What is taught in it; null when nothing was stated.' })
  description!: string | null;
}

@ObjectType('CourseOutcome', { description: 'A skill that is learnt in a course.' })
export class CourseOutcomeType {
  @Field(() => SkillType, { description: 'The skill.' })
  skill!: SkillType;

  @Field(() => SkillLevel, { description: 'How well it is mastered in the end.' })
  level!: SkillLevel;
}

@Directive(requiresScopes('course:publish', 'course:assess', 'course:monitor'))
@ObjectType('CourseVersion', {
  description:
    'The content of a course as it was submitted at one time. For its platform and institution, assessors and officers.',
})
export class CourseVersionType {
  @Field(() => Int, { description: 'Its number, from 1; an enrolment names the one that was bought.' })
  number!: number;

  @Field(() => VersionStatus, { description: 'How far it has come.' })
  status!: VersionStatus;

  @Field(() => DateTime, { description: 'When it was submitted.' })
  submittedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was approved or rejected; null before.' })
  decidedAt!: Date | null;

  @Field(() => String, { description: 'Title as shown to participants.' })
  title!: string;

  @Field(() => String, { description: 'What is taught and to whom.' })
  description!: string;

  @Field(() => CourseMode, { description: 'How it is taught.' })
  mode!: CourseMode;

  @Field(() => String, { description: 'In which language it is taught: a BCP 47 tag.' })
  language!: string;

  @Field(() => Rupiah, { description: 'Price of a place.' })
  price!: bigint;

  @Field(() => Rupiah, { description: 'What a place costs outside the programme.' })
  priceOutside!: bigint;

  @Field(() => Int, { description: 'Hours of all units together.' })
  durationHours!: number;

  @Directive(listOf(10))
  @Field(() => [SyllabusUnitType], { description: 'Its units in order: at most 60.' })
  syllabus!: SyllabusUnitType[];

  @Directive(listOf(5))
  @Field(() => [CourseOutcomeType], { description: 'What is learnt: at most 20 skills, in order of code.' })
  outcomes!: CourseOutcomeType[];

  @Field(() => [Accessibility], { description: 'What helps people with disabilities in it.' })
  accessibility!: Accessibility[];

  @Field(() => String, { nullable: true, description: 'Its page at the platform; null when none was stated.' })
  url!: string | null;

  courseId!: string;
  id!: string;
}

export const CourseVersionConnection = connectionType(CourseVersionType, 'CourseVersion');
