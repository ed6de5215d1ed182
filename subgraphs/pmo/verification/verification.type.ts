import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
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
