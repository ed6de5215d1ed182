import { defineEntity, p } from '@mikro-orm/core';

/** A time-stamping authority's stamp of a checkpoint. */
export const DrawTimeStampEntity = defineEntity({
  name: 'DrawTimeStamp',
  tableName: 'draw_time_stamp',
  primaryKeys: ['waveNumber', 'attempt', 'authority'],
  properties: {
    waveNumber: p.integer().primary(),
    attempt: p.smallint().primary(),
    /** The name under which it is configured. */
    authority: p.text().primary(),
    /** As it was answered (RFC 3161, DER). */
    token: p.blob(),
    stampedAt: p.datetime(),
    accuracyMs: p.integer(),
    receivedAt: p.datetime(),
  },
});
