import { Directive, Field, ObjectType } from 'type-graphql';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { PaymentPartnerType } from './partner.type.ts';

@Directive(requiresScopes('self', 'ledger:read'))
@ObjectType('Wallet', { description: 'Where a participant is paid: an account with a bank or an e-wallet.' })
export class WalletType {
  @Field(() => PaymentPartnerType, { description: 'Who keeps the account.' })
  partner!: PaymentPartnerType;

  @Field(() => String, { description: 'The last four digits of the account, for example `••••1234`.' })
  maskedNumber!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When the partner confirmed that its owner's NIK is the participant's; null until then: nothing is paid.",
  })
  verifiedAt!: Date | null;

  participantId!: string;
}
