import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime, Rupiah } from '../../kit/scalars.ts';
import { WaveStub } from '../funds/funds.type.ts';
import { ParticipantStub } from '../participant/participant.type.ts';
import { DisbursementStatus } from './disbursement.status.ts';
import { Entitlement } from './entitlement.ts';

registerEnumType(DisbursementStatus, {
  name: 'DisbursementStatus',
  description: 'How far a payout has come.',
  valuesConfig: {
    DUE: { description: 'The conditions are met; not yet checked.' },
    CHECKED: { description: 'Eligibility and wallet were checked again, just before payment.' },
    BATCHED: { description: 'Part of a batch that waits for approval.' },
    APPROVED: { description: 'Approved by someone other than the creator of the batch.' },
    SENT: { description: 'Ordered from the payment partner; no final answer yet.' },
    SETTLED: { description: 'The payment partner confirmed that the money arrived.' },
    REJECTED: { description: 'Refused by a check or by the partner; it is retried after a correction.' },
    UNKNOWN: { description: 'The partner gave no clear answer; its status is looked up before anything else.' },
    SUSPECT: { description: 'No lookup cleared the outcome; a person decides.' },
    RETURNED: { description: 'The money arrived and came back; it is paid again to another account.' },
    WITHDRAWN: { description: 'It fell away before it was sent: the award or the certificate was revoked. Final.' },
  },
});

registerEnumType(Entitlement, {
  name: 'Entitlement',
  description: 'Why a recipient is paid.',
  valuesConfig: {
    INCENTIVE: { description: 'For the certificate and rating of the first course.' },
    SURVEY: { description: 'For a filled-in survey.' },
  },
});

@Directive('@key(fields: "id")')
@Directive(requiresScopes('self', 'ledger:read'))
@ObjectType('Disbursement', {
  description:
    'One payout to one wallet. There is one per participant, entitlement and instalment, for ever. Shown to the participant, and with `ledger:read`.',
})
export class DisbursementType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => ParticipantStub, { description: 'Who is paid.' })
  participant!: ParticipantStub;

  @Field(() => WaveStub, { description: 'The wave of the award.' })
  wave!: WaveStub;

  @Field(() => Entitlement, { description: 'Why it is paid.' })
  entitlement!: Entitlement;

  @Field(() => Int, { description: 'Which payment of the entitlement, from 1.' })
  instalment!: number;

  @Field(() => Rupiah, { description: 'What is paid.' })
  amount!: bigint;

  @Field(() => DisbursementStatus, { description: 'How far it has come.' })
  status!: DisbursementStatus;

  @Field(() => String, {
    nullable: true,
    description:
      'Names its last order to the partner, the same for every attempt of that order; null until it is first sent.',
  })
  partnerReference!: string | null;

  @Field(() => DateTime, { description: 'From when it may be paid.' })
  dueAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the partner confirmed that the money arrived.' })
  settledAt!: Date | null;

  partnerCode!: string | null;
}

export const DisbursementConnection = connectionType(DisbursementType, 'Disbursement');
