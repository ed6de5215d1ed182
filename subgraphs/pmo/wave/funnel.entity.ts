import { defineEntity, p } from '@mikro-orm/core';

/** Registrations of a wave in a region, as they were counted last. */
export const WaveFunnelEntity = defineEntity({
  name: 'WaveFunnelRow',
  tableName: 'wave_funnel',
  primaryKeys: ['waveNumber', 'regionCode'],
  properties: {
    waveNumber: p.integer().primary(),
    regionCode: p.text().primary(),
    applied: p.integer(),
    eligible: p.integer(),
    selected: p.integer(),
    countedAt: p.datetime(),
  },
});
