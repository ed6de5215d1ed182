import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../kit/scalars.ts';
import type { MatchStanding } from './match.loader.ts';
import { IdentityMatchField, IdentityMatchReason, IdentityMatchState } from './match.status.ts';

registerEnumType(IdentityMatchState, {
  name: 'IdentityMatchState',
  description: 'What the civil registry has said of an identity.',
  valuesConfig: {
    WAITING: { description: 'Nothing yet. The person may join a wave meanwhile; its entries wait for the answer.' },
    CONFIRMED: { description: 'The NIK is theirs.' },
    NOT_CONFIRMED: {
      description:
        'It could not be confirmed. The person corrects what was mistyped, and otherwise opens a dispute; until then they join no wave.',
    },
  },
});

registerEnumType(IdentityMatchReason, {
  name: 'IdentityMatchReason',
  description: 'Why an identity is not confirmed; for officers alone, since it tells of other people.',
  valuesConfig: {
    NO_MATCH: { description: 'The registry has other data for the NIK: `field` names the first that differs.' },
    UNKNOWN: { description: 'The registry knows no such NIK.' },
    CLAIMED: { description: 'All of it is right, and somebody else was confirmed with the same before.' },
    DISPUTE: { description: 'Two officers decided that the NIK is somebody else’s.' },
  },
});

registerEnumType(IdentityMatchField, {
  name: 'IdentityMatchField',
  description: 'What the civil registry has otherwise than it was stated.',
  valuesConfig: {
    NAME: { description: 'The name.' },
    BIRTH_DATE: { description: 'The birth date.' },
    KK: { description: 'The family card.' },
  },
});

@ObjectType('IdentityMatch', { description: 'Whether the civil registry confirms who a person is.' })
export class IdentityMatchType {
  @Field(() => IdentityMatchState, { description: 'What it has said.' })
  state!: `${IdentityMatchState}`;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when; null for a NIK that was claimed before the registry was asked.',
  })
  at!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the person can do now, in the language of the request; null when there is nothing to do.',
  })
  nextStep!: string | null;

  reason!: MatchStanding['reason'];
  field!: MatchStanding['field'];
}
