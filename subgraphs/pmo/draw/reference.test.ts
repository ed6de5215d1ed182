import { hash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inheritedEnv } from '../../../scripts/env.ts';
import { listOf } from '../../../tests/testkit/entry-list.ts';
import { apportion } from '../quota/index.ts';
import {
  CHUNK,
  type EntryList,
  hashList,
  pathInList,
  type Ranks,
  ranksOf,
  thresholdsOf,
  winnersIn,
  winnersOf,
} from './engine/index.ts';
import * as reference from './reference.ts';

const REGIONS = ['11.01', '11.02', '32', '32.73', '94.71'];

/** Sizes at which the engine changes what it does: nothing, the four lanes, odd levels of a tree, chunks. */
const edges = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, CHUNK - 1, CHUNK, CHUNK + 1, CHUNK + 5, 2 * CHUNK + 1];
const sizes = fc.nat({ max: 80 });
/** Lists of each test; `RUNS=500 npm test -- subgraphs/pmo/draw/reference` takes more. */
const numRuns = Number(inheritedEnv().RUNS ?? 150);

/** Entries in no order, the same ones for the same number. */
const entriesOf = (size: number, seed: number): reference.Entry[] =>
  Array.from({ length: size }, (_, index) => {
    const bytes = hash('sha256', `${seed} ${index}`, 'buffer');
    return { id: bytes.subarray(0, 16), region: REGIONS[(bytes[16] as number) % REGIONS.length] as string };
  });

const idAt = ({ entries }: EntryList, place: number): Buffer =>
  Buffer.from(entries.subarray(place * 16, place * 16 + 16));

const listedIn = (list: EntryList, codes: readonly string[]): reference.Entry[] =>
  Array.from({ length: list.count }, (_, place) => ({
    id: idAt(list, place),
    region: codes[list.regions[place] as number] as string,
  }));

const NO_ROOTS = Buffer.alloc(0);

const chunkOf = (list: EntryList, chunkNo: number, chunkRoots: Buffer) => {
  const from = chunkNo * CHUNK;
  const to = Math.min(from + CHUNK, list.count);
  const regions = Buffer.alloc((to - from) * 2);
  for (let place = from; place < to; place += 1) {
    regions.writeUInt16LE(list.regions[place] as number, (place - from) * 2);
  }
  return { chunkNo, entries: Buffer.from(list.entries.subarray(from * 16, to * 16)), regions, chunkRoots };
};

const bytesOfRanks = ({ leading, at }: Ranks): Buffer => {
  const bytes = Buffer.alloc(leading.length * 32);
  for (const place of leading.keys()) {
    for (const [index, word] of at(place).entries()) bytes.writeInt32BE(word, place * 32 + index * 4);
  }
  return bytes;
};

/** Ranks of eight words each. */
const ranksFrom = (words: Int32Array): Ranks => ({
  leading: Int32Array.from({ length: words.length / 8 }, (_, place) => words[place * 8] as number),
  at: (place) => words.subarray(place * 8, place * 8 + 8),
});

const hexOf = (entries: readonly reference.Entry[]) => entries.map(({ id }) => Buffer.from(id).toString('hex'));

test('the engine lists, hashes and proves entries as the plain code does', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), fc.integer({ min: 1, max: 50 }), async (size, seed, atOnce) => {
      const entries = entriesOf(size, seed);
      const { list, regions } = await listOf(entries, atOnce);
      const codes = regions.map(({ code }) => code);
      const expected = reference.inOrder(entries).map(({ id, region }) => ({ id: Buffer.from(id), region }));
      expect(listedIn(list, codes)).toEqual(expected);
      expect(codes).toEqual([...new Set(entries.map(({ region }) => region))].sort());
      const leaves = expected.map(reference.leafOf);
      const { root, chunkRoots } = await hashList(list, codes);
      expect(root).toEqual(reference.rootOf(leaves));
      if (size === 0) return;
      const index = seed % size;
      const chunk = chunkOf(list, Math.floor(index / CHUNK), chunkRoots);
      expect(pathInList(chunk, codes, index % CHUNK)).toEqual(reference.pathOf(leaves, index));
    }),
    { numRuns, examples: edges.map((size) => [size, size * 7_919, 50]) },
  );
});

