import { defineEntity, p } from '@mikro-orm/core';
import type { DisbursementStatus } from './disbursement.status.ts';
import type { Entitlement } from './entitlement.ts';

/** A payout: one for each participant, entitlement and instalment, for ever. */
export const DisbursementEntity = defineEntity({
  name: 'Disbursement',
  tableName: 'disbursement',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    participantId: p.uuid(),
    waveNumber: p.integer(),
    entitlement: p.text().$type<Entitlement>(),
    instalment: p.integer(),
    amount: p.bigint('bigint'),
    status: p.text().$type<DisbursementStatus>(),
    /** Null until it is decided who pays. */
    partnerCode: p.text().strictNullable(),
    /** Names the payout to the partner, unique for ever; stored before the first byte is sent. */
    partnerReference: p.text().strictNullable(),
    dueAt: p.datetime(),
    settledAt: p.datetime().strictNullable(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});
