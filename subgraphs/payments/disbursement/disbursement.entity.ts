import { defineEntity, p } from '@mikro-orm/core';
import type { DisbursementStatus } from './disbursement.status.ts';
import type { Entitlement } from './entitlement.ts';
import type { RejectionReason } from './rejection.ts';

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
    /** The budget year that it became due in, and is paid from; null where its wave had no budget then. */
    budgetYear: p.integer().strictNullable(),
    amount: p.bigint('bigint'),
    status: p.text().$type<DisbursementStatus>(),
    /** Null until it is decided who pays. */
    partnerCode: p.text().strictNullable(),
    /** Names the payout to the partner, unique for ever; stored before the first byte is sent; of its last order. */
    partnerReference: p.text().strictNullable(),
    /** The batch that it was last part of. */
    batchId: p.uuid().strictNullable(),
    /** Hash of the partner and the account that its batch was made for. */
    destinationHash: p.blob().$type<Buffer>().columnType('bytea').strictNullable(),
    /** Why it is REJECTED, or was. */
    rejectedBecause: p.text().$type<RejectionReason>().strictNullable(),
    rejectedAt: p.datetime().strictNullable(),
    dueAt: p.datetime(),
    settledAt: p.datetime().strictNullable(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});
