import { defineEntity, p } from '@mikro-orm/core';
import type { FundingOutcome } from './funding.events.ts';

/** What a wave needs of the budget, and whether payments has committed it. */
export const WaveFundingEntity = defineEntity({
  name: 'WaveFunding',
  tableName: 'wave_funding',
  primaryKeys: ['waveNumber', 'attempt'],
  properties: {
    waveNumber: p.integer().primary(),
    attempt: p.integer().primary(),
    quota: p.integer(),
    /** All that one recipient may be paid, in whole rupiah. */
    perPerson: p.bigint('bigint'),
    year: p.integer(),
    askedAt: p.datetime(),
    /** Null until payments has answered. */
    outcome: p.text().$type<FundingOutcome>().strictNullable(),
    reason: p.text().strictNullable(),
    decidedAt: p.datetime().strictNullable(),
  },
});
