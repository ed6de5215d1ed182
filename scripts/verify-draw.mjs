// Verifies the published list of a draw by itself: it imports nothing of this repository, and reads nothing but the
// file. Run it with any Node from 20 on, beside an installed @noble/curves: node verify-draw.mjs FILE
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { bls12_381 } from '@noble/curves/bls12-381.js';

const HELP = `
npm run verify-draw -- FILE

Verifies the published list of a draw: the commitment, the beacon's signature, the Merkle root, the quotas, the seed,
the rank of every entry and every winner. Ends with 0 when all of it is right, with 1 and a sentence otherwise.
`;

/** Beacons whose keys this verifier knows. The test chain's key is public: its draws show the arithmetic only. */
const QUICKNET = {
  chain: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  genesis: 1692803367,
  period: 3,
};

class Wrong extends Error {}

const check = (isRight, sentence) => {
  if (!isRight) throw new Wrong(sentence);
};

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** HMAC (RFC 2104) with SHA-256: the two padded keys are hashed once, and copied for each message. */
const hmacWith = (key) => {
  const padded = (pad) => createHash('sha256').update(Buffer.alloc(64, pad).map((byte, at) => byte ^ (key[at] ?? 0)));
  const [inner, outer] = [padded(0x36), padded(0x5c)];
  return (message) => outer.copy().update(inner.copy().update(message).digest()).digest();
};

/** The root over leaves that come one by one (RFC 6962): whole subtrees wait for their neighbour of the same height. */
class Tree {
  #waiting = [];

  add(leaf) {
    let [node, height] = [leaf, 0];
    while (this.#waiting.at(-1)?.height === height) {
      node = sha256(Buffer.of(1), this.#waiting.pop().node, node);
      height += 1;
    }
    this.#waiting.push({ node, height });
  }

  root() {
    const nodes = this.#waiting.map(({ node }) => node);
    return nodes.length === 0 ? sha256() : nodes.reduceRight((right, left) => sha256(Buffer.of(1), left, right));
  }
}

const bytes = (header, name, length) => {
  const value = header[name];
  check(
    typeof value === 'string' && /^[0-9a-f]*$/.test(value) && value.length === length * 2,
    `${name} is no ${length} bytes in hexadecimal`,
  );
  return Buffer.from(value, 'hex');
};

const verifyBeacon = ({ beacon, frozenAt }) => {
  const isQuicknet = beacon.chain === QUICKNET.chain;
  if (isQuicknet) {
    const isPinned = ['publicKey', 'genesis', 'period'].every((name) => beacon[name] === QUICKNET[name]);
    check(isPinned, 'the file names the chain quicknet with another key or clock than that of quicknet');
  }
  const timeMs = (beacon.genesis + (beacon.round - 1) * beacon.period) * 1000;
  check(timeMs > Date.parse(frozenAt), `round ${beacon.round} of the beacon was out before the entries were frozen`);
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(beacon.round));
  const { shortSignatures } = bls12_381;
  const signature = bytes(beacon, 'signature', 48);
  let isSigned = false;
  try {
    const point = shortSignatures.hash(sha256(message), 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_');
    isSigned = shortSignatures.verify(signature, point, bytes(beacon, 'publicKey', 96));
  } catch {}
  check(isSigned, `the beacon did not sign round ${beacon.round} with this signature`);
  return { signature, isQuicknet };
};

/** Places by region: exact shares rounded down, then one more for the largest fractions, the lower code first. */
const quotasOf = (quota, regions, formula) => {
  check(['PROPORTIONAL', 'EQUAL'].includes(formula), `the quota formula ${formula} is unknown`);
  const places = new Map();
  let left = BigInt(quota);
  let open = regions.map(({ code, eligible }) => ({
    code,
    eligible: BigInt(eligible),
    weight: formula === 'EQUAL' ? 1n : BigInt(eligible),
  }));
  for (;;) {
    const total = open.reduce((sum, { weight }) => sum + weight, 0n);
    const full = open.filter(({ eligible, weight }) => left * weight >= eligible * total);
    if (full.length === 0) break;
    for (const { code, eligible } of full) places.set(code, Number(eligible));
    left -= full.reduce((sum, { eligible }) => sum + eligible, 0n);
    open = open.filter((region) => !full.includes(region));
  }
  const total = open.reduce((sum, { weight }) => sum + weight, 0n);
  const fraction = ({ weight }) => (left * weight) % total;
  const spare = left - open.reduce((sum, { weight }) => sum + (left * weight) / total, 0n);
  open.sort((a, b) => Number(fraction(b) - fraction(a)) || (a.code < b.code ? -1 : 1));
  for (const [at, { code, weight }] of open.entries()) {
    places.set(code, Number((left * weight) / total) + (BigInt(at) < spare ? 1 : 0));
  }
  return places;
};

const verifyQuotas = ({ quota, regions, formula }, counts) => {
  check(regions.length === counts.size, `the file names ${regions.length} regions, its entries ${counts.size}`);
  for (const { code, eligible } of regions) {
    check(counts.get(code) === eligible, `region ${code} has ${counts.get(code) ?? 0} entries, not ${eligible}`);
  }
  const places = quotasOf(quota, regions, formula);
  for (const region of regions) {
    const right = places.get(region.code);
    check(right === region.quota, `the quota of region ${region.code} is ${right} by the formula, not ${region.quota}`);
  }
};

const progress = (total) => {
  let nextMs = Date.now() + 1000;
  return (done) => {
    if (done % 4096 !== 0 || Date.now() < nextMs) return;
    nextMs += 1000;
    process.stderr.write(`verify-draw: ${Math.floor((done / total) * 100)} % of ${total.toLocaleString('en')} lines\n`);
  };
};

const ENTRY = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12}) (\d\d(?:\.\d\d)?)$/;

