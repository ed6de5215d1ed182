import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateTime } from '../../kit/scalars.ts';
import { AccessPurpose } from '../../kit/vault/access-log.ts';

registerEnumType(AccessPurpose, {
  name: 'AccessPurpose',
  description: "Why a person's protected data is read; the person sees it in `accessLog`.",
  valuesConfig: {
    SERVICE: { description: 'To serve the person: a registration, a payment, a correction.' },
    AUDIT: { description: 'To examine a decision or a payment.' },
    SUPPORT: { description: 'To answer a question or a complaint of the person.' },
  },
});

@ObjectType('ParticipantIdentity', {
  description:
    'Identity data of a participant. The values are shown to the person and to the scope `identity:read`, and each such read is written to `Participant.accessLog`; to anyone else every field is `••••`.',
})
export class ParticipantIdentityType {
  @Field(() => Boolean, { description: 'The fields are `••••`, since the token does not allow more.' })
  isMasked!: boolean;

  participantId!: string;
  purpose!: AccessPurpose;
}

@ObjectType('AccessLogEntry', { description: "One read of a person's protected data." })
export class AccessLogEntryType {
  @Field(() => DateTime, { description: 'When it was read.' })
  at!: Date;

  @Field(() => ID, { description: 'Who read it: the subject of the token.' })
  readerId!: string;

  @Field(() => ID, { nullable: true, description: 'The organisation of the reader; null for the person.' })
  readerOrg!: string | null;

  @Field(() => [String], { description: 'The fields that were shown, such as `nik`.' })
  fields!: string[];

  @Field(() => AccessPurpose, { description: 'Why, as the reader stated it.' })
  purpose!: AccessPurpose;

  @Field(() => String, { description: 'The id of the request; quote it when you ask about this entry.' })
  requestId!: string;

  id!: string;
}

export const AccessLogConnection = connectionType(AccessLogEntryType, 'AccessLogEntry');
