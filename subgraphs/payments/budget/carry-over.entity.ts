import { defineEntity, p } from '@mikro-orm/core';

/** Committed money of a wave that goes on to the next year, by two people. */
export const CarryOverEntity = defineEntity({
  name: 'CarryOver',
  tableName: 'carry_over',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    waveNumber: p.integer(),
    fromYear: p.integer(),
    toYear: p.integer(),
    /** The most that goes on. */
    amount: p.bigint('bigint'),
    reason: p.text(),
    proposedBy: p.text(),
    proposedAt: p.datetime(),
    approvedBy: p.text().strictNullable(),
    approvedAt: p.datetime().strictNullable(),
    /** What went on; null before the approval. */
    carried: p.bigint('bigint').strictNullable(),
  },
});
