import { defineEntity, p } from '@mikro-orm/core';
import type { RegistrationStatus } from './registration.status.ts';

/** A person's part in one wave; a partition for each wave. */
export const RegistrationEntity = defineEntity({
  name: 'Registration',
  tableName: 'registration',
  primaryKeys: ['waveNumber', 'participantId'],
  properties: {
    waveNumber: p.integer().primary(),
    participantId: p.uuid().primary(),
    /** Regency or city of the person at the time of joining. */
    regionCode: p.text(),
    status: p.text().$type<RegistrationStatus>(),
    joinedAt: p.datetime(),
    /** First half of SHA-256(salt ‖ index of the NIK); the published list of a draw tells nothing else of the person. */
    entryId: p.uuid().defaultRaw('gen_random_uuid()'),
    /** 32 random bytes; null for entries from before there were any, whose ids are random. */
    entrySalt: p.blob().columnType('bytea').$type<Buffer>().strictNullable(),
  },
});

/** The waves of a person, by which their registrations and decisions are found. */
export const ParticipantWaveEntity = defineEntity({
  name: 'ParticipantWave',
  tableName: 'participant_wave',
  primaryKeys: ['participantId', 'waveNumber'],
  properties: {
    participantId: p.uuid().primary(),
    waveNumber: p.integer().primary(),
    /** False for who was only refused. */
    isRegistered: p.boolean(),
    /** Hash of the facts for which joining was refused last; one decision is stored for them. */
    refusedFor: p.blob().columnType('bytea').$type<Buffer>().strictNullable(),
  },
});

/** One of the two places on a family card, held while its holder is in a wave, and for ever once awarded. */
export const CardPlaceEntity = defineEntity({
  name: 'CardPlace',
  tableName: 'kk_claim',
  primaryKeys: ['kkIndex', 'slot'],
  properties: {
    kkIndex: p.blob().columnType('bytea').$type<Buffer>().primary(),
    slot: p.smallint().$type<1 | 2>().primary(),
    participantId: p.uuid(),
    waveNumber: p.integer(),
  },
});

/** The one award of a person's lifetime; a revoked one stays. */
export const AwardEntity = defineEntity({
  name: 'Award',
  tableName: 'award_claim',
  properties: {
    participantId: p.uuid().primary(),
    waveNumber: p.integer(),
    /** The tranche of the wave in which the person begins; null in a wave of one period. */
    trancheNo: p.smallint().strictNullable(),
    revokedAt: p.datetime().strictNullable(),
  },
});
