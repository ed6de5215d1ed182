import { Field, ObjectType } from 'type-graphql';
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
