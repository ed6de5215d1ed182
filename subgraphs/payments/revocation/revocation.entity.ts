import { defineEntity, p } from '@mikro-orm/core';

/** An award that was taken back; a grant that arrives later grants nothing. */
export const RevocationEntity = defineEntity({
  name: 'Revocation',
  tableName: 'revocation',
  properties: {
    participantId: p.uuid().primary(),
    waveNumber: p.integer(),
    revokedAt: p.datetime(),
  },
});
