import { Field, ID, InputType, Int } from 'type-graphql';
import { DateTime } from '../../kit/scalars.ts';

@InputType('SessionInput', { description: 'One session of a class.' })
export class SessionInput {
  @Field(() => DateTime, { description: 'When it begins.' })
  startsAt!: Date;

  @Field(() => DateTime, { description: 'When it ends: up to 8 hours later.' })
  endsAt!: Date;
}

@InputType('PublishScheduleInput', { description: 'A class of a course that is on offer. Its mode is the course’s.' })
export class PublishScheduleInput {
  @Field(() => ID, { description: 'The course.' })
  course!: string;

  @Field(() => Int, { description: 'Seats: 1 to 10,000.' })
  seats!: number;

  @Field(() => String, { description: 'Who teaches: 2 to 100 characters.' })
  instructor!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'Regency or city, as in 32.73: needed unless the course is online. The policy of each day names the provinces.',
  })
  region?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Address, 5 to 300 characters: needed unless the course is online.',
  })
  address?: string | null;

  @Field(() => [SessionInput], {
    description: 'Its 1 to 10 sessions in order, none in another, at most 8 hours a day of Asia/Jakarta.',
  })
  sessions!: SessionInput[];
}

@InputType('RescheduleClassInput', { description: 'Other times for a class.' })
export class RescheduleClassInput {
  @Field(() => ID, { description: 'The class.' })
  id!: string;

  @Field(() => [SessionInput], { description: 'All its sessions, as in `publishSchedule`.' })
  sessions!: SessionInput[];
}
