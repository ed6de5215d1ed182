import { defineEntity, p } from '@mikro-orm/core';

/** A period of a wave, in which a part of its winners begins; a wave that has none is one period. */
export const WaveTrancheEntity = defineEntity({
  name: 'WaveTranche',
  tableName: 'wave_tranche',
  primaryKeys: ['waveNumber', 'trancheNo'],
  properties: {
    waveNumber: p.integer().primary(),
    /** From 1, in the order of the days. */
    trancheNo: p.smallint().primary(),
    /** First day of the period (Asia/Jakarta). */
    startsOn: p.date(),
    /** Over all regions. */
    places: p.integer(),
  },
});
