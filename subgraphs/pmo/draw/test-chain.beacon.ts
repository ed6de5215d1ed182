import { hash } from 'node:crypto';
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { type Beacon, type BeaconChain, roundAt, roundPoint, roundTime } from './beacon.ts';

const { shortSignatures } = bls12_381;

// Anyone can make this key: the chain shows how a draw works, and proves nothing about a real one.
const key = hash('sha256', 'prakerja test beacon', 'buffer');
key[0] = 0;

/** A chain of our own for the default run and tests, with a round a second and no network. */
export const testChain: BeaconChain = {
  hash: hash('sha256', 'prakerja test beacon chain'),
  // The public part of the key, as the chain's signatures prove in a test: deriving it takes a quarter of a second.
  publicKey:
    'adebfd6a09f284d0df455a51d78d903b077b2c233ab9c2f2b77e917b8b988014c323aa8dacf3042fbdac245b5136c90f' +
    '125841d7efb06c2534fd7e5f0d4916cc26b35bf0084b38a280558cc5b5e8ae08261a5d983e1b695350113a7babd55f8c',
  genesis: Date.UTC(2020, 0, 1) / 1_000,
  period: 1,
};

/** Signs a round of the test chain when its time has come. */
export const testBeacon = (now: () => Date): Beacon => ({
  chain: testChain,
  latest: async () => roundAt(testChain, now()),
  signature: async (round) => {
    if (now() < roundTime(testChain, round)) return null;
    return Buffer.from(shortSignatures.sign(roundPoint(round), key).toBytes());
  },
});
