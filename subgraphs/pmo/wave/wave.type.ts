import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateScalar, DateTime } from '../../kit/scalars.ts';
import { WaveStatus } from './wave.status.ts';

registerEnumType(WaveStatus, {
  name: 'WaveStatus',
  description: 'How far a wave has come.',
  valuesConfig: {
    PLANNED: { description: 'Created, not yet open.' },
    OPEN: { description: 'Participants may join.' },
    CLOSED: { description: 'Nobody may join any more.' },
    SCREENED: { description: 'Each registration is ELIGIBLE or INELIGIBLE.' },
    DRAWN: { description: 'Winners are drawn, not yet told.' },
    ANNOUNCED: { description: 'Winners are told and hold their training balance.' },
    SETTLED: { description: 'The purchase deadline has passed and unused balances are returned.' },
    CANCELLED: { description: 'It was cancelled before its draw; its applicants may join another one.' },
  },
});

@ObjectType('WaveFigure', {
  description: 'A published figure on a wave. Sources disagree: compare definition and source.',
})
export class WaveFigureType {
  @Field(() => String, { description: 'What was counted: APPLIED, ELIGIBLE, ACCEPTED, REVOKED …' })
  name!: string;

  @Field(() => Int, { description: 'The count.' })
  value!: number;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day for which it was given; null where the source has none.',
  })
  asOf!: string | null;

  @Field(() => String, { description: 'What exactly was counted.' })
  definition!: string;

  @Field(() => String, { description: 'Where it was published.' })
  source!: string;
}

@Directive('@key(fields: "number")')
@ObjectType('Wave', { description: 'One round of registration, screening, draw and announcement.' })
export class WaveType {
  @Field(() => Int, { description: 'Waves 1 to 32 are the public history; above 1000 they are synthetic.' })
  number!: number;

  @Field(() => WaveStatus, { description: 'How far the wave has come.' })
  status!: WaveStatus;

  @Field(() => String, { description: 'Version of the policy that the wave is run under.' })
  policyVersion!: string;

  @Field(() => Int, { nullable: true, description: 'Places, over all regions; null where it was not published.' })
  quota!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When registration opens; null where it was not published.' })
  opensAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When registration closes; null where it was not published.' })
  closesAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the winners were told.' })
  announcedAt!: Date | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day (Asia/Jakarta) for the first purchase; afterwards the balance returns to the treasury.',
  })
  purchaseDeadline!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was cancelled; null when it was not.' })
  cancelledAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was cancelled.' })
  cancelReason!: string | null;

  @Field(() => Int, {
    description: 'Places that came free (revoked awards, winners turned down) and were not re-offered by a decision.',
  })
  freePlaces!: number;

  @Field(() => Boolean, { description: 'Made up for tests and demonstrations.' })
  isSynthetic!: boolean;
}

export const WaveConnection = connectionType(WaveType, 'Wave');
