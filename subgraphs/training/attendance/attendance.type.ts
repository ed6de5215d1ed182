import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { RefusalType } from '../../kit/refusal.type.ts';
import { DateTime } from '../../kit/scalars.ts';

enum LearningOutcome {
  OPEN = 'OPEN',
  COMPLETED = 'COMPLETED',
  FAILED = 'FAILED',
}

registerEnumType(LearningOutcome, {
  name: 'LearningOutcome',
  description: 'How a course ended for a person.',
  valuesConfig: {
    OPEN: { description: 'It goes on.' },
    COMPLETED: { description: 'Enough sessions were attended, and the final assessment was passed.' },
    FAILED: { description: 'Too many sessions were missed, or no attempt at the assessment is left.' },
  },
});

enum RecordOutcome {
  RECORDED = 'RECORDED',
  DUPLICATE = 'DUPLICATE',
  REFUSED = 'REFUSED',
}

registerEnumType(RecordOutcome, {
  name: 'RecordOutcome',
  description: 'What became of one record of attendance.',
  valuesConfig: {
    RECORDED: { description: 'It was recorded.' },
    DUPLICATE: { description: 'It had been recorded before; nothing changed.' },
    REFUSED: { description: 'It was not recorded; `problem` says why.' },
  },
});

@ObjectType('SessionCode', { description: 'The code by which a person proves to have come to a session.' })
export class SessionCodeType {
  @Field(() => Int, { description: "The session's number in its class." })
  session!: number;

  @Field(() => DateTime, { description: 'When the session starts.' })
  startsAt!: Date;

  @Field(() => DateTime, { description: 'When the session ends.' })
  endsAt!: Date;

  @Field(() => String, { description: 'Eight letters and digits; tell it to the institution at the session only.' })
  code!: string;

  @Field(() => DateTime, { description: 'It counts from then on: one hour before the start.' })
  validFrom!: Date;

  @Field(() => DateTime, { description: 'It counts until then: one hour after the start.' })
  validUntil!: Date;
}

@ObjectType('Attendance', { description: 'One session that a person attended.' })
export class AttendanceType {
  @Field(() => Int, { description: "The session's number in its class." })
  session!: number;

  @Field(() => DateTime, { description: 'When the person came.' })
  at!: Date;

  @Field(() => Boolean, { description: 'Signed by a device without a network, and sent later.' })
  isOffline!: boolean;
}

@ObjectType('AssessmentResult', { description: 'The score of one attempt at the final assessment of a course.' })
export class AssessmentResultType {
  @Field(() => Int, { description: '1 for the first attempt.' })
  attempt!: number;

  @Field(() => Int, { description: '0 to 100.' })
  score!: number;

  @Field(() => DateTime, { description: 'When the assessment was taken.' })
  takenAt!: Date;
}

@ObjectType('LearningStanding', {
  description: 'How far a person has come in a course, by the rule of the day on which the seat was reserved.',
})
export class LearningStandingType {
  @Field(() => LearningOutcome, { description: 'Whether the course goes on, or how it ended.' })
  outcome!: 'OPEN' | 'COMPLETED' | 'FAILED';

  @Field(() => Int, { nullable: true, description: 'The score that counts; null before the first attempt.' })
  score!: number | null;

  @Field(() => Int, { description: 'The least score that passes.' })
  passingScore!: number;

  @Field(() => Int, { description: 'Attempts at the assessment that are left.' })
  attemptsLeft!: number;

  @Field(() => Int, { description: 'Sessions of the class; 0 where one learns in one’s own time.' })
  sessionsHeld!: number;

  @Field(() => Int, { description: 'Sessions that the person attended.' })
  sessionsAttended!: number;

  @Field(() => Int, { description: 'Sessions that one must attend.' })
  sessionsNeeded!: number;
}

@ObjectType('AttendanceItem', { description: 'What became of one record of a call.' })
export class AttendanceItemType {
  @Field(() => Int, { description: "The record's place in the call, from 0." })
  index!: number;

  @Field(() => RecordOutcome, { description: 'Whether it was recorded.' })
  outcome!: 'RECORDED' | 'DUPLICATE' | 'REFUSED';

  @Field(() => RefusalType, { nullable: true, description: 'Why it was refused; null when it was not.' })
  problem!: RefusalType | null;
}

@ObjectType('AttendanceReport', { description: 'What became of the records of a call, one by one.' })
export class AttendanceReportType {
  @Field(() => Int, { description: 'How many are new.' })
  recorded!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      "By how many seconds the device's clock is wrong, when by more than ten minutes: negative when it is ahead. Up to 12 hours the times of its records are corrected by it; beyond, they are refused.",
  })
  clockOffsetSeconds!: number | null;

  @Field(() => [AttendanceItemType], { description: 'One answer for each record, in the order of the call.' })
  items!: AttendanceItemType[];
}

@InputType('AttendanceRecordInput', { description: 'One person who is in a session now.' })
export class AttendanceRecordInput {
  @Field(() => ID, { description: 'The enrolment of the person.' })
  enrollmentId!: string;

  @Field(() => Int, { description: "The session's number in its class: 1 to 10." })
  session!: number;

  @Field(() => String, { description: "The person's code for this session, in any case, with or without blanks." })
  code!: string;
}

@InputType('OfflineRecordInput', { description: 'One person who was in a session, as a device recorded it.' })
export class OfflineRecordInput extends AttendanceRecordInput {
  @Field(() => ID, { description: 'The class.' })
  scheduleId!: string;

  @Field(() => DateTime, { description: "When the person came, by the device's clock." })
  at!: Date;
}

@InputType('AssessmentResultInput', { description: 'The score of one attempt at the final assessment of a course.' })
export class AssessmentResultInput {
  @Field(() => ID, { description: 'The enrolment of the person.' })
  enrollmentId!: string;

  @Field(() => Int, { description: '1 for the first attempt, then one more each.' })
  attempt!: number;

  @Field(() => Int, { description: '0 to 100.' })
  score!: number;

  @Field(() => DateTime, { description: 'When the assessment was taken.' })
  takenAt!: Date;
}
