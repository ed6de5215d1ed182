import { bucketed, type EntryList } from './entry-list.ts';
import { type HashingTask, hashShare } from './hashing.task.ts';
import { endThreads, inThread, threads } from './hashing.threads.ts';
import { leafEnd, swapped } from './lanes.ts';
import { CHUNK } from './merkle.ts';

/** Below this a thread costs more than it saves. */
const WORTH_A_THREAD = 64;

type Work = HashingTask extends infer T ? (T extends HashingTask ? Omit<T, 'from' | 'to'> : never) : never;

const spread = async (work: Work): Promise<void> => {
  const chunks = Math.ceil(work.list.count / CHUNK);
  const units = work.kind === 'sort' ? work.starts.length - 1 : chunks;
  if (chunks < WORTH_A_THREAD) return hashShare({ ...work, from: 0, to: units } as HashingTask);
  const bound = (index: number) => Math.round((units * index) / threads);
  const shares = Array.from({ length: threads }, (_, index) => ({ from: bound(index), to: bound(index + 1) }));
  await Promise.all(shares.map((share) => inThread({ ...work, ...share } as HashingTask)));
};

const sharedWords = (count: number) => new Int32Array(new SharedArrayBuffer(count * 32));

/** Words in the machine's order as the bytes of a digest, 32 for each eight. */
export const digestBytes = (words: Int32Array): Buffer =>
  Buffer.from(Int32Array.from(words, (word) => swapped(word)).buffer);

/**
 * The entries of all regions in one ascending list, sorted on every core.
 * @param blocks for each region, in the order of their numbers, its entries one after another
 * @throws Error when an entry occurs twice
 */
export const sortedList = async (blocks: readonly Uint8Array[]): Promise<EntryList> => {
  const { list, starts } = bucketed(blocks);
  await spread({ kind: 'sort', list, starts });
  return list;
};

/**
 * Root of each chunk of 4,096 entries, on every core.
 * @param codes of the regions, by their numbers
 * @returns 32 bytes a chunk
 */
export const chunkRoots = async (list: EntryList, codes: readonly string[]): Promise<Buffer> => {
  const into = sharedWords(Math.ceil(list.count / CHUNK));
  await spread({ kind: 'roots', list, ends: codes.map(leafEnd), into });
  return digestBytes(into);
};

/**
 * Rank of each entry, HMAC-SHA-256(seed, entry), on every core.
 * @param seed 32 bytes
 * @returns eight words a rank; the first is the most significant
 */
export const ranksOf = async (list: EntryList, seed: Uint8Array): Promise<Int32Array> => {
  const into = sharedWords(list.count);
  await spread({ kind: 'ranks', list, seed, into });
  endThreads();
  return into;
};