const readEntry = (line, at) => {
  const found = ENTRY.exec(line);
  check(found, `line ${at + 2} is no entry: ${line.slice(0, 60)}`);
  const [, a, b, c, d, e, code] = found;
  return { entry: Buffer.from(a + b + c + d + e, 'hex'), code };
};

/** Reads the entries: hashes them into the tree, counts them by region, ranks them and gathers who must have won. */
const readEntries = async (lines, header, rankOf) => {
  const [tree, counts, winners] = [new Tree(), new Map(), []];
  const limits = new Map(
    header.regions.map(({ code, threshold }) => [code, threshold && Buffer.from(threshold, 'hex')]),
  );
  const selected = new Map();
  const report = progress(header.entries);
  let last = '';
  for (let at = 0; at < header.entries; at += 1) {
    const { value: line, done } = await lines.next();
    check(!done, `the file ends after ${at} of ${header.entries} entries`);
    const { entry, code } = readEntry(line, at);
    check(line.slice(0, 36) > last, `entry ${line.slice(0, 36)} is not in order, or occurs twice`);
    last = line.slice(0, 36);
    tree.add(sha256(Buffer.of(0), entry, code));
    counts.set(code, (counts.get(code) ?? 0) + 1);
    report(at);
    if (!rankOf) continue;
    const rank = rankOf(entry);
    const limit = limits.get(code);
    if (!limit || rank.compare(limit) > 0) continue;
    selected.set(code, (selected.get(code) ?? 0) + 1);
    winners.push(Buffer.concat([entry, rank]));
  }
  return { root: tree.root(), counts, winners, selected };
};

const verifySelected = ({ regions }, selected) => {
  for (const { code, quota } of regions) {
    const count = selected.get(code) ?? 0;
    check(count === quota, `${count} entries of region ${code} are at or below its threshold; its quota is ${quota}`);
  }
};

const verifyWinners = async (lines, winners) => {
  for (const [at, winner] of winners.entries()) {
    const { value: line = 'nothing' } = await lines.next();
    const hex = winner.toString('hex');
    const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
    check(
      line === `${id} ${hex.slice(32)}`,
      `winner ${at + 1} must be ${id} by the ranks; the file has ${line.slice(0, 36)}`,
    );
  }
  const { value: line } = await lines.next();
  check(line === undefined, `the file has a winner too many: ${String(line).slice(0, 36)}`);
};

/** The seed, from what was revealed; null before the draw. */
const verifySeed = (header) => {
  if (header.seed === null) return null;
  const secret = bytes(header, 'secret', 32);
  check(sha256(secret).equals(bytes(header, 'commitment', 32)), 'the secret is not the one that was committed to');
  const { signature, isQuicknet } = verifyBeacon(header);
  const seed = sha256(signature, secret, bytes(header, 'root', 32));
  check(seed.equals(bytes(header, 'seed', 32)), 'the seed does not follow from the signature, the secret and the root');
  return { seed, isQuicknet };
};

const verify = async (file) => {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity })[Symbol.asyncIterator]();
  const { value: first = '' } = await lines.next();
  let header;
  try {
    header = JSON.parse(first);
  } catch {}
  check(header?.format === 'prakerja-draw/1', 'the first line is not that of a published draw');
  const drawn = verifySeed(header);
  const { root, counts, winners, selected } = await readEntries(lines, header, drawn && hmacWith(drawn.seed));
  check(root.equals(bytes(header, 'root', 32)), 'the Merkle root of the entries is not the published one');
  verifyQuotas(header, counts);
  if (!drawn) return `wave ${header.wave}: ${header.entries} entries are frozen under this root; not drawn yet`;
  verifySelected(header, selected);
  check(winners.length === header.winners, `the file says ${header.winners} winners, the ranks give ${winners.length}`);
  await verifyWinners(lines, winners);
  const beacon = drawn.isQuicknet
    ? `round ${header.beacon.round} of quicknet`
    : `a TEST beacon, whose key is public: this shows the arithmetic, not that nobody knew the seed`;
  return `wave ${header.wave}: ${header.winners} winners of ${header.entries} entries are right; seed from ${beacon}`;
};

const [file] = process.argv.slice(2);
if (!file || file === '--help') {
  process.stdout.write(HELP);
  process.exit(file ? 0 : 2);
}
try {
  statSync(file);
  process.stdout.write(`verify-draw: ${await verify(file)}\n`);
} catch (error) {
  const sentence = error instanceof Wrong ? `rejected: ${error.message}` : `cannot read the file: ${error.message}`;
  process.stderr.write(`verify-draw: ${sentence}\n`);
  process.exit(1);
}
