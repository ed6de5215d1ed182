import { defineEntity, p } from '@mikro-orm/core';

/** A purchase of a recipient, as payments and training tell of it, in any order. */
export const PurchaseEntity = defineEntity({
  name: 'Purchase',
  tableName: 'purchase',
  primaryKeys: ['participantId', 'enrollmentId'],
  properties: {
    participantId: p.uuid().primary(),
    enrollmentId: p.uuid().primary(),
    authorizedAt: p.datetime().strictNullable(),
    releasedAt: p.datetime().strictNullable(),
    releaseReason: p.text().strictNullable(),
  },
});

/** A certificate of a participant, as training tells of it. */
export const EarnedCertificateEntity = defineEntity({
  name: 'EarnedCertificate',
  tableName: 'earned_certificate',
  primaryKeys: ['participantId', 'certificateId'],
  properties: {
    participantId: p.uuid().primary(),
    certificateId: p.uuid().primary(),
    issuedAt: p.datetime().strictNullable(),
    revokedAt: p.datetime().strictNullable(),
  },
});

/** A person's own last day for the first purchase, after that of the wave. */
export const PurchaseDeadlineEntity = defineEntity({
  name: 'PurchaseDeadline',
  tableName: 'purchase_deadline',
  properties: {
    participantId: p.uuid().primary(),
    waveNumber: p.integer(),
    until: p.date(),
    extendedAt: p.datetime(),
  },
});
