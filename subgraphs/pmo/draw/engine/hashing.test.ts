import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { leafOf, rankOf, rootOf } from '../reference.ts';
import { LIST_BYTES, listIn } from './entry-list.ts';
import { chunkRoots, digestBytes, ranksOf, sortedList } from './hashing.ts';
import { CHUNK } from './merkle.ts';

const COUNT = 300_001;

/** As it was read: the first half of one region, the second of another, which are to change their numbers. */
const readOf = (bytes: Buffer) => {
  const { count, entries, regions } = listIn(new SharedArrayBuffer(COUNT * LIST_BYTES));
  entries.set(bytes);
  return { count, entries, regions: regions.fill(1, COUNT >> 1) };
};
const numbers = Uint16Array.of(1, 0);

test('a list that is spread over threads is hashed as it is in one', async () => {
  const seed = randomBytes(32);
  const list = await sortedList(readOf(randomBytes(16 * COUNT)), numbers);
  expect(list.regions.reduce((sum, region) => sum + region, 0)).toBe(COUNT >> 1);
  const roots = await chunkRoots(list, ['11.01', '32']);
  const ranks = await ranksOf(list, seed);
  const entryAt = (place: number) => list.entries.subarray(place * 16, place * 16 + 16);
  for (let place = 1; place < list.count; place += 1) {
    if (Buffer.compare(entryAt(place - 1), entryAt(place)) >= 0) expect.unreachable(`entry ${place} is out of order`);
  }
  for (const chunk of [0, 36, 37, Math.floor(list.count / CHUNK)]) {
    const from = chunk * CHUNK;
    const size = Math.min(CHUNK, list.count - from);
    const leaves = Array.from({ length: size }, (_, index) =>
      leafOf({ id: entryAt(from + index), region: list.regions[from + index] === 0 ? '11.01' : '32' }),
    );
    expect(roots.subarray(chunk * 32, chunk * 32 + 32)).toEqual(rootOf(leaves));
  }
  for (const place of [0, 1, CHUNK - 1, CHUNK, 151_551, 151_552, list.count - 1]) {
    const rank = rankOf(seed, { id: entryAt(place) });
    expect([digestBytes(ranks.at(place)), ranks.leading[place]]).toEqual([rank, rank.readInt32BE()]);
  }
});

test('an entry that occurs twice is found in a thread too', async () => {
  const entries = randomBytes(16 * COUNT);
  entries.copy(entries, 16 * (COUNT - 1), 0, 16);
  await expect(sortedList(readOf(entries), numbers)).rejects.toThrow('an entry id occurs twice');
});
