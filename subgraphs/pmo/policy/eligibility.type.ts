import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateScalar, DateTime } from '../../kit/scalars.ts';
import { Occupation, WorkStatus } from '../profile/profile.type.ts';
import { EligibilityReasonType } from './reason.type.ts';

@ObjectType('EligibilityDecision', { description: 'Whether a person is eligible, by which rules and on which facts.' })
export class EligibilityDecisionType {
  @Field(() => Boolean, { description: 'Every condition is met.' })
  isEligible!: boolean;

  @Field(() => [EligibilityReasonType], { description: 'Every condition that is not met; empty for the eligible.' })
  reasons!: readonly EligibilityReasonType[];

  @Field(() => ID, { description: 'The policy version that decided; `policyVersions` has its rules.' })
  policyVersion!: string;

  @Field(() => DateScalar, { description: 'The day on which age and lists were looked at, in Asia/Jakarta.' })
  asOf!: string;

  @Field(() => String, {
    description:
      'All facts that were looked at, as one text. `wave` is the wave judged, or the last that had opened by then.',
  })
  facts!: string;

  @Field(() => String, {
    description: 'SHA-256 of `facts`, in hexadecimal. The same facts under the same version decide the same, for ever.',
  })
  factsHash!: string;
}

export enum DecisionPurpose {
  JOIN = 'JOIN',
  SCREEN = 'SCREEN',
  ANNOUNCE = 'ANNOUNCE',
  PAYMENT = 'PAYMENT',
}

registerEnumType(DecisionPurpose, {
  name: 'DecisionPurpose',
  description: 'Why a person was judged.',
  valuesConfig: {
    JOIN: { description: 'The person joined a wave.' },
    SCREEN: { description: 'The wave was screened after it closed.' },
    ANNOUNCE: { description: 'The person was drawn, and checked again before the notice.' },
    PAYMENT: { description: 'A payment was due, and the person checked again before it.' },
  },
});

@ObjectType('StoredDecision', {
  description: 'A decision that had an effect. It is kept for ever and replays the same.',
})
export class StoredDecisionType extends EligibilityDecisionType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => DecisionPurpose, { description: 'Why the person was judged.' })
  purpose!: `${DecisionPurpose}`;

  @Field(() => Int, { description: 'Number of the wave.' })
  wave!: number;

  @Field(() => DateTime, { description: 'When it was decided.' })
  decidedAt!: Date;
}

export const StoredDecisionConnection = connectionType(StoredDecisionType, 'StoredDecision');

@InputType('EligibilityInput', { description: 'What is stated about a person, real or imagined.' })
export class EligibilityInput {
  @Field(() => String, { description: 'Date of birth, YYYY-MM-DD.' })
  birthDate!: string;

  @Field(() => WorkStatus, { description: 'Work status.' })
  workStatus!: WorkStatus;

  @Field(() => Occupation, { defaultValue: Occupation.NONE, description: 'An occupation that bars, or NONE.' })
  occupation!: Occupation;

  @Field(() => Boolean, { defaultValue: false, description: 'Goes to a school or university.' })
  isInFormalEducation!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Receives other social aid: DTKS, BSU or BPUM.' })
  receivesSocialAid!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Was a recipient of an earlier wave.' })
  hasReceivedBefore!: boolean;

  @Field(() => Int, { defaultValue: 0, description: 'Recipients on the family card, the person left out: 0 to 20.' })
  recipientsInFamily!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of the wave to join; some conditions began with a wave. By default the last that had opened.',
  })
  wave?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A NIK, to check its digits against each other and the birth date. It is never looked up or stored: the answer is the same whether anybody is registered with it or not.',
  })
  nik?: string | null;
}
