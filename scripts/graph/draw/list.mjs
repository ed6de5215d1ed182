import { chainOf, roundTimeMs, verifyRound } from './beacon.mjs';
import { readCheckpoint } from './checkpoint.mjs';
import { bytesOf, check, hmacWith, sha256, Tree, textOf } from './hashes.mjs';
import { entriesOf, Lines } from './lines.mjs';
import { verifyQuotas } from './quotas.mjs';

const bytes = (header, name, length) => {
  const value = header[name];
  check(
    typeof value === 'string' && /^[0-9a-f]*$/.test(value) && value.length === length * 2,
    `${name} is no ${length} bytes in hexadecimal`,
  );
  return Buffer.from(value, 'hex');
};

const progress = (total) => {
  let nextMs = Date.now() + 1000;
  return (done) => {
    if (done % 4096 !== 0 || Date.now() < nextMs) return;
    nextMs += 1000;
    process.stderr.write(`verify-draw: ${Math.floor((done / total) * 100)} % of ${total.toLocaleString('en')} lines\n`);
  };
};

/** The seed, from what the beacon said; null before the draw. */
const verifySeed = async (header, checkpoint) => {
  if (header.seed === undefined || header.seed === null) return null;
  const chain = chainOf(checkpoint.chain);
  const signature = bytes(header, 'signature', 48);
  await verifyRound(chain, checkpoint.round, signature);
  const seed = sha256(Buffer.concat([signature, bytesOf(sha256(checkpoint.text))]));
  check(seed === textOf(bytes(header, 'seed', 32)), 'the seed does not follow from the signature and the checkpoint');
  return seed;
};

/** Reads the entries: hashes them into the tree, counts them by region, ranks them and gathers who must have won. */
const readEntries = (lines, checkpoint, { thresholds, rankOf, countTranche }) => {
  const tree = new Tree();
  const counts = new Map();
  const winners = [];
  const selected = new Map();
  const limits = new Map(
    Object.entries(thresholds).map(([code, limit]) => [code, limit && textOf(Buffer.from(limit, 'hex'))]),
  );
  for (const { entry, code, leaf } of entriesOf(lines, checkpoint.entries, progress(checkpoint.entries))) {
    tree.add(sha256(leaf));
    counts.set(code, (counts.get(code) ?? 0) + 1);
    const limit = rankOf && limits.get(code);
    if (!limit) continue;
    const rank = rankOf(entry);
    if (rank > limit) continue;
    selected.set(code, (selected.get(code) ?? 0) + 1);
    countTranche(code, rank);
    winners.push(textOf(entry) + rank);
  }
  return { root: tree.root(), counts, winners, selected };
};

const isRank = (value) => value === null || (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value));

/**
 * Counts the winners of each region up to each tranche, while they are read: in the order of their ranks they fill the
 * first tranche, then the next.
 */
const trancheCounter = ({ tranches, regions }, header) => {
  const published = tranches.length > 0 ? (header.tranches ?? {}) : {};
  const limits = new Map();
  const counts = new Map();
  for (const { code } of tranches.length > 0 ? regions : []) {
    const ranks = published[code];
    const isRight = Array.isArray(ranks) && ranks.length === tranches.length && ranks.every(isRank);
    check(isRight, `region ${code} has no threshold for each tranche`);
    limits.set(
      code,
      ranks.map((rank) => rank && textOf(Buffer.from(rank, 'hex'))),
    );
    counts.set(
      code,
      ranks.map(() => 0),
    );
  }
  const count = (code, rank) => {
    for (const [at, limit] of (limits.get(code) ?? []).entries()) if (limit && rank <= limit) counts.get(code)[at] += 1;
  };
  const verify = () => {
    for (const { code, byTranche } of regions) {
      let upTo = 0;
      for (const [at, places] of byTranche.entries()) {
        upTo += places;
        const found = counts.get(code)[at];
        check(
          found === upTo,
          `${found} entries of region ${code} are at or below its threshold of tranche ${at + 1}; until then it has ${upTo} places`,
        );
      }
    }
  };
  return { count, verify };
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
    check(
      line === `${id} ${hex.slice(32)}`,
      `winner ${at + 1} must be ${id} by the ranks; the file has ${line.slice(0, 36)}`,
    );
  }
  const line = lines.nextText();
  check(line === null, `the file has a winner too many: ${String(line).slice(0, 36)}`);
};

/**
 * Checks a published list by itself: the checkpoint, the entries under its root, the quotas, and after the draw the
 * beacon's signature, the seed, the rank of every entry and every winner.
 * @returns what it holds
 * @throws VerificationError
 */
export const verifyList = async (file) => {
  const lines = new Lines(file);
  let header;
  const first = String(lines.next());
  try {
    header = JSON.parse(first);
  } catch {}
  check(header?.format === 'prakerja-draw/2', 'the first line is not that of a published draw');
  const checkpoint = readCheckpoint(header.checkpoint);
  const chain = chainOf(checkpoint.chain);
  check(
    checkpoint.closesAtMs < roundTimeMs(chain, checkpoint.round),
    `signing closes after round ${checkpoint.round} of the beacon is out`,
  );
  const seed = await verifySeed(header, checkpoint);
  const rankOf = seed && hmacWith(bytesOf(seed));
  const tranches = seed && trancheCounter(checkpoint, header);
  const countTranche = tranches?.count;
  const found = readEntries(lines, checkpoint, { thresholds: header.thresholds ?? {}, rankOf, countTranche });
  check(found.root === textOf(checkpoint.root), 'the Merkle root of the entries is not that of the checkpoint');
  verifyQuotas(checkpoint, found.counts);
  if (seed === null) {
    check(lines.nextText() === null, 'the list has more lines than entries');
    return { header, checkpoint, chain, isDrawn: false };
  }
  const { winners } = found;
  verifySelected(checkpoint, found.selected);
  tranches.verify();
  check(winners.length === header.winners, `the file says ${header.winners} winners, the ranks give ${winners.length}`);
  verifyWinners(lines, winners);
  return { header, checkpoint, chain, isDrawn: true };
};
