import { defineEntity, p } from '@mikro-orm/core';
import type { Outcome } from './revoke.events.ts';

/** An award that was taken back; a grant that arrives later is returned at once. */
export const RevocationEntity = defineEntity({
  name: 'Revocation',
  tableName: 'revocation',
  properties: {
    participantId: p.uuid().primary(),
    waveNumber: p.integer(),
    revokedAt: p.datetime(),
  },
});

/** The answer to a proposal of revocation, for each person. */
export const RevocationDecisionEntity = defineEntity({
  name: 'RevocationDecision',
  tableName: 'revocation_decision',
  properties: {
    participantId: p.uuid().primary(),
    waveNumber: p.integer(),
    proposal: p.uuid(),
    outcome: p.text().$type<Outcome>(),
    decidedAt: p.datetime(),
  },
});

/** Whoever bought in time and whose provider cancelled the class: such a balance counts as used. */
export const RevocationExcuseEntity = defineEntity({
  name: 'RevocationExcuse',
  tableName: 'revocation_excuse',
  properties: {
    participantId: p.uuid().primary(),
    excusedAt: p.datetime(),
  },
});
