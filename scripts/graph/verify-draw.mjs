// Verifies the published list of a draw by itself: it imports nothing of this repository, and reads nothing but the
// file. Run it with any Node from 20.12 on, beside an installed @noble/curves: node verify-draw.mjs FILE
import { hash } from 'node:crypto';
import { openSync, readSync } from 'node:fs';
import { bls12_381 } from '@noble/curves/bls12-381.js';

const HELP = `
npm run graph -- verify-draw FILE

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

class VerificationError extends Error {}

const check = (isRight, sentence) => {
  if (!isRight) throw new VerificationError(sentence);
};

/** Digests are texts of a character a byte: Node makes a text four times faster than a buffer. */
const sha256 = (bytes) => hash('sha256', bytes, 'latin1');
const textOf = (bytes) => bytes.toString('latin1');
const bytesOf = (text) => Buffer.from(text, 'latin1');

/** HMAC (RFC 2104) with SHA-256, of messages of 16 bytes: each is written behind the padded key. */
const hmacWith = (key) => {
  const padded = (pad, messageLength) =>
    Buffer.alloc(64 + messageLength, pad).map((byte, index) => (index < key.length ? byte ^ key[index] : byte));
  const inner = padded(0x36, 16);
  const outer = padded(0x5c, 32);
  return (message) => {
    inner.set(message, 64);
    outer.write(sha256(inner), 64, 'latin1');
    return sha256(outer);
  };
};

const pair = Buffer.alloc(65, 1);
/** A node of the tree (RFC 6962). */
const nodeOf = (left, right) => {
  pair.write(left, 1, 'latin1');
  pair.write(right, 33, 'latin1');
  return sha256(pair);
};

/** The root over leaves that come one by one (RFC 6962): whole subtrees wait for their neighbour of the same height. */
class Tree {
  #waiting = [];

  add(leaf) {
    let node = leaf;
    let height = 0;
    while (this.#waiting.at(-1)?.height === height) {
      node = nodeOf(this.#waiting.pop().node, node);
      height += 1;
    }
    this.#waiting.push({ node, height });
  }

  root() {
    const nodes = this.#waiting.map(({ node }) => node);
    return nodes.length === 0 ? sha256('') : nodes.reduceRight((right, left) => nodeOf(left, right));
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
    const point = shortSignatures.hash(bytesOf(sha256(message)), 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_');
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

/** Byte-order marks, and for UTF-16 which byte of two is the one of ASCII. */
const MARKS = [
  { mark: Buffer.from('\ufeff') },
  { mark: Buffer.from([0xff, 0xfe]), letter: 0 },
  { mark: Buffer.from([0xfe, 0xff]), letter: 1 },
];

/** ASCII from UTF-16: of each two bytes one is 0. */
const fromUtf16 = (bytes, letter) => {
  const text = Buffer.allocUnsafe(bytes.length >> 1);
  let wrong = bytes.length & 1;
  for (let at = 0; at < text.length; at += 1) {
    text[at] = bytes[2 * at + letter];
    wrong |= bytes[2 * at + 1 - letter];
  }
  check(wrong === 0, 'the file is UTF-16, and holds more than letters and digits');
  return text;
};

const isBlank = (byte) => byte === 9 || byte === 13 || byte === 32;

/**
 * The lines of a file one by one, as bytes; null after the last. What editors, mail and copies add to a text is none of
 * the list, and left out: byte-order marks, UTF-16, and CR and blanks at the ends of lines.
 */
class Lines {
  #file;
  #bytes = Buffer.alloc(0);
  #at = 0;
  #start;

  constructor(path) {
    this.#file = openSync(path);
  }

  #read() {
    const block = Buffer.allocUnsafe(2 ** 22);
    let bytes = block.subarray(0, readSync(this.#file, block));
    if (!this.#start) {
      this.#start = MARKS.find(({ mark }) => mark.equals(bytes.subarray(0, mark.length))) ?? { mark: '' };
      bytes = bytes.subarray(this.#start.mark.length);
    }
    const { letter } = this.#start;
    return letter === undefined ? bytes : fromUtf16(bytes, letter);
  }

  next() {
    let end = this.#bytes.indexOf(10, this.#at);
    while (end < 0) {
      const block = this.#read();
      this.#bytes = Buffer.concat([this.#bytes.subarray(this.#at), block]);
      this.#at = 0;
      if (block.length === 0 && this.#bytes.length === 0) return null;
      end = block.length === 0 ? this.#bytes.length : this.#bytes.indexOf(10);
    }
    const from = this.#at;
    this.#at = end + 1;
    while (end > from && isBlank(this.#bytes[end - 1])) end -= 1;
    return this.#bytes.subarray(from, end);
  }

  /** The next line that is not empty: those at the end of a file say nothing. */
  nextText() {
    let line = this.next();
    while (line?.length === 0) line = this.next();
    return line;
  }
}

/** The value of each lower-case digit; other bytes make a number beyond 255. */
const DIGITS = new Uint16Array(256).fill(0x1000);
for (let value = 0; value < 16; value += 1) DIGITS[value.toString(16).charCodeAt(0)] = value;
/** Offsets of the 16 bytes of an id in its text, which is divided by dashes. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const DASHES = [8, 13, 18, 23];

/** Reads the id that a line begins with. @returns whether it is one, with a space behind it */
const readId = (line, into) => {
  let wrong = 0;
  for (let at = 0; at < 16; at += 1) {
    const value = DIGITS[line[PLACES[at]]] * 16 + DIGITS[line[PLACES[at] + 1]];
    into[at] = value;
    wrong |= value >> 8;
  }
  return wrong === 0 && line[36] === 32 && DASHES.every((offset) => line[offset] === 45);
};

/** The entries of the file in turn: leaf of the tree, bytes and region. Each is valid until the next is read. */
function* entriesOf(lines, count) {
  const leaf = Buffer.alloc(1 + 16 + 5);
  const entry = leaf.subarray(1, 17);
  const last = Buffer.alloc(16);
  const report = progress(count);
  for (let at = 0; at < count; at += 1) {
    const line = lines.next();
    if (!line) throw new VerificationError(`the file ends after ${at} of ${count} entries`);
    const code = line.toString('latin1', 37);
    const isEntry = readId(line, entry) && /^\d\d(\.\d\d)?$/.test(code);
    if (!isEntry) throw new VerificationError(`line ${at + 2} is no entry: ${line.toString('latin1', 0, 60)}`);
    if (at > 0 && last.compare(entry) >= 0)
      throw new VerificationError(`line ${at + 2} is not in order, or occurs twice`);
    last.set(entry);
    report(at);
    leaf.write(code, 17, 'latin1');
    yield { entry, code, leaf: leaf.subarray(0, 17 + code.length) };
  }
}

/** Reads the entries: hashes them into the tree, counts them by region, ranks them and gathers who must have won. */
const readEntries = (lines, header, rankOf) => {
  const tree = new Tree();
  const counts = new Map();
  const winners = [];
  const selected = new Map();
  const limitOf = ({ code, threshold }) => [code, threshold && textOf(Buffer.from(threshold, 'hex'))];
  const limits = new Map(header.regions.map(limitOf));
  for (const { entry, code, leaf } of entriesOf(lines, header.entries)) {
    tree.add(sha256(leaf));
    counts.set(code, (counts.get(code) ?? 0) + 1);
    const limit = rankOf && limits.get(code);
    if (!limit) continue;
    const rank = rankOf(entry);
    if (rank > limit) continue;
    selected.set(code, (selected.get(code) ?? 0) + 1);
    winners.push(textOf(entry) + rank);
  }
  return { root: tree.root(), counts, winners, selected };
};

const verifySelected = ({ regions }, selected) => {
  for (const { code, quota } of regions) {
    const count = selected.get(code) ?? 0;
    check(count === quota, `${count} entries of region ${code} are at or below its threshold; its quota is ${quota}`);
  }
};

const verifyWinners = (lines, winners) => {
  for (const [at, winner] of winners.entries()) {
    const line = textOf(lines.next() ?? 'nothing');
    const hex = bytesOf(winner).toString('hex');
    const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
    if (line === `${id} ${hex.slice(32)}`) continue;
    throw new VerificationError(`winner ${at + 1} must be ${id} by the ranks; the file has ${line.slice(0, 36)}`);
  }
  const line = lines.nextText();
  check(line === null, `the file has a winner too many: ${String(line).slice(0, 36)}`);
};

/** The seed, from what was revealed; null before the draw. */
const verifySeed = (header) => {
  if (header.seed === null) return null;
  const secret = bytes(header, 'secret', 32);
  check(sha256(secret) === textOf(bytes(header, 'commitment', 32)), 'the secret is not the one that was committed to');
  const { signature, isQuicknet } = verifyBeacon(header);
  const seed = sha256(Buffer.concat([signature, secret, bytes(header, 'root', 32)]));
  check(
    seed === textOf(bytes(header, 'seed', 32)),
    'the seed does not follow from the signature, the secret and the root',
  );
  return { seed, isQuicknet };
};

const verify = (file) => {
  const lines = new Lines(file);
  let header;
  const first = String(lines.next());
  try {
    header = JSON.parse(first);
  } catch {}
  check(header?.format === 'prakerja-draw/1', 'the first line is not that of a published draw');
  const drawn = verifySeed(header);
  const { root, counts, winners, selected } = readEntries(lines, header, drawn && hmacWith(bytesOf(drawn.seed)));
  check(root === textOf(bytes(header, 'root', 32)), 'the Merkle root of the entries is not the published one');
  verifyQuotas(header, counts);
  if (!drawn) verifyWinners(lines, []);
  if (!drawn) return `wave ${header.wave}: ${header.entries} entries are frozen under this root; not drawn yet`;
  verifySelected(header, selected);
  check(winners.length === header.winners, `the file says ${header.winners} winners, the ranks give ${winners.length}`);
  verifyWinners(lines, winners);
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
  process.stdout.write(`verify-draw: ${verify(file)}\n`);
} catch (error) {
  const sentence =
    error instanceof VerificationError ? `rejected: ${error.message}` : `cannot read the file: ${error.message}`;
  process.stderr.write(`verify-draw: ${sentence}\n`);
  process.exit(1);
}
