import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar, Rupiah } from '../../kit/scalars.ts';

export enum PolicySwitchState {
  ON = 'ON',
  OFF = 'OFF',
  COMMITTEE_DECISION_PENDING = 'COMMITTEE_DECISION_PENDING',
}

registerEnumType(PolicySwitchState, {
  name: 'PolicySwitchState',
  description: 'How a switch of the policy stands.',
  valuesConfig: {
    ON: { description: 'It applies.' },
    OFF: { description: 'It does not apply.' },
    COMMITTEE_DECISION_PENDING: { description: 'The Committee has not decided yet; until then it does not apply.' },
  },
});

@ObjectType('PolicyRule', { description: 'A condition of eligibility in one policy version.' })
export class PolicyRuleType {
  @Field(() => String, { description: 'Stable; the code of the reason that is given to who does not meet it.' })
  code!: string;

  @Field(() => String, { description: 'Where the condition is written: article, or source in the press.' })
  article!: string;

  @Field(() => String, { description: 'What it demands, in the language of Accept-Language: English or Indonesian.' })
  text!: string;

  @Field(() => Boolean, { description: 'False for a condition that the version has switched off.' })
  isOn!: boolean;
}

@ObjectType('PolicyEntitlement', { description: 'What a recipient is paid in instalments.' })
export class PolicyEntitlementType {
  @Field(() => Rupiah, { description: 'Of one instalment.' })
  amount!: number;

  @Field(() => Int, { description: 'How many there are.' })
  instalments!: number;
}

@ObjectType('PolicyAmounts', { description: 'What one recipient can get under a policy version.' })
export class PolicyAmountsType {
  @Field(() => Rupiah, { description: 'To spend on courses; not cash.' })
  trainingBalance!: number;

  @Field(() => PolicyEntitlementType, { description: 'Paid after the first course.' })
  incentive!: PolicyEntitlementType;

  @Field(() => PolicyEntitlementType, { description: 'Paid after each survey.' })
  survey!: PolicyEntitlementType;

  @Field(() => Rupiah, { description: 'All of it together.' })
  total!: number;
}

@ObjectType('PolicyDeadline', {
  description: 'By when a recipient must have done something. Exactly one of `days`, `yearly` and `date` is given.',
})
export class PolicyDeadlineType {
  @Field(() => String, { description: 'Stable, such as FIRST_PURCHASE.' })
  code!: string;

  @Field(() => Int, { nullable: true, description: 'Days from the announcement.' })
  days?: number | null;

  @Field(() => String, { nullable: true, description: 'Month and day in the year of the wave, as MM-DD.' })
  yearly?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'A day.' })
  date?: string | null;

  @Field(() => String, { description: 'Where it is written.' })
  article!: string;

  @Field(() => String, { description: 'What must be done, in the language of Accept-Language.' })
  text!: string;
}

@ObjectType('PolicySwitchStep', { description: 'How a switch stands from a day, or from a wave, on.' })
export class PolicySwitchStepType {
  @Field(() => DateScalar, { nullable: true, description: 'First day; null for the first day of the version.' })
  from?: string | null;

  @Field(() => Int, { nullable: true, description: 'First wave, where the wave decides and not the day.' })
  fromWave?: number | null;

  @Field(() => PolicySwitchState, { description: 'How it stands.' })
  state!: `${PolicySwitchState}`;

  @Field(() => Int, { nullable: true, description: "The limit that it sets, in the unit of the switch's text." })
  value?: number | null;

  @Field(() => Int, { nullable: true, description: 'In how many provinces; null where it holds everywhere.' })
  provinceCount?: number | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Codes of these provinces; null where it holds everywhere, and where no source of ours names them.',
  })
  provinces?: readonly string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Which detail no source gives, so that it is assumed or left out.',
  })
  assumed?: string | null;
}

@ObjectType('PolicySwitch', { description: 'What politics turned on and off, or set another limit for.' })
export class PolicySwitchType {
  @Field(() => String, { description: 'Stable, such as SOCIAL_AID_BARRED.' })
  code!: string;

  @Field(() => String, { description: 'Where it is written: article, or source in the press.' })
  article!: string;

  @Field(() => String, { description: 'What it turns on, in the language of Accept-Language.' })
  text!: string;

  @Field(() => PolicySwitchState, {
    description: 'How it stood on the day that was asked for; for `policyVersions` today, or on the last day in force.',
  })
  state!: `${PolicySwitchState}`;

  @Field(() => [PolicySwitchStepType], { description: 'All its steps within the version, oldest first.' })
  steps!: readonly PolicySwitchStepType[];
}

@ObjectType('PolicyVersion', {
  description: 'The dated rules that decisions are made by. Every rule, amount and deadline names where it comes from.',
})
export class PolicyVersionType {
  @Field(() => ID, { description: 'Such as 2020-B.' })
  version!: string;

  @Field(() => DateScalar, { description: 'First day in force.' })
  inForceFrom!: string;

  @Field(() => DateScalar, { nullable: true, description: 'Last day in force; null while no later version is known.' })
  inForceUntil!: string | null;

  @Field(() => String, { description: 'The regulations that the version rests on.' })
  basis!: string;

  @Field(() => [PolicyRuleType], { description: 'Conditions of eligibility, in the order in which they are judged.' })
  rules!: readonly PolicyRuleType[];

  @Field(() => PolicyAmountsType, { description: 'What a recipient can get.' })
  amounts!: PolicyAmountsType;

  @Field(() => [PolicyDeadlineType], { description: 'By when a recipient must have done what.' })
  deadlines!: readonly PolicyDeadlineType[];

  @Field(() => [PolicySwitchType], { description: 'What is turned on and off by politics.' })
  switches!: readonly PolicySwitchType[];
}
