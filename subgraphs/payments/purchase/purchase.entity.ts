import { defineEntity, p } from '@mikro-orm/core';
import type { PurchaseStatus } from './purchase.status.ts';

/** What was paid for an enrolment, or that nothing can be any more. */
export const PurchaseEntity = defineEntity({
  name: 'Purchase',
  tableName: 'purchase',
  properties: {
    /** The enrolment's id. */
    id: p.uuid().primary(),
    participantId: p.uuid(),
    status: p.text().$type<PurchaseStatus | 'ENDED'>(),
    waveNumber: p.integer().strictNullable(),
    amount: p.bigint('bigint').strictNullable(),
    commission: p.bigint('bigint').strictNullable(),
    commissionBasisPoints: p.integer().strictNullable(),
    invoice: p.text().strictNullable(),
    courseId: p.uuid().strictNullable(),
    platformId: p.uuid().strictNullable(),
    institutionId: p.uuid().strictNullable(),
    authorizedAt: p.datetime().strictNullable(),
    voidRequestedAt: p.datetime().strictNullable(),
    voidReason: p.text().strictNullable(),
    capturedAt: p.datetime().strictNullable(),
    endReason: p.text().strictNullable(),
    endedAt: p.datetime().strictNullable(),
  },
});

/** The newest code of a person, as a hash, with its tries and sends. */
export const PurchaseCodeEntity = defineEntity({
  name: 'PurchaseCode',
  tableName: 'purchase_code',
  properties: {
    participantId: p.uuid().primary(),
    enrollmentId: p.uuid(),
    codeHash: p.blob().columnType('bytea').$type<Buffer>(),
    expiresAt: p.datetime(),
    tries: p.smallint().default(0),
    usedAt: p.datetime().strictNullable(),
    sends: p.smallint(),
    sendsUntil: p.datetime(),
  },
});
