import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { WaveStatus, WaveStepName, WaveStepStatus } from './wave.status.ts';

/** One round of registration, screening, draw and announcement. */
export const WaveEntity = defineEntity({
  name: 'Wave',
  tableName: 'wave',
  properties: {
    number: p.integer().primary(),
    status: p.text().$type<WaveStatus>(),
    policyVersion: p.text(),
    /** Places, over all regions; null where it was not published. */
    quota: p.integer().strictNullable(),
    opensAt: p.datetime().strictNullable(),
    closesAt: p.datetime().strictNullable(),
    announcedAt: p.datetime().strictNullable(),
    /** Last day (Asia/Jakarta) for a first purchase. */
    purchaseDeadline: p.date().strictNullable(),
    isSynthetic: p.boolean().default(false),
    cancelledAt: p.datetime().strictNullable(),
    /** For everyone to read. */
    cancelReason: p.text().strictNullable(),
    /** Places that came free by revocation, or since a winner was turned down. */
    freed: p.integer().default(0),
    /** Free places that decisions gave to other waves. */
    reoffered: p.integer().default(0),
  },
});

export type WaveEntity = InferEntity<typeof WaveEntity>;

/** A published figure on a wave. */
export const WaveFigureEntity = defineEntity({
  name: 'WaveFigure',
  tableName: 'wave_figure',
  primaryKeys: ['waveNumber', 'name', 'source'],
  properties: {
    waveNumber: p.integer().primary(),
    name: p.text().primary(),
    value: p.bigint('bigint'),
    asOf: p.date().strictNullable(),
    definition: p.text(),
    source: p.text().primary(),
  },
});

/**
 * A long step of a wave, worked off in chunks. The row moves with each chunk, in the chunk's transaction: after a kill
 * the next process goes on behind the cursor.
 */
export const WaveStepEntity = defineEntity({
  name: 'WaveStep',
  tableName: 'wave_step',
  primaryKeys: ['waveNumber', 'step'],
  properties: {
    waveNumber: p.integer().primary(),
    step: p.text().primary().$type<WaveStepName>(),
    status: p.text().$type<WaveStepStatus>(),
    /** People worked off, of `total`. */
    done: p.integer().default(0),
    total: p.integer(),
    cursor: p.uuid().strictNullable(),
    requestedBy: p.text(),
    requestId: p.text(),
    startedAt: p.datetime(),
    updatedAt: p.datetime(),
    finishedAt: p.datetime().strictNullable(),
    /** Under which the log says why the last try failed. */
    errorId: p.uuid().strictNullable(),
  },
});

export type WaveStepEntity = InferEntity<typeof WaveStepEntity>;

/** A decision of the Committee by which places of one wave went to another. */
export const QuotaReofferEntity = defineEntity({
  name: 'QuotaReoffer',
  tableName: 'quota_reoffer',
  properties: {
    decisionNumber: p.text().primary(),
    fromWave: p.integer(),
    toWave: p.integer(),
    places: p.integer(),
    decidedBy: p.text(),
    decidedAt: p.datetime(),
  },
});
