import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { LIST_BYTES, listIn } from './entry-list.ts';
import { chunkRoots, digestBytes, ranksOf, sortedList } from './hashing.ts';
import { CHUNK, leafOf, rootOf } from './merkle.ts';

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
  const [roots, ranks] = [await chunkRoots(list, ['11.01', '32']), await ranksOf(list, seed)];
  for (let at = 1; at < list.count; at += 1) {
    if (Buffer.compare(list.entries.subarray(at * 16 - 16, at * 16), list.entries.subarray(at * 16, at * 16 + 16)) >= 0)
      expect.unreachable(`entry ${at} is out of order`);
  }
  const entryAt = (at: number) => list.entries.subarray(at * 16, at * 16 + 16);
  for (const chunk of [0, 36, 37, Math.floor(list.count / CHUNK)]) {
    const from = chunk * CHUNK;
    const size = Math.min(CHUNK, list.count - from);
    const leaves = Array.from({ length: size }, (_, at) =>
      leafOf(entryAt(from + at), list.regions[from + at] === 0 ? '11.01' : '32'),
    );
    expect(roots.subarray(chunk * 32, chunk * 32 + 32)).toEqual(rootOf(leaves));
  }
  for (const at of [0, 1, CHUNK - 1, CHUNK, 151_551, 151_552, list.count - 1]) {
    const rank = digestBytes(ranks.subarray(at * 8, at * 8 + 8));
    expect(rank).toEqual(createHmac('sha256', seed).update(entryAt(at)).digest());
  }
});

test('an entry that occurs twice is found in a thread too', async () => {
  const entries = randomBytes(16 * COUNT);
  entries.copy(entries, 16 * (COUNT - 1), 0, 16);
  await expect(sortedList(readOf(entries), numbers)).rejects.toThrow('an entry id occurs twice');
});
