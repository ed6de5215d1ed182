import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../kit/scalars.ts';
import { ReleaseReason } from './release.reason.ts';

registerEnumType(ReleaseReason, {
  name: 'ReleaseReason',
  description: 'Why a seat is free again.',
  valuesConfig: {
    CANCELLED: { description: 'The participant gave it back before it was paid.' },
    EXPIRED: { description: 'It was not paid in time.' },
    REVOKED: { description: 'The participant may not buy any more.' },
    VOIDED: { description: 'The purchase was undone before the voucher was used; the money is back in the balance.' },
    CLASS_CANCELLED: { description: 'The provider cancelled the class; who had paid is refunded.' },
  },
});

@ObjectType('PurchaseToken', {
  description:
    'Proves to `authorizePurchase` what is bought: a signed token (JWS, ES256), good once and until `expiresAt`.',
})
export class PurchaseTokenType {
  @Field(() => String, { description: 'The token. It holds course, class, participant, price and enrolment.' })
  token!: string;

  @Field(() => DateTime, { description: 'End of the time to pay; then the seat is sold to others.' })
  expiresAt!: Date;
}

@ObjectType('Voucher', { description: 'What the participant shows at the institution, once, at any time.' })
export class VoucherType {
  @Field(() => String, {
    description: 'Sixteen letters and digits in groups of four. Shown this once: it is kept as a hash only.',
  })
  code!: string;
}
