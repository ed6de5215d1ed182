import { Directive, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { AssessmentLayer, DecisionOutcome, MonitoringFigure, ReportCategory } from './curation.kind.ts';

registerEnumType(AssessmentLayer, {
  name: 'AssessmentLayer',
  description: 'Who assesses a version, in this order.',
  valuesConfig: {
    PLATFORM: { description: 'The platform that sells the course.' },
    PMO: { description: 'An officer of the programme office.' },
    ASSESSOR: { description: 'An independent assessor, such as a university.' },
  },
});

registerEnumType(DecisionOutcome, {
  name: 'CourseDecisionOutcome',
  description: 'What was decided about a course.',
  valuesConfig: {
    APPROVED: { description: 'The version goes on sale.' },
    SENT_BACK: { description: 'The version is rejected; `mend` says what to mend before another is submitted.' },
    WATCHED: { description: 'It goes on, under closer monitoring.' },
    SUSPENDED: { description: 'It is not sold until a finding is settled.' },
    RESUMED: { description: 'It goes on as before.' },
    DELISTED: { description: 'It is not sold any more.' },
  },
});

registerEnumType(MonitoringFigure, {
  name: 'MonitoringFigure',
  description: 'A figure by which courses are monitored.',
  valuesConfig: {
    COMPLETION: { description: 'Share, of 1, of those who finished among all whose learning has ended.' },
    RATING: { description: 'Mean stars of all ratings, 1 to 5.' },
    COMPLAINTS: { description: 'Number of people who complained.' },
  },
});

registerEnumType(ReportCategory, {
  name: 'CourseReportCategory',
  description: 'What a complaint is about.',
  valuesConfig: {
    NOT_AS_DESCRIBED: { description: 'Something else is taught than was described.' },
    NOT_TAUGHT: { description: 'Classes were not held, or not to the end.' },
    POOR_QUALITY: { description: 'Material or teaching is poor.' },
    EXTRA_CHARGE: { description: 'More was charged than the price.' },
    FALSE_ATTENDANCE: { description: 'Attendance or results are recorded that never were.' },
    MISCONDUCT: { description: 'Somebody of the provider behaved badly.' },
    OTHER: { description: 'Something else; the text says what.' },
  },
});

@ObjectType('AssessmentIndicator', { description: 'What a course is assessed by.' })
export class IndicatorType {
  @Field(() => ID, { description: 'Stable, such as `SYLLABUS_STRUCTURED`.' })
  code!: string;

  @Field(() => String, { description: 'What is looked at, in the language of Accept-Language.' })
  text!: string;

  @Field(() => Boolean, { description: 'A low score here forbids the approval, however good the others are.' })
  isRequired!: boolean;
}

@ObjectType('IndicatorScore', { description: 'How an indicator was scored.' })
export class ScoreType {
  @Field(() => ID, { description: "The indicator's code." })
  indicator!: string;

  @Field(() => Int, { description: 'From 1, poor, to 5.' })
  score!: number;

  @Field(() => String, { nullable: true, description: 'Why; always there below 3.' })
  comment!: string | null;
}

@Directive(requiresScopes('course:publish', 'course:assess', 'course:monitor'))
@ObjectType('CourseAssessment', { description: 'How a version of a course was assessed in one layer; never changed.' })
export class AssessmentType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => Int, { description: 'Number of the version.' })
  version!: number;

  @Field(() => AssessmentLayer, { description: 'Who assessed.' })
  layer!: AssessmentLayer;

  @Directive(listOf(10))
  @Field(() => [ScoreType], { description: 'The score of each indicator: at most 50.' })
  scores!: ScoreType[];

  @Field(() => Float, { description: 'Mean of the scores, 1 to 5.' })
  mean!: number;

  @Field(() => String, { nullable: true, description: 'On the whole.' })
  comment!: string | null;

  @Field(() => DateTime, { description: 'When.' })
  assessedAt!: Date;

  courseId!: string;
}

export const AssessmentConnection = connectionType(AssessmentType, 'CourseAssessment');

@Directive(requiresScopes('course:publish', 'course:assess', 'course:monitor'))
@ObjectType('WaitingVersion', { description: 'A version that waits for the assessment of a layer.' })
export class WaitingVersionType {
  @Field(() => Int, { description: 'Number of the version; `Course.versions` has its content.' })
  version!: number;

  @Field(() => DateTime, { description: 'When it was submitted.' })
  submittedAt!: Date;

  id!: string;
  courseId!: string;
}

export const WaitingVersionConnection = connectionType(WaitingVersionType, 'WaitingVersion');

@ObjectType('MendItem', { description: 'What is to be mended before another version is submitted.' })
export class MendType {
  @Field(() => ID, { description: "The indicator's code." })
  indicator!: string;

  @Field(() => String, { description: 'What to mend.' })
  what!: string;
}

@ObjectType('MonitoringGround', { description: 'A figure that has passed its threshold.' })
export class GroundType {
  @Field(() => MonitoringFigure, { description: 'Which figure.' })
  figure!: MonitoringFigure;

  @Field(() => Float, { description: 'What it was.' })
  value!: number;

  @Field(() => Float, { description: 'What it should not have passed.' })
  threshold!: number;
}

@Directive(requiresScopes('course:publish', 'course:monitor'))
@ObjectType('CourseDecision', { description: 'What was decided about a course; never changed.' })
export class DecisionType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => Int, { description: 'Number of the version that it is about, or that was on sale.' })
  version!: number;

  @Field(() => DecisionOutcome, { description: 'What was decided.' })
  outcome!: DecisionOutcome;

  @Field(() => String, { nullable: true, description: 'Why, in the words of who decided.' })
  reason!: string | null;

  @Field(() => [MendType], { description: 'What to mend, by indicator; of a version that was sent back.' })
  mend!: MendType[];

  @Field(() => [GroundType], { description: 'Figures that brought the course under watch; else empty.' })
  grounds!: GroundType[];

  @Field(() => Boolean, { description: 'Figures alone decided; no officer has looked at it yet.' })
  isByFigures!: boolean;

  @Field(() => DateTime, { description: 'When.' })
  decidedAt!: Date;

  courseId!: string;
}

export const DecisionConnection = connectionType(DecisionType, 'CourseDecision');

@Directive(requiresScopes('self', 'course:monitor'))
@ObjectType('CourseReport', { description: 'A complaint of who took part in a course. It names nobody.' })
export class ReportType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => ReportCategory, { description: 'What it is about.' })
  category!: ReportCategory;

  @Field(() => String, { nullable: true, description: 'The complaint; null when its author was erased.' })
  text!: string | null;

  @Field(() => DateTime, { description: 'When.' })
  reportedAt!: Date;

  courseId!: string;
}

export const ReportConnection = connectionType(ReportType, 'CourseReport');

@InputType('IndicatorScoreInput', { description: 'How an indicator is scored.' })
export class ScoreInput {
  @Field(() => ID, { description: "The indicator's code, of `assessmentIndicators`." })
  indicator!: string;

  @Field(() => Int, { description: 'From 1, poor, to 5.' })
  score!: number;

  @Field(() => String, { nullable: true, description: 'Why: 3 to 1,000 characters; needed below 3.' })
  comment?: string | null;
}

@InputType('MendItemInput', { description: 'What is to be mended before another version is submitted.' })
export class MendInput {
  @Field(() => ID, { description: "The indicator's code, of `assessmentIndicators`." })
  indicator!: string;

  @Field(() => String, { description: 'What to mend: 3 to 1,000 characters.' })
  what!: string;
}
