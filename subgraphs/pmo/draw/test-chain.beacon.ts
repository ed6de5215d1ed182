import { hash } from 'node:crypto';
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { type Beacon, type BeaconChain, roundPoint, roundTime } from './beacon.ts';

const { shortSignatures } = bls12_381;

// Anyone can make this key: the chain shows how a draw works, and proves nothing about a real one.
const key = hash('sha256', 'prakerja test beacon', 'buffer');
key[0] = 0;

/** A chain of our own for the default run and tests, with a round a second and no network. */
export const testChain: BeaconChain = {
  hash: hash('sha256', 'prakerja test beacon chain'),
  publicKey: Buffer.from(shortSignatures.getPublicKey(key).toBytes()).toString('hex'),
  genesis: Date.UTC(2020, 0, 1) / 1_000,
  period: 1,
  roundsAhead: 1,
};

/** Signs a round of the test chain when its time has come. */
export const testBeacon = (now: () => Date): Beacon => ({
  chain: testChain,
  signature: async (round) => {
    if (now() < roundTime(testChain, round)) return null;
    return Buffer.from(shortSignatures.sign(roundPoint(round), key).toBytes());
  },
});
