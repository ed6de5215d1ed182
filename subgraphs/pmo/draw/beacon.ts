import { hash } from 'node:crypto';
import { bls12_381 } from '@noble/curves/bls12-381.js';

/** A public beacon that signs the number of each round at its time (drand, scheme bls-unchained-g1-rfc9380). */
export interface BeaconChain {
  /** Hex; names the chain. */
  hash: string;
  /** Hex of 96 bytes: a point of G2. */
  publicKey: string;
  /** Unix seconds of round 1. */
  genesis: number;
  /** Seconds between two rounds. */
  period: number;
}

/** A source of the signatures of rounds. */
export interface Beacon {
  chain: BeaconChain;
  /**
   * The number of the newest round that is out, by its verified signature.
   * @throws Error when the beacon does not answer or its signature is wrong
   */
  latest(): Promise<number>;
  /**
   * The verified signature of a round, 48 bytes; null before its time.
   * @throws Error when the beacon does not answer or its signature is wrong
   */
  signature(round: number): Promise<Buffer | null>;
}

const DOMAIN = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_';
const { shortSignatures } = bls12_381;

/** What a chain signs for a round: a point of G1. */
export const roundPoint = (round: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(round));
  return shortSignatures.hash(hash('sha256', bytes, 'buffer'), DOMAIN);
};

/** Whether the chain's key made this signature of the round. */
export const isSignedBy = ({ publicKey }: BeaconChain, round: number, signature: Buffer): boolean => {
  try {
    return shortSignatures.verify(signature, roundPoint(round), Buffer.from(publicKey, 'hex'));
  } catch {
    // No point of the curve.
    return false;
  }
};

/** When a round is signed. */
export const roundTime = ({ genesis, period }: BeaconChain, round: number): Date =>
  new Date((genesis + (round - 1) * period) * 1_000);

/** The newest round that is out at a moment, by a clock; 0 before the first. */
export const roundAt = ({ genesis, period }: BeaconChain, at: Date): number =>
  Math.max(0, Math.floor((at.getTime() / 1_000 - genesis) / period) + 1);

/** A relay may lag behind the chain so long, and our clock be ahead; a round that is not there then is missing. */
export const ROUND_LATE_MS = 120_000;

/**
 * The verified signature of a round; null while it may still come by itself.
 * @throws Error when the beacon fails, and when the round is not out 120 s after its time: a wave waits for it all the
 * same, and whoever runs the service has to know
 */
export const dueSignature = async (beacon: Beacon, round: number, now: Date): Promise<Buffer | null> => {
  const signature = await beacon.signature(round);
  const due = roundTime(beacon.chain, round);
  if (signature || now.getTime() <= due.getTime() + ROUND_LATE_MS) return signature;
  throw new Error(`round ${round} of the beacon was due at ${due.toISOString()} and is not out; the draw waits for it`);
};

/**
 * Returns the first round that is out later than the notice from now. Counted from what the beacon shows as its latest
 * one, and from the local clock when that is ahead: one of the two that is behind cannot bring the round nearer.
 */
export const roundAfter = (
  chain: BeaconChain,
  { latest, now, noticeSeconds }: { latest: number; now: Date; noticeSeconds: number },
): number => Math.max(latest, roundAt(chain, now)) + Math.ceil(noticeSeconds / chain.period) + 1;
