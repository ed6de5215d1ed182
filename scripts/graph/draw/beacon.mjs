import { bytesOf, check, sha256, VerificationError } from './hashes.mjs';

const TEST_CHAIN = sha256('prakerja test beacon chain');

/** Beacons whose keys are pinned here. The test chain's key is public: its draws show the arithmetic only. */
const chains = [
  {
    name: 'quicknet',
    hash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
    publicKey:
      '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
    genesis: 1692803367,
    period: 3,
  },
  {
    name: 'a TEST beacon',
    hash: bytesOf(TEST_CHAIN).toString('hex'),
    publicKey:
      'adebfd6a09f284d0df455a51d78d903b077b2c233ab9c2f2b77e917b8b988014c323aa8dacf3042fbdac245b5136c90f125841d7efb06c2534fd7e5f0d4916cc26b35bf0084b38a280558cc5b5e8ae08261a5d983e1b695350113a7babd55f8c',
    genesis: 1577836800,
    period: 1,
    isTest: true,
  },
];

/** The pinned chain of this hash. @throws VerificationError when there is none */
export const chainOf = (hash) => {
  const chain = chains.find((each) => each.hash === hash);
  check(chain, `the beacon ${hash.slice(0, 16)}… is none whose key is known here`);
  return chain;
};

/** When a round is out, in milliseconds of Unix time. */
export const roundTimeMs = ({ genesis, period }, round) => (genesis + (round - 1) * period) * 1000;

/** The newest round that is out at a moment by a clock. */
export const roundAt = ({ genesis, period }, nowMs) => Math.floor((nowMs / 1000 - genesis) / period) + 1;

const curve = async () => {
  try {
    return (await import('@noble/curves/bls12-381.js')).bls12_381;
  } catch {
    throw new Error('@noble/curves is not installed here: run npm install @noble/curves in this folder');
  }
};

/** Checks the beacon's signature of a round (drand, bls-unchained-g1-rfc9380). @throws VerificationError */
export const verifyRound = async (chain, round, signature) => {
  const { shortSignatures } = await curve();
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(round));
  let isSigned = false;
  try {
    const point = shortSignatures.hash(bytesOf(sha256(message)), 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_');
    isSigned = shortSignatures.verify(signature, point, Buffer.from(chain.publicKey, 'hex'));
  } catch {
    // No point of the curve.
  }
  if (!isSigned) throw new VerificationError(`the beacon did not sign round ${round} with this signature`);
};