test('the engine draws as the plain code does: the same ranks, the same winners, whatever the order of arrival', async () => {
  const shares = fc.double({ min: 0, max: 1.2, noNaN: true });
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), shares, async (size, salt, share) => {
      const entries = entriesOf(size, salt);
      const seed = hash('sha256', `seed ${salt}`, 'buffer');
      const { list, regions } = await listOf(entries);
      const quotas = apportion(Math.round(size * share), regions);
      const ranks = await ranksOf(list, seed);
      const expected = reference.inOrder(entries).map((entry) => reference.rankOf(seed, entry));
      expect(bytesOfRanks(ranks)).toEqual(Buffer.concat(expected));
      expect([...ranks.leading]).toEqual(expected.map((rank) => rank.readInt32BE()));
      const byNumber = regions.map(({ code }) => quotas.get(code) ?? 0);
      const winners = winnersOf(list, ranks, thresholdsOf(list, ranks, byNumber));
      const ids = [...winners].map((place) => idAt(list, place).toString('hex'));
      expect(ids).toEqual(hexOf(reference.winnersOf(entries, seed, quotas)).sort());
      const thresholds = thresholdsOf(list, ranks, byNumber);
      const chunks = Array.from({ length: Math.ceil(size / CHUNK) }, (_, number) => chunkOf(list, number, NO_ROOTS));
      const published = chunks.flatMap((chunk) => winnersIn(chunk, seed, thresholds));
      expect(published.map(({ id }) => id.toString('hex'))).toEqual(ids);
      expect(published.map(({ rank }) => rank)).toEqual([...winners].map((place) => expected[place]));
      const reversed = (await listOf(entries.toReversed())).list;
      expect(
        listedIn(
          reversed,
          regions.map(({ code }) => code),
        ),
      ).toEqual(
        listedIn(
          list,
          regions.map(({ code }) => code),
        ),
      );
    }),
    { numRuns, examples: edges.map((size) => [size, size * 7_919, 0.4]) },
  );
});

test('ranks that share their leading bits are told apart', async () => {
  const { list } = await listOf(entriesOf(40, 1).map(({ id }) => ({ id, region: '32' })));
  const ranks = new Int32Array(40 * 8);
  for (let place = 0; place < 40; place += 1) ranks[place * 8 + 7] = -1 - ((place * 7) % 40);
  const winners = winnersOf(list, ranksFrom(ranks), thresholdsOf(list, ranksFrom(ranks), [10]));
  expect([...winners].map((place) => (place * 7) % 40).sort((a, b) => a - b)).toEqual([
    30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
  ]);
});

test('ranks are compared as numbers without a sign, in every word', async () => {
  const { list } = await listOf(entriesOf(4, 1).map(({ id }) => ({ id, region: '32' })));
  for (let word = 0; word < 8; word += 1) {
    const ranks = new Int32Array(4 * 8);
    for (const [place, value] of [1, -1, 2, -2].entries()) ranks[place * 8 + word] = value;
    expect([...winnersOf(list, ranksFrom(ranks), thresholdsOf(list, ranksFrom(ranks), [2]))]).toEqual([0, 2]);
  }
});

test('a path of the plain code joins its leaf to the root', () => {
  const leaves = Array.from({ length: 13 }, (): Buffer => randomBytes(32));
  for (const [index, leaf] of leaves.entries()) {
    let joined = leaf;
    for (const sibling of reference.pathOf(leaves, index)) {
      joined = reference.rootOf(sibling.isLeft ? [sibling.hash, joined] : [joined, sibling.hash]);
    }
    expect(joined).toEqual(reference.rootOf(leaves));
  }
});

test('the list is in ascending order, also of entries that begin alike, and refuses one that occurs twice', async () => {
  const alike = Array.from({ length: 500 }, (_, index) => ({
    id: Buffer.from(`aaaaaaaaaaaa${1_000 + ((index * 7) % 500)}`),
    region: '32',
  }));
  const { list } = await listOf(alike);
  const ids = Array.from({ length: 500 }, (_, place) => idAt(list, place).toString());
  expect(ids).toEqual(alike.map(({ id }) => String(id)).sort());
  await expect(listOf([...alike, { ...(alike[0] as reference.Entry), region: '11.01' }])).rejects.toThrow(
    'occurs twice',
  );
});
