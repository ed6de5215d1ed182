import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { personalData, requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { PaymentPartnerType } from './partner.type.ts';
import { WalletReason, WalletState } from './wallet.status.ts';

registerEnumType(WalletState, {
  name: 'WalletState',
  description: 'What is known of an account.',
  valuesConfig: {
    LINKED: { description: 'Not verified: nothing is paid to it.' },
    VERIFIED: { description: "Active, and its owner's NIK is the participant's." },
    MISMATCH: { description: "Its owner's NIK is another than the participant's: what is due is held." },
    INACTIVE: { description: 'The partner says that it is not active: what is due is held.' },
  },
});

registerEnumType(WalletReason, {
  name: 'WalletReason',
  description: 'Why nothing is paid to an account.',
  valuesConfig: {
    NOT_CHECKED: { description: 'Its partner was not asked yet: its owner has it verified.' },
    NIK_UNATTESTED: { description: 'The programme office has not attested the NIK yet; it is decided by itself then.' },
    NIK_UNPROVEN: { description: 'Its partner does not prove the NIK of its owner.' },
    NIK_DIFFERENT: { description: "Its owner's NIK is another than the participant's." },
    ACCOUNT_INACTIVE: { description: 'The partner says that it is not active.' },
    COOLING: { description: 'It took the place of a verified account less than 7 days ago.' },
  },
});

@Directive(requiresScopes('self', 'ledger:read'))
@ObjectType('Wallet', { description: 'Where a participant is paid: an account with a bank or an e-wallet.' })
export class WalletType {
  @Field(() => PaymentPartnerType, { description: 'Who keeps the account.' })
  partner!: PaymentPartnerType;

  @Directive(personalData('specific'))
  @Field(() => String, { description: 'The last four digits of the account, for example `••••1234`.' })
  maskedNumber!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When the partner confirmed that its owner's NIK is the participant's; null until then: nothing is paid.",
  })
  verifiedAt!: Date | null;

  @Field(() => WalletState, { description: 'What is known of the account.' })
  state!: WalletState;

  @Field(() => WalletReason, {
    nullable: true,
    description: 'Why nothing is paid to it now; null when it can be paid.',
  })
  reason!: WalletReason | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'From when it can be paid, since it took the place of a verified one; null for a first account.',
  })
  usableFrom!: Date | null;

  participantId!: string;
}

@InputType('LinkWalletInput', { description: 'The account in which the caller wants to be paid.' })
export class LinkWalletInput {
  @Field(() => ID, { description: 'Code of the payment partner, for example `bni` or `dana`.' })
  partner!: string;

  @Field(() => String, {
    description: 'Number of the account: 10 digits of a bank, or the mobile number of an e-wallet in any spelling.',
  })
  number!: string;
}
