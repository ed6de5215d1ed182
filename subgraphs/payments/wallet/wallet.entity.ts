import { defineEntity, p } from '@mikro-orm/core';
import type { WalletState } from './wallet.status.ts';

/** An account in which a participant is paid: one for each person, and one person for each account. */
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
    linkedAt: p.datetime().strictNullable(),
    /** When the partner was asked about the account last. */
    checkedAt: p.datetime().strictNullable(),
    isActive: p.boolean().default(true),
    isNikDifferent: p.boolean().default(false),
    /** HMAC of the holder's NIK, as the partner gave it; null where it gives none. */
    nikProof: p.text().strictNullable(),
    /** Nothing is paid before, since the account took the place of a verified one. */
    usableFrom: p.datetime().strictNullable(),
    state: p
      .text()
      .$type<`${WalletState}`>()
      .generated(
        `(case when not is_active then 'INACTIVE' when is_nik_different then 'MISMATCH' when verified_at is not null then 'VERIFIED' else 'LINKED' end) stored`,
      ),
  },
});

/** An account, by its blind index, and the one participant whose it is for ever. */
export const AccountClaimEntity = defineEntity({
  name: 'AccountClaim',
  tableName: 'account_claim',
  primaryKeys: ['partnerCode', 'numberIndex'],
  properties: {
    partnerCode: p.text().primary(),
    numberIndex: p.blob().$type<Buffer>().columnType('bytea').primary(),
    participantId: p.uuid(),
    claimedAt: p.datetime(),
  },
});

/** What pmo says of a person's NIK: its HMAC under a key for this purpose alone, or under each of several. */
export const NikAttestationEntity = defineEntity({
  name: 'NikAttestation',
  tableName: 'nik_attestation',
  properties: {
    participantId: p.uuid().primary(),
    nikProof: p.text(),
    /** The same under other keys, while the key is rotated. */
    otherProofs: p.array<string>().defaultRaw(`'{}'`),
    attestedAt: p.datetime(),
  },
});
