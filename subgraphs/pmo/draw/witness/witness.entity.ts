import { defineEntity, p } from '@mikro-orm/core';

/** The witnesses of a wave, named before it opens. */
export const DrawRosterEntity = defineEntity({
  name: 'DrawRoster',
  tableName: 'draw_roster',
  properties: {
    waveNumber: p.integer().primary(),
    /** How many must sign. */
    threshold: p.smallint(),
    /** Verifier keys, ascending. */
    keys: p.array<string>(),
    setBy: p.text(),
    setAt: p.datetime(),
  },
});

/** A second officer's approval of a frozen list. */
export const DrawApprovalEntity = defineEntity({
  name: 'DrawApproval',
  tableName: 'draw_approval',
  primaryKeys: ['waveNumber', 'attempt'],
  properties: {
    waveNumber: p.integer().primary(),
    attempt: p.smallint().primary(),
    approvedBy: p.text(),
    approvedAt: p.datetime(),
  },
});

/** A witness's cosignature of a checkpoint. */
export const DrawCosignatureEntity = defineEntity({
  name: 'DrawCosignature',
  tableName: 'draw_cosignature',
  primaryKeys: ['waveNumber', 'attempt', 'key'],
  properties: {
    waveNumber: p.integer().primary(),
    attempt: p.smallint().primary(),
    /** The verifier key. */
    key: p.text().primary(),
    /** As it was brought. */
    line: p.text(),
    signedAt: p.datetime(),
    receivedAt: p.datetime(),
  },
});

/** An attempt that too few witnesses signed. */
export const DrawVoidEntity = defineEntity({
  name: 'DrawVoid',
  tableName: 'draw_void',
  primaryKeys: ['waveNumber', 'attempt'],
  properties: {
    waveNumber: p.integer().primary(),
    attempt: p.smallint().primary(),
    reason: p.text(),
    voidedBy: p.text(),
    voidedAt: p.datetime(),
  },
});
