import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime, Rupiah } from '../../kit/scalars.ts';
import { WaveStub } from '../funds/funds.type.ts';
import { ParticipantStub } from '../participant/participant.type.ts';
import { PurchaseStatus } from './purchase.status.ts';

registerEnumType(PurchaseStatus, {
  name: 'PurchaseStatus',
  description: 'How far a purchase has come.',
  valuesConfig: {
    HELD: { description: 'The price is set aside in the training balance, until the voucher is used.' },
    CAPTURED: { description: 'The voucher was used: the price belongs to the institution and the platform.' },
    VOIDED: { description: 'Undone before the voucher was used: the price was given back.' },
    REFUNDED: { description: 'The class was cancelled after the voucher was used: the price was taken back.' },
  },
});

@Directive('@key(fields: "id")')
@Directive(requiresScopes('self', 'ledger:read'))
@ObjectType('Purchase', {
  description:
    'What a participant paid for a course from the training balance: one purchase for an enrolment, for ever. Shown to the participant, and with `ledger:read`.',
})
export class PurchaseType {
  @Field(() => ID, { description: "The enrolment's id." })
  id!: string;

  @Field(() => ParticipantStub, { description: 'Who pays.' })
  participant!: ParticipantStub;

  @Field(() => WaveStub, { description: 'The wave whose balance pays.' })
  wave!: WaveStub;

  @Field(() => Rupiah, { description: 'The price.' })
  amount!: bigint;

  @Field(() => Rupiah, {
    nullable: true,
    description: 'What the platform keeps of it; null until the voucher is used.',
  })
  commission!: bigint | null;

  @Field(() => PurchaseStatus, { description: 'How far it has come.' })
  status!: PurchaseStatus;

  @Field(() => String, { description: "The platform's own number of the sale." })
  invoice!: string;

  @Field(() => DateTime, { description: 'When the price was set aside.' })
  authorizedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was last asked to undo it; null when nobody did.' })
  voidRequestedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the voucher was used; null before.' })
  capturedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the price was given back; null while it is not.' })
  endedAt!: Date | null;
}

export const PurchaseConnection = connectionType(PurchaseType, 'Purchase');

@ObjectType('PurchaseCode', { description: 'A code that is on its way; the code itself is shown nowhere.' })
export class PurchaseCodeType {
  @Directive(requiresScopes('self'))
  @Field(() => DateTime, { description: 'Until when it can be used: 5 minutes.' })
  expiresAt!: Date;
}

@ObjectType('PurchaseState', { description: 'How a purchase stands, for its person and for who sells.' })
export class PurchaseStateType {
  @Field(() => ID, { description: "The purchase's id, which is the enrolment's." })
  id!: string;

  @Field(() => PurchaseStatus, { description: 'How far it has come.' })
  status!: PurchaseStatus;

  @Field(() => Rupiah, { description: 'The price.' })
  amount!: bigint;

  @Field(() => String, { description: "The platform's own number of the sale." })
  invoice!: string;

  @Field(() => DateTime, { description: 'When the price was set aside.' })
  authorizedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was last asked to undo it; null when nobody did.' })
  voidRequestedAt!: Date | null;
}
