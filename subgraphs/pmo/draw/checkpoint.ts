import { hash } from 'node:crypto';
import type { QuotaFormula } from '../quota/index.ts';

/** Everything that a draw depends on beside the beacon's signature. */
export interface Checkpoint {
  wave: number;
  /** Counts the attempts of the wave, from 1. */
  attempt: number;
  entries: number;
  /** 32 bytes. */
  root: Buffer;
  /** Version of the policy. */
  policy: string;
  quota: number;
  formula: QuotaFormula;
  codeHash: Buffer;
  /** Periods among which the winners are shared out, in their order; none in a wave of one period. */
  tranches?: readonly { startsOn: string; places: number }[];
  /** In the order of their codes; `byTranche` are the places of each tranche. */
  regions: readonly { code: string; eligible: number; quota: number; byTranche?: readonly number[] }[];
  /** Hash that names the chain. */
  chain: string;
  round: number;
  noticeSeconds: number;
  closesAt: Date;
  /** How many witnesses must have signed; 0 without witnesses. */
  threshold: number;
  /** Their verifier keys: name, key id and public key, as C2SP's signed notes write them. */
  witnesses: readonly string[];
}

/** Names the log that a wave's attempt is, as the first line of its checkpoint. */
export const originOf = (wave: number, attempt: number): string => `prakerja-graph/draw/${wave}/${attempt}`;

/**
 * Returns the checkpoint as text: origin, size and root as C2SP's checkpoints have them, then a line for each fact in
 * this order. There is one way to write it, so that its bytes can be hashed and signed.
 */
export const checkpointText = (point: Checkpoint): string => {
  const lines = [
    originOf(point.wave, point.attempt),
    String(point.entries),
    point.root.toString('base64'),
    `policy ${point.policy}`,
    `quota ${point.quota} ${point.formula}`,
    ...(point.tranches ?? []).map(({ startsOn, places }) => `tranche ${startsOn} ${places}`),
    `code ${point.codeHash.toString('hex')}`,
    ...point.regions.map(({ code, eligible, quota, byTranche = [] }) =>
      ['region', code, eligible, quota, ...byTranche].join(' '),
    ),
    `beacon ${point.chain} ${point.round}`,
    `notice ${point.noticeSeconds}`,
    `close ${point.closesAt.toISOString()}`,
    `threshold ${point.threshold}`,
    ...point.witnesses.map((key) => `witness ${key}`),
  ];
  return `${lines.join('\n')}\n`;
};

/** Returns SHA-256 of a checkpoint, 32 bytes. */
export const checkpointHash = (text: string): Buffer => hash('sha256', text, 'buffer');

/** Whether a checkpoint shares the places out among tranches. */
export const isInTranches = (checkpoint: string): boolean => /^tranche /m.test(checkpoint);
