import { defineEntity, p } from '@mikro-orm/core';

/** What pmo said of a person who may buy courses, or may not any more. */
export const RecipientEntity = defineEntity({
  name: 'Recipient',
  tableName: 'recipient',
  properties: {
    participantId: p.uuid().primary(),
    /** Null while only a loss or a longer deadline has been heard. */
    waveNumber: p.integer().strictNullable(),
    announcedAt: p.datetime().strictNullable(),
    /** Last day for the first purchase; null when there is none. */
    firstPurchaseBy: p.date().strictNullable(),
    /** First day on which the person may buy; null for who may since the announcement. */
    beginsOn: p.date().strictNullable(),
    /** The person's own later day. */
    extendedUntil: p.date().strictNullable(),
    revokedAt: p.datetime().strictNullable(),
    isBarred: p.boolean().default(false),
    /** What was said last of being barred, and in which version of the list. */
    barredSaidAt: p.datetime().strictNullable(),
    barredVersion: p.integer().strictNullable(),
  },
});
