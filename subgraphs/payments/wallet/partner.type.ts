import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export enum PaymentPartnerKind {
  BANK = 'BANK',
  E_WALLET = 'E_WALLET',
}

registerEnumType(PaymentPartnerKind, {
  name: 'PaymentPartnerKind',
  description: 'What kind of account a payment partner keeps.',
  valuesConfig: {
    BANK: { description: 'A bank: paid to an account.' },
    E_WALLET: { description: 'An electronic wallet: paid by a top-up.' },
  },
});

@ObjectType('PaymentPartner', { description: 'A bank or e-wallet that pays incentives.' })
export class PaymentPartnerType {
  @Field(() => ID, { description: 'Stable lower-case key, for example `bni`.' })
  code!: string;

  @Field(() => String, { description: 'Name as the public knows it.' })
  name!: string;

  @Field(() => PaymentPartnerKind, { description: 'Bank or e-wallet.' })
  kind!: `${PaymentPartnerKind}`;
}
