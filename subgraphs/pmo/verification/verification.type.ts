import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { requiresScopes } from '../../kit/directives.ts';
import { RefusalType } from '../../kit/refusal.type.ts';
import { DateTime } from '../../kit/scalars.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import { VerificationChannel } from './verification.channel.ts';

registerEnumType(VerificationChannel, {
  name: 'VerificationChannel',
  description: 'Where a confirmation code is sent.',
  valuesConfig: {
    PHONE: { description: 'By a message to the registered mobile number.' },
    EMAIL: { description: 'To the registered e-mail address.' },
  },
});

@ObjectType('VerificationCode', { description: 'A code that is on its way; the code itself is shown nowhere.' })
export class VerificationCodeType {
  @Directive(requiresScopes('self'))
  @Field(() => VerificationChannel, { description: 'Where it was sent.' })
  channel!: VerificationChannel;

  @Directive(requiresScopes('self'))
  @Field(() => DateTime, { description: 'Until when it can be used: 10 minutes.' })
  expiresAt!: Date;
}

@ObjectType('RequestVerificationCodePayload', { description: 'The code that was sent, or why none was.' })
export class RequestVerificationCodePayload {
  @Directive(requiresScopes('self'))
  @Field(() => VerificationCodeType, { nullable: true, description: 'The code that was sent.' })
  verificationCode?: VerificationCodeType | null;

  @Field(() => RefusalType, { nullable: true, description: 'Why nothing was done.' })
  refusal?: RefusalType;
}

@ObjectType('ConfirmVerificationCodePayload', { description: 'The participant, or why nothing was confirmed.' })
export class ConfirmVerificationCodePayload {
  @Directive(requiresScopes('self'))
  @Field(() => ParticipantType, { nullable: true, description: 'VERIFIED once phone and e-mail are confirmed.' })
  participant?: ParticipantType | null;

  @Field(() => RefusalType, { nullable: true, description: 'Why nothing was done.' })
  refusal?: RefusalType;
}
