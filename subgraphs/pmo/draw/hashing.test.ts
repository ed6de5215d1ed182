import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { sortedList } from './entry-list.ts';
import { chunkRoots, digestBytes, ranksOf } from './hashing.ts';
import { CHUNK, leafOf, rootOf } from './merkle.ts';

test('a list that is spread over threads is hashed as it is in one', async () => {
  const seed = randomBytes(32);
  const list = sortedList([randomBytes(16 * 150_000), randomBytes(16 * 150_001)]);
  const [roots, ranks] = [await chunkRoots(list, ['11.01', '32']), await ranksOf(list, seed)];
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
