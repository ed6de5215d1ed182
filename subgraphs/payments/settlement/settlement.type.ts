import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateScalar, DateTime, Rupiah } from '../../kit/scalars.ts';
import { SettledKind, SettlementKind, SettlementStatus } from './settlement.status.ts';

registerEnumType(SettlementStatus, {
  name: 'SettlementStatus',
  description: 'How far a run of settlements has come.',
  valuesConfig: {
    GATHERING: { description: 'Its purchases are put together.' },
    PENDING: { description: 'Waits for approval.' },
    APPROVED: { description: 'Decided; the entries of the ledger are posted.' },
    REJECTED: { description: 'Nothing is settled by it; its purchases are part of the next run.' },
    DONE: { description: 'The ledger has all of it.' },
  },
});

registerEnumType(SettlementKind, {
  name: 'SettlementKind',
  description: 'Who is settled with.',
  valuesConfig: {
    INSTITUTION: { description: 'Who taught: the price less the commission.' },
    PLATFORM: { description: 'Who sold: the commission.' },
  },
});

registerEnumType(SettledKind, {
  name: 'SettledKind',
  description: 'Why a purchase is part of a settlement.',
  valuesConfig: {
    SALE: { description: 'Its voucher was used.' },
    REFUND: { description: 'It was taken back after an earlier settlement: it is taken off.' },
  },
});

@ObjectType('SettledPurchase', { description: 'A purchase in a settlement.' })
export class SettledPurchaseType {
  @Field(() => ID, { description: "The purchase's id, which is the enrolment's." })
  purchaseId!: string;

  @Field(() => SettledKind, { description: 'Added or taken off.' })
  kind!: SettledKind;

  @Field(() => Rupiah, { description: 'The price of the course.' })
  price!: bigint;

  @Field(() => Rupiah, { description: 'What of it is for this organisation.' })
  amount!: bigint;

  @Field(() => String, { description: "The platform's own number of the sale." })
  invoice!: string;

  @Field(() => DateTime, { description: 'When the voucher was used.' })
  capturedAt!: Date;
}

export const SettledPurchaseConnection = connectionType(SettledPurchaseType, 'SettledPurchase');

@Directive(requiresScopes('ledger:read', 'course:publish'))
@ObjectType('Settlement', {
  description: `What one institution or platform gets of the purchases of a period. paid = sales - netted; carriedForward =
broughtForward + refunds - netted. Shown to that organisation with \`course:publish\` once it is approved, and with \`ledger:read\`.`,
})
export class SettlementType {
  @Field(() => ID, { description: 'Opaque and stable.' })
  id!: string;

  @Field(() => SettlementKind, { description: 'Who is settled with.' })
  kind!: SettlementKind;

  @Field(() => ID, { description: "The organisation's id." })
  organizationId!: string;

  @Field(() => DateScalar, { description: 'The last day, in Jakarta, whose purchases are part of it.' })
  until!: string;

  @Field(() => SettlementStatus, { description: 'How far its run has come.' })
  status!: SettlementStatus;

  @Field(() => Rupiah, { description: 'What the organisation still owed after its settlement before.' })
  broughtForward!: bigint;

  @Field(() => Rupiah, { description: 'Its part of what was sold.' })
  sales!: bigint;

  @Field(() => Rupiah, { description: 'Its part of what was taken back after it was settled.' })
  refunds!: bigint;

  @Field(() => Rupiah, { description: 'What of the sales goes against what it owes.' })
  netted!: bigint;

  @Field(() => Rupiah, { description: 'What it gets.' })
  paid!: bigint;

  @Field(() => Rupiah, { description: 'What it still owes: taken off its next settlement.' })
  carriedForward!: bigint;
}

export const SettlementConnection = connectionType(SettlementType, 'Settlement');

@Directive(requiresScopes('ledger:read'))
@ObjectType('SettlementRun', {
  description: 'The settlements of a period, put together by one person and approved by another. Takes `ledger:read`.',
})
export class SettlementRunType {
  @Field(() => ID, { description: 'Opaque and stable.' })
  id!: string;

  @Field(() => DateScalar, { description: 'The last day, in Jakarta, whose purchases are part of it.' })
  until!: string;

  @Field(() => SettlementStatus, { description: 'How far it has come.' })
  status!: SettlementStatus;

  @Field(() => String, { description: 'Who made it.' })
  createdBy!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => Int, { nullable: true, description: 'Control total: how many lines; null while they are gathered.' })
  lineCount!: number | null;

  @Field(() => Rupiah, { nullable: true, description: 'Control total: the sum of what was sold.' })
  sales!: bigint | null;

  @Field(() => Rupiah, { nullable: true, description: 'Control total: the sum of what was taken back.' })
  refunds!: bigint | null;

  @Field(() => Int, { description: 'How many organisations are settled with.' })
  settlementCount!: number;

  @Field(() => Rupiah, { description: 'What they get in all.' })
  paid!: bigint;

  @Field(() => Int, { description: 'Lines that were refunded between the proposal and the approval.' })
  withheldCount!: number;

  @Field(() => Rupiah, { description: 'Their sum. Approved is settled and withheld.' })
  withheldSum!: bigint;

  @Field(() => String, { nullable: true, description: 'Who approved it; null before.' })
  approvedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When that was.' })
  approvedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who rejected it.' })
  rejectedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was rejected.' })
  rejectReason!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the ledger had all of it.' })
  doneAt!: Date | null;
}

export const SettlementRunConnection = connectionType(SettlementRunType, 'SettlementRun');
