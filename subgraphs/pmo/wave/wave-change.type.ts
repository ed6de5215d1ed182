import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { RefusalType } from '../../kit/refusal.type.ts';
import { DateTime } from '../../kit/scalars.ts';
import { WaveType } from './wave.type.ts';

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

  @Field(() => Boolean, { defaultValue: false, description: 'Made up for tests and demonstrations.' })
  isSynthetic!: boolean;
}

const REFUSED = 'Why nothing was done.';

@ObjectType('CreateWavePayload', { description: 'The planned wave, or why there is none.' })
export class CreateWavePayload {
  @Field(() => WaveType, { nullable: true, description: 'The wave, PLANNED.' })
  wave?: WaveType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}

@ObjectType('OpenWavePayload', { description: 'The opened wave, or why it was not opened.' })
export class OpenWavePayload {
  @Field(() => WaveType, { nullable: true, description: 'The wave, OPEN.' })
  wave?: WaveType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}

@ObjectType('CloseWavePayload', { description: 'The closed wave, or why it was not closed.' })
export class CloseWavePayload {
  @Field(() => WaveType, { nullable: true, description: 'The wave, CLOSED.' })
  wave?: WaveType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}

@ObjectType('ScreenWavePayload', { description: 'The wave that is screened, or why it is not.' })
export class ScreenWavePayload {
  @Field(() => WaveType, { nullable: true, description: 'The wave: SCREENED, or CLOSED with its `progress`.' })
  wave?: WaveType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}

@ObjectType('DrawWavePayload', { description: 'The wave that is drawn, or why it is not.' })
export class DrawWavePayload {
  @Field(() => WaveType, { nullable: true, description: 'The wave: DRAWN, or SCREENED with its `progress`.' })
  wave?: WaveType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}

@ObjectType('AnnounceWavePayload', { description: 'The announced wave, or why it was not announced.' })
export class AnnounceWavePayload {
  @Field(() => WaveType, { nullable: true, description: 'The wave: ANNOUNCED, or DRAWN with its `progress`.' })
  wave?: WaveType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}

@ObjectType('RevokeUnusedPayload', { description: 'The wave whose unused awards are revoked, or why they are not.' })
export class RevokeUnusedPayload {
  @Field(() => WaveType, { nullable: true, description: 'The wave: SETTLED, or ANNOUNCED with its `progress`.' })
  wave?: WaveType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}

@ObjectType('ReofferQuotaPayload', { description: 'The wave that got the places, or why it did not.' })
export class ReofferQuotaPayload {
  @Field(() => WaveType, { nullable: true, description: 'The wave with its new quota.' })
  wave?: WaveType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}
