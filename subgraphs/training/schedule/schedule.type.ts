import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateTime } from '../../kit/scalars.ts';
import { CourseMode } from '../course/index.ts';
import { ScheduleStatus } from './schedule.status.ts';

registerEnumType(ScheduleStatus, {
  name: 'ScheduleStatus',
  description: 'How far a class has come.',
  valuesConfig: {
    PUBLISHED: { description: 'Sold until it begins.' },
    CANCELLED: { description: 'Cancelled by its provider; every seat was given back and refunded.' },
    FINISHED: { description: 'Its last session is over.' },
  },
});

@ObjectType('Session', { description: 'One session of a class.' })
export class SessionType {
  @Field(() => Int, { description: 'Its place in the class, from 1.' })
  number!: number;

  @Field(() => DateTime, { description: 'When it begins.' })
  startsAt!: Date;

  @Field(() => DateTime, { description: 'When it ends.' })
  endsAt!: Date;
}

@ObjectType('Schedule', { description: 'A class of a course: when and where it is held, and with how many seats.' })
export class ScheduleType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => CourseMode, { description: 'How it is taught.' })
  mode!: CourseMode;

  @Field(() => String, { nullable: true, description: 'Where it is held; null for an online class.' })
  address!: string | null;

  @Field(() => String, { description: 'Who teaches.' })
  instructor!: string;

  @Field(() => Int, { description: 'Seats, free and taken.' })
  seats!: number;

  @Field(() => Int, { description: 'Seats that are neither held nor sold now.' })
  seatsLeft!: number;

  @Field(() => DateTime, { description: 'When the first session begins; from then on no seat is sold.' })
  startsAt!: Date;

  @Field(() => DateTime, { description: 'When the last session ends.' })
  endsAt!: Date;

  @Field(() => ScheduleStatus, { description: 'How far the class has come.' })
  status!: ScheduleStatus;

  @Field(() => String, {
    nullable: true,
    description: 'Why the provider cancelled it; null while it is not cancelled.',
  })
  cancelReason!: string | null;

  regionCode!: string | null;
  courseId!: string;
}

export const ScheduleConnection = connectionType(ScheduleType, 'Schedule');
