import { Field, InputType, Int } from 'type-graphql';
import { DateTime } from '../../kit/scalars.ts';
import { WaveTrancheInput } from '../tranche/tranche.type.ts';

@InputType('UpdateWaveInput', { description: 'What is to be another in the plan of a wave; what is left out stays.' })
export class UpdateWaveInput {
  @Field(() => String, { nullable: true, description: 'Policy version to run it under.' })
  policyVersion?: string | null;

  @Field(() => Int, { nullable: true, description: 'Places, over all regions: 1 to 10,000,000.' })
  quota?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it opens by itself.' })
  opensAt?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it closes by itself: within 90 days of opening.' })
  closesAt?: Date | null;

  @Field(() => [WaveTrancheInput], {
    nullable: true,
    description: 'Its new periods, 2 to 12, instead of all that it had; none when empty.',
  })
  tranches?: WaveTrancheInput[] | null;
}

@InputType('CreateWaveInput', { description: 'A wave to be planned.' })
export class CreateWaveInput {
  @Field(() => Int, { description: 'Its number, 1 to 999,999; never used before.' })
  number!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Policy version to run it under; the one in force on the day of opening when absent.',
  })
  policyVersion?: string | null;

  @Field(() => Int, { description: 'Places, over all regions: 1 to 10,000,000.' })
  quota!: number;

  @Field(() => DateTime, { description: 'When it opens by itself.' })
  opensAt!: Date;

  @Field(() => DateTime, { description: 'When it closes by itself: within 90 days of opening.' })
  closesAt!: Date;

  @Field(() => [WaveTrancheInput], {
    nullable: true,
    description:
      'Periods among which its winners are shared out, 2 to 12 in their order: their places add up to the quota. Without them all winners begin when they are told.',
  })
  tranches?: WaveTrancheInput[] | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Made up for tests and demonstrations.' })
  isSynthetic!: boolean;
}
