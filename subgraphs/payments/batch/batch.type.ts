import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime, Rupiah } from '../../kit/scalars.ts';
import { DisbursementStatus, Entitlement, RejectionReason } from '../disbursement/index.ts';
import { BatchStatus } from './batch.status.ts';

registerEnumType(BatchStatus, {
  name: 'DisbursementBatchStatus',
  description: 'How far a batch of payouts has come.',
  valuesConfig: {
    PENDING: { description: 'Waits for approval.' },
    APPROVED: { description: 'Its payouts are ordered from the partners.' },
    REJECTED: { description: 'Nobody is paid by it; its payouts may be part of another batch.' },
    DONE: { description: 'Each of its payouts was settled, refused or withheld.' },
  },
});

registerEnumType(RejectionReason, {
  name: 'DisbursementRejection',
  description: 'Why a payout was withheld or refused.',
  valuesConfig: {
    BATCH_REJECTED: { description: 'Its batch was not approved.' },
    DESTINATION_CHANGED: { description: 'The account is not the one that was approved, or is not verified.' },
    ITEM_ALTERED: { description: 'The payout is not as it was approved.' },
    ACCOUNT_UNREADABLE: { description: 'The account was erased, or cannot be opened.' },
    FROZEN: { description: 'What is due to the person is frozen.' },
    DECISION_STALE: { description: 'No decision on the person holds; the programme office is asked for one.' },
    INELIGIBLE: { description: 'The person may not be paid.' },
    PARTNER_REFUSED: { description: 'The partner finally refused it; another account is needed.' },
    NOT_PAID: { description: 'Two people found that it was not paid.' },
    WALLET_HELD: {
      description: 'Asked again, the partner did not confirm the account; it waits until the account is mended.',
    },
  },
});

@InputType('DisbursementBatchFilter', { description: 'Which payouts; what is left out is not asked for.' })
export class BatchFilterInput {
  @Field(() => Int, { nullable: true, description: 'Of this wave.' })
  wave?: number | null;

  @Field(() => Entitlement, { nullable: true, description: 'For this reason.' })
  entitlement?: Entitlement | null;

  @Field(() => String, { nullable: true, description: 'To accounts of this payment partner, by its code.' })
  partner?: string | null;
}

@ObjectType('DisbursementBatchProgress', { description: 'Payouts of a batch that have come equally far.' })
export class BatchProgressType {
  @Field(() => DisbursementStatus, { description: 'How far.' })
  status!: DisbursementStatus;

  @Field(() => Int, { description: 'How many payouts.' })
  count!: number;

  @Field(() => Rupiah, { description: 'Their sum.' })
  sum!: bigint;
}

@ObjectType('WithheldDisbursements', { description: 'Payouts that are held back for one reason.' })
export class WithheldType {
  @Field(() => RejectionReason, { description: 'Why.' })
  because!: RejectionReason;

  @Field(() => Int, { description: 'How many payouts.' })
  count!: number;

  @Field(() => Rupiah, { description: 'Their sum.' })
  sum!: bigint;
}

@Directive('@key(fields: "id")')
@Directive(requiresScopes('ledger:read'))
@ObjectType('DisbursementBatch', {
  description: 'Payouts that are approved together. Whoever makes one never approves it. Takes `ledger:read`.',
})
export class DisbursementBatchType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => BatchStatus, { description: 'How far it has come.' })
  status!: BatchStatus;

  @Field(() => String, { description: 'Who made it.' })
  createdBy!: string;

  @Field(() => Boolean, { description: 'The engine made it, so that two people approve it.' })
  isMadeByEngine!: boolean;

  @Field(() => String, { nullable: true, description: 'Who approved it; null before.' })
  approvedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When that was.' })
  approvedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who approved it second, where two people do.' })
  secondApprovedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Who rejected it.' })
  rejectedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was rejected.' })
  rejectReason!: string | null;

  @Field(() => Int, { description: 'Control total: how many payouts.' })
  count!: number;

  @Field(() => Rupiah, { description: 'Control total: their sum.' })
  sum!: bigint;

  @Field(() => String, {
    description:
      'Control total: SHA-256 over id, amount and hashed account of each payout in the order of their ids, in hexadecimal.',
  })
  destinationHash!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the last of its payouts came to an end.' })
  doneAt!: Date | null;
}

export const DisbursementBatchConnection = connectionType(DisbursementBatchType, 'DisbursementBatch');
