import { defineEntity, p } from '@mikro-orm/core';

/** What two officers decided: that a wave is frozen without those who wait for the civil registry. */
export const MatchWaiverEntity = defineEntity({
  name: 'MatchWaiver',
  tableName: 'match_waiver',
  properties: {
    waveNumber: p.integer().primary(),
    reason: p.text(),
    proposedBy: p.text(),
    proposedAt: p.datetime(),
    approvedBy: p.text().strictNullable(),
    approvedAt: p.datetime().strictNullable(),
  },
});
