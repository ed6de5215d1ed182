import type { ClientBase } from 'pg';
import { copyIn } from '../../../kit/copy-in.ts';
import { copyOut } from './copy-out.ts';
import { type EntryList, LIST_BYTES, listIn } from './entry-list.ts';
import { warmThreads } from './hashing.threads.ts';
import { chunkRoots, sortedList } from './hashing.ts';
import { nodesOf, rootOf } from './merkle.ts';
import type { Ranks } from './ranks.ts';
import { ReadEntries, type RegionEntries } from './read-entries.ts';
import { chunkRows, type StoredList } from './rows.ts';
import { giveBack, takeMemory } from './shared-memory.ts';

// The engine of the draw: what reference.ts says in plain code, for millions of entries on every core. Nothing
// outside this folder imports another file of it.

export { copyOut } from './copy-out.ts';
export type { EntryList } from './entry-list.ts';
export { ranksOf } from './hashing.ts';
export { CHUNK } from './merkle.ts';
export { type Chunk, pathInList, type Sibling } from './path.ts';
export type { Ranks } from './ranks.ts';
export type { RegionEntries } from './read-entries.ts';
export { thresholdsOf } from './thresholds.ts';
export { winnersIn, winnersOf } from './winners.ts';

/** Entries from which on threads will be needed. */
const WORTH_THREADS = 250_000;

/** Entries as they are read: their ids, 16 bytes each, and the codes of their regions, joined by commas. */
export type ReadPart = readonly [ids: Buffer, codes: Buffer];

/**
 * Puts the entries that are read into a list: ascending by id, the regions numbered in the order of their codes.
 * @param readers are read all at once; the entries of each may come in any order
 * @param most how many entries there can be; 18 bytes are taken for each
 * @returns the list, and of each region by its number the code and how many entries it has
 * @throws Error when a reader fails, an entry occurs twice, or a region has no code of at most five digits and points
 */
export const listEntries = async (
  readers: readonly AsyncIterable<ReadPart>[],
  most: number,
): Promise<{ list: EntryList; regions: RegionEntries[] }> => {
  const memory = takeMemory(most * LIST_BYTES);
  const found = new ReadEntries(memory);
  const read = async (parts: AsyncIterable<ReadPart>) => {
    for await (const [ids, codes] of parts) {
      found.add(ids, codes);
      if (found.count > WORTH_THREADS) warmThreads();
    }
  };
  const ended = await Promise.allSettled(readers.map(read));
  for (const result of ended) if (result.status === 'rejected') throw result.reason;
  const { regions, numbers } = found.regions();
  const list = await sortedList(found.list, numbers);
  giveBack(memory);
  return { list, regions };
};

/**
 * Hashes the list into a Merkle tree (RFC 6962, 2.1), in chunks of 4,096 entries, each a subtree of the whole.
 * @param codes of the regions, by their numbers
 * @returns the root, 32 bytes, and the roots of the chunks, 32 bytes each
 */
export const hashList = async (
  list: EntryList,
  codes: readonly string[],
): Promise<{ root: Buffer; chunkRoots: Buffer }> => {
  const roots = await chunkRoots(list, codes);
  return { root: rootOf(nodesOf(roots)), chunkRoots: roots };
};

/**
 * Stores the list by COPY, a row for each chunk: wave, attempt, number of the chunk, first id, ids (16 bytes each), numbers of
 * the regions (two bytes each, little-endian).
 */
export const writeList = (client: ClientBase, statement: string, stored: StoredList): Promise<void> =>
  copyIn(client, statement, chunkRows(stored));

/**
 * Reads a stored list.
 * @param query of the ids and the regions of each chunk in order, as `writeList` stored them
 * @param count entries that there must be
 * @throws Error when there are more or fewer
 */
export const readList = async (client: ClientBase, query: string, count: number): Promise<EntryList> => {
  const list = listIn(takeMemory(count * LIST_BYTES), count);
  const regionBytes = new Uint8Array(list.regions.buffer, list.regions.byteOffset, list.regions.byteLength);
  let read = 0;
  for await (const [ids, regions] of copyOut(client, query) as AsyncIterable<[Buffer, Buffer]>) {
    const next = read + regions.length / 2;
    if (next > count) throw new Error(`the stored list has more than ${count} entries`);
    list.entries.set(ids, read * 16);
    regionBytes.set(regions, read * 2);
    read = next;
  }
  if (read !== count) throw new Error(`the stored list has ${read} of ${count} entries`);
  return list;
};

/** Takes back the memory of a list that was drawn: neither it nor its ranks may be read again. */
export const forgetList = (list: EntryList, { leading }: Ranks): void => {
  giveBack(leading.buffer);
  giveBack(list.entries.buffer);
};
