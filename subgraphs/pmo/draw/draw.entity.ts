import { defineEntity, p } from '@mikro-orm/core';
import type { QuotaFormula } from '../quota/index.ts';

const bytes = () => p.blob().$type<Buffer>();

/** What a freeze has fixed and published; it never changes. */
export const DrawEntity = defineEntity({
  name: 'Draw',
  tableName: 'draw',
  primaryKeys: ['waveNumber', 'attempt'],
  properties: {
    waveNumber: p.integer().primary(),
    /** Counts the attempts of the wave, from 1. */
    attempt: p.smallint().primary(),
    entryCount: p.integer(),
    /** 32 bytes, like all hashes here. */
    root: bytes(),
    /** 32 bytes a chunk. */
    chunkRoots: bytes(),
    quota: p.integer(),
    quotaFormula: p.text().$type<QuotaFormula>(),
    codeHash: bytes(),
    /** Everything that the draw depends on beside the beacon's signature; empty for draws of the former procedure. */
    checkpoint: p.text(),
    noticeSeconds: p.integer(),
    signingClosesAt: p.datetime().strictNullable(),
    beaconChain: p.text(),
    beaconRound: p.bigint('bigint'),
    beaconAt: p.datetime(),
    frozenAt: p.datetime(),
  },
});

/** A region of a draw, numbered in the order of the codes. */
export const DrawRegionEntity = defineEntity({
  name: 'DrawRegion',
  tableName: 'draw_region',
  primaryKeys: ['waveNumber', 'attempt', 'regionNo'],
  properties: {
    waveNumber: p.integer().primary(),
    attempt: p.smallint().primary(),
    regionNo: p.smallint().primary(),
    regionCode: p.text(),
    eligible: p.integer(),
    quota: p.integer(),
  },
});

/** 4,096 entries of the published list. */
export const DrawChunkEntity = defineEntity({
  name: 'DrawChunk',
  tableName: 'draw_chunk',
  primaryKeys: ['waveNumber', 'attempt', 'chunkNo'],
  properties: {
    waveNumber: p.integer().primary(),
    attempt: p.smallint().primary(),
    chunkNo: p.integer().primary(),
    firstEntry: p.uuid(),
    /** 16 bytes each, ascending. */
    entries: bytes(),
    /** Two bytes each, little-endian. */
    regions: bytes(),
  },
});

/** The bytes of a frozen list, as they are served. */
export const DrawListEntity = defineEntity({
  name: 'DrawList',
  tableName: 'draw_list',
  primaryKeys: ['waveNumber', 'attempt'],
  properties: {
    waveNumber: p.integer().primary(),
    attempt: p.smallint().primary(),
    sha256: bytes(),
    /** Size of the first line. */
    headBytes: p.integer(),
    /** Size of each chunk's lines. */
    chunkBytes: p.array().columnType('int[]').$type<number[]>(),
  },
});

/** What the draw adds. */
export const DrawResultEntity = defineEntity({
  name: 'DrawResult',
  tableName: 'draw_result',
  properties: {
    waveNumber: p.integer().primary(),
    attempt: p.smallint(),
    /** 48 bytes. */
    beaconSignature: bytes(),
    /** SHA-256 of the checkpoint; of a draw of the former procedure its secret and root, 64 bytes. */
    sealed: bytes(),
    seed: bytes(),
    root: bytes(),
    winnerCount: p.integer(),
    drawnAt: p.datetime(),
  },
});

export const DrawRegionResultEntity = defineEntity({
  name: 'DrawRegionResult',
  tableName: 'draw_region_result',
  primaryKeys: ['waveNumber', 'regionNo'],
  properties: {
    waveNumber: p.integer().primary(),
    attempt: p.smallint(),
    regionNo: p.smallint().primary(),
    /** The highest rank that wins; null where nobody wins. */
    threshold: bytes().strictNullable(),
  },
});

/** How many of a region win in which tranche of the wave; none for a wave of one period. */
export const DrawRegionTrancheEntity = defineEntity({
  name: 'DrawRegionTranche',
  tableName: 'draw_region_tranche',
  primaryKeys: ['waveNumber', 'attempt', 'regionNo', 'trancheNo'],
  properties: {
    waveNumber: p.integer().primary(),
    attempt: p.smallint().primary(),
    regionNo: p.smallint().primary(),
    trancheNo: p.smallint().primary(),
    quota: p.integer(),
  },
});

export const DrawRegionTrancheResultEntity = defineEntity({
  name: 'DrawRegionTrancheResult',
  tableName: 'draw_region_tranche_result',
  primaryKeys: ['waveNumber', 'regionNo', 'trancheNo'],
  properties: {
    waveNumber: p.integer().primary(),
    attempt: p.smallint(),
    regionNo: p.smallint().primary(),
    trancheNo: p.smallint().primary(),
    /** The highest rank that wins in this tranche or before it; null where nobody does. */
    threshold: bytes().strictNullable(),
  },
});
