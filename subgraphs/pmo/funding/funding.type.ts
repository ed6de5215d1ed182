import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime, Rupiah } from '../../kit/scalars.ts';

export enum WaveFundingStatus {
  PENDING = 'PENDING',
  COMMITTED = 'COMMITTED',
  REFUSED = 'REFUSED',
}

registerEnumType(WaveFundingStatus, {
  name: 'WaveFundingStatus',
  description: 'Whether the budget holds what a wave needs.',
  valuesConfig: {
    PENDING: { description: 'Asked for; not answered yet.' },
    COMMITTED: { description: 'The money is kept for this wave.' },
    REFUSED: { description: 'The budget does not hold it; it is asked for again every minute.' },
  },
});

@ObjectType('WaveFunding', { description: 'The public money that is kept for the recipients of a wave.' })
export class WaveFundingType {
  @Field(() => WaveFundingStatus, { description: 'Whether it is kept.' })
  status!: WaveFundingStatus;

  @Field(() => Rupiah, {
    description: 'All that the recipients of the wave may be paid: training balances, incentives and surveys.',
  })
  amount!: bigint;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was refused: BUDGET_EXHAUSTED, YEAR_WITHOUT_BUDGET; null otherwise.',
  })
  reason!: string | null;

  @Field(() => DateTime, { description: 'When it was asked for last.' })
  askedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was decided; null while it is PENDING.' })
  decidedAt!: Date | null;
}
