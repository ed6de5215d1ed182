import type { Pool } from 'pg';
import { z } from 'zod';
import { formulas } from '../quota/index.ts';
import type { Beacon, BeaconChain } from './beacon.ts';
import { quicknet } from './beacon-chains.data.ts';
import { drandBeacon } from './drand.beacon.ts';
import { codeHash } from './draw.code.ts';
import { DrawService } from './draw.service.ts';
import { testBeacon, testChain } from './test-chain.beacon.ts';

/** What the process that draws reads. */
export const drawEnv = z.object({
  BEACON_URL: z.url({ protocol: /^https?$/ }).optional(),
  DRAW_NOTICE: z.coerce.number().int().min(1).max(2_592_000).optional(),
  QUOTA_FORMULA: z.enum(formulas).default('PROPORTIONAL'),
});

/** A chain by its hash; null when it is none of ours. */
export const chainOf = (hash: string): BeaconChain | null =>
  [quicknet, testChain].find((chain) => chain.hash === hash) ?? null;

interface DrawsOptions extends z.infer<typeof drawEnv> {
  NODE_ENV: string;
  pool?: Pool;
  now: () => Date;
}

const beaconFrom = ({ BEACON_URL, NODE_ENV, now }: DrawsOptions): Beacon => {
  if (BEACON_URL !== undefined) return drandBeacon(BEACON_URL, quicknet);
  if (NODE_ENV === 'production') throw new Error('BEACON_URL is missing: a real draw takes a public beacon');
  return testBeacon(now);
};

const DAY_SECONDS = 86_400;
/** Nobody watches the default run; where somebody does, there is time to sign. */
const SHORT_SECONDS = 1;
const WATCHED_SECONDS = 30;

const noticeOf = ({ DRAW_NOTICE, NODE_ENV }: DrawsOptions, shortSeconds: number): number =>
  DRAW_NOTICE ?? (NODE_ENV === 'production' ? DAY_SECONDS : shortSeconds);

/**
 * The draw as the environment wants it: quicknet through the relay at BEACON_URL, or else the test chain.
 * @throws Error in production without a beacon
 */
export const drawsFrom = (options: DrawsOptions): DrawService =>
  new DrawService({
    pool: options.pool,
    beacon: beaconFrom(options),
    codeHash: codeHash(),
    formula: options.QUOTA_FORMULA,
    noticeSeconds: noticeOf(options, SHORT_SECONDS),
    watchedNoticeSeconds: noticeOf(options, WATCHED_SECONDS),
    needsWitnesses: options.NODE_ENV === 'production',
    now: options.now,
  });
