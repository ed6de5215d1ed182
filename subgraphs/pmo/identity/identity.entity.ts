import { defineEntity, p } from '@mikro-orm/core';

/** NIK, family card, phone and e-mail of a person as one sealed record, and the blind indexes that find them. */
export const ParticipantIdentityEntity = defineEntity({
  name: 'ParticipantIdentity',
  tableName: 'participant_identity',
  properties: {
    participantId: p.uuid().primary(),
    sealed: p.blob().columnType('bytea').$type<Buffer>(),
    kkIndex: p.blob().columnType('bytea').$type<Buffer>().strictNullable(),
    phoneIndex: p.blob().columnType('bytea').$type<Buffer>().strictNullable(),
    emailIndex: p.blob().columnType('bytea').$type<Buffer>().strictNullable(),
  },
});

/** A NIK, by its blind index, and the one participant whose it is for ever. */
export const NikClaimEntity = defineEntity({
  name: 'NikClaim',
  tableName: 'nik_claim',
  properties: {
    nikIndex: p.blob().columnType('bytea').$type<Buffer>().primary(),
    participantId: p.uuid(),
    /** What it rests on: who claimed before the registry was asked keeps it. */
    basis: p.text().$type<'LEGACY' | 'REGISTRY' | 'DISPUTE'>().defaultRaw(`'LEGACY'`),
    /** When the registry confirmed it, or two officers decided; null for a claim from before. */
    confirmedAt: p.datetime().strictNullable(),
  },
});
