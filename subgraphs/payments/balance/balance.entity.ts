import { defineEntity, p } from '@mikro-orm/core';

/** What a recipient may spend on courses: one for each person, for ever, whatever the wave. */
export const TrainingBalanceEntity = defineEntity({
  name: 'TrainingBalance',
  tableName: 'training_balance',
  properties: {
    participantId: p.uuid().primary(),
    waveNumber: p.integer(),
    granted: p.bigint('bigint'),
    spent: p.bigint('bigint').default(0),
    held: p.bigint('bigint').default(0),
    returned: p.bigint('bigint').default(0),
    /** The budget year that it was granted from, and is accounted for in; null where its wave had no budget then. */
    budgetYear: p.integer().strictNullable(),
    /** The last day to spend it. */
    expiresOn: p.date(),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});

/** The last day on which the people of a wave may spend their balances: one for all of them. */
export const WaveBalanceEntity = defineEntity({
  name: 'WaveBalance',
  tableName: 'wave_balance',
  properties: {
    waveNumber: p.integer().primary(),
    expiresOn: p.date(),
  },
});
