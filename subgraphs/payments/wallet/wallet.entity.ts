import { defineEntity, p } from '@mikro-orm/core';

/** An account in which a participant is paid. */
export const WalletEntity = defineEntity({
  name: 'Wallet',
  tableName: 'wallet',
  properties: {
    participantId: p.uuid().primary(),
    partnerCode: p.text(),
    /** Four stars and the last four digits. */
    maskedNumber: p.text(),
    verifiedAt: p.datetime().strictNullable(),
    /** Null where a wallet was linked before numbers were kept. */
    sealedNumber: p.blob().$type<Buffer>().columnType('bytea').strictNullable(),
    numberIndex: p.blob().$type<Buffer>().columnType('bytea').strictNullable(),
  },
});
