import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/scalars.ts';
import type { AccessPurpose } from '../../kit/vault/access-log.ts';

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

@ObjectType('ErasedParticipant', { description: 'A person who was erased.' })
export class ErasedParticipantType {
  @Field(() => ID, { description: 'The id, which stays as a pseudonym.' })
  id!: string;

  @Field(() => DateTime, { description: 'When the key was destroyed: at the first call.' })
  erasedAt!: Date;
}
