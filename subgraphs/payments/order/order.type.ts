import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime, Rupiah } from '../../kit/scalars.ts';

export enum SuspectOutcome {
  PAID = 'PAID',
  NOT_PAID = 'NOT_PAID',
}

registerEnumType(SuspectOutcome, {
  name: 'SuspectOutcome',
  description: 'What became of a payout of which its partner gave no clear answer.',
  valuesConfig: {
    PAID: { description: 'The money arrived.' },
    NOT_PAID: { description: 'It did not, and will not: the payout may be ordered anew.' },
  },
});

@Directive(requiresScopes('ledger:read'))
@ObjectType('PayoutLane', { description: 'How payouts go to one partner. Takes `ledger:read`.' })
export class PayoutLaneType {
  @Field(() => String, { description: "The partner's code." })
  partner!: string;

  @Field(() => Boolean, { description: 'Nothing new is ordered; what was ordered is followed up.' })
  isPaused!: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'New orders a second at most, of all workers; null without a limit.',
  })
  perSecond!: number | null;

  @Field(() => Rupiah, { nullable: true, description: 'Ordered on one day at most (WIB); null without a limit.' })
  dailyLimit!: bigint | null;

  @Field(() => Rupiah, { description: 'Ordered on the last day on which there was a limit.' })
  orderedThatDay!: bigint;

  @Field(() => String, { description: 'Who changed it last.' })
  changedBy!: string;

  @Field(() => DateTime, { description: 'When that was.' })
  changedAt!: Date;
}
