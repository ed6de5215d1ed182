import { bucketCount, type EntryList, LIST_BYTES, listIn, wordsOf } from './entry-list.ts';
import { type HashingTask, hashShare } from './hashing.task.ts';
import { endThreads, inThread, threads } from './hashing.threads.ts';
import { Lanes, leafEnd, swapped } from './lanes.ts';
import { CHUNK } from './merkle.ts';
import type { Ranks } from './ranks.ts';
import { takeMemory } from './shared-memory.ts';

/** Below this a thread costs more than it saves. */
const WORTH_A_THREAD = 64;

type Work = HashingTask extends infer T ? (T extends HashingTask ? Omit<T, 'from' | 'to'> : never) : never;

const spread = async (work: Work): Promise<void> => {
  const chunks = Math.ceil(work.list.count / CHUNK);
  const units = work.kind === 'sort' ? bucketCount(work) : chunks;
  if (chunks < WORTH_A_THREAD) return hashShare({ ...work, from: 0, to: units } as HashingTask);
  const bound = (index: number) => Math.round((units * index) / threads);
  const shares = Array.from({ length: threads }, (_, index) => ({ from: bound(index), to: bound(index + 1) }));
  await Promise.all(shares.map((share) => inThread({ ...work, ...share } as HashingTask)));
};

/** Returns words of the machine's order as the bytes of digests: 32 for each eight. */
export const digestBytes = (words: Int32Array): Buffer =>
  Buffer.from(Int32Array.from(words, (word) => swapped(word)).buffer);

/**
 * Sorts the entries into ascending order, on every core.
 * @param read in any order, in shared memory
 * @param numbers for each of its regions, the number in the list
 * @throws Error when an entry occurs twice
 */
export const sortedList = async (read: EntryList, numbers: Uint16Array): Promise<EntryList> => {
  const list = listIn(takeMemory(read.count * LIST_BYTES), read.count);
  await spread({ kind: 'sort', read, numbers, list });
  return list;
};

/**
 * Hashes each chunk of 4,096 entries to its root, on every core.
 * @param codes of the regions, by their numbers
 * @returns 32 bytes a chunk
 */
export const chunkRoots = async (list: EntryList, codes: readonly string[]): Promise<Buffer> => {
  const into = new Int32Array(new SharedArrayBuffer(Math.ceil(list.count / CHUNK) * 32));
  await spread({ kind: 'roots', list, ends: codes.map(leafEnd), into });
  return digestBytes(into);
};

/**
 * Ranks each entry by HMAC-SHA-256(seed, id) (RFC 2104), on every core.
 * @param seed 32 bytes
 */
export const ranksOf = async (list: EntryList, seed: Uint8Array): Promise<Ranks> => {
  const leading = new Int32Array(takeMemory(list.count * 4), 0, list.count);
  await spread({ kind: 'ranks', list, seed, into: leading });
  endThreads();
  const lanes = new Lanes();
  const words = wordsOf(list.entries);
  const at = (place: number) => {
    const rank = new Int32Array(8);
    lanes.ranks(Buffer.from(seed), words.subarray(place * 4, place * 4 + 4), rank);
    return rank;
  };
  return { leading, at };
};
