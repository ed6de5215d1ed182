import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { chunkRoots, digestBytes, ranksOf, sortedList } from './hashing.ts';
import { CHUNK, leafOf, rootOf } from './merkle.ts';

test('a list that is spread over threads is hashed as it is in one', async () => {
  const seed = randomBytes(32);
  const list = await sortedList([randomBytes(16 * 150_000), randomBytes(16 * 150_001)]);
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
  const [first, second] = [randomBytes(16 * 150_000), randomBytes(16 * 150_001)];
  first.copy(second, 0, 0, 16);
  await expect(sortedList([first, second])).rejects.toThrow('an entry id occurs twice');
});
