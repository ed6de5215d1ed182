import { defineEntity, p } from '@mikro-orm/core';

/** A person whose NIK is attested to payments, or is to be. */
export const NikAttestationEntity = defineEntity({
  name: 'NikAttestation',
  tableName: 'nik_attestation',
  properties: {
    participantId: p.uuid().primary(),
    askedAt: p.datetime().defaultRaw('now()'),
    /** Null while it is to be done. */
    attestedAt: p.datetime().strictNullable(),
    /** Names of the keys of the proofs; null where it was done before keys had names. */
    keyIds: p.array<string>().strictNullable(),
  },
});
