import type { EntryList } from './entry-list.ts';
import { digestBytes } from './hashing.ts';
import { Lanes } from './lanes.ts';
import type { Chunk } from './path.ts';
import { compareRanks, type Ranks } from './ranks.ts';

const WORDS = 8;

const wordsOfDigest = (digest: Buffer): Int32Array =>
  Int32Array.from({ length: WORDS }, (_, t) => digest.readInt32BE(t * 4));

/** Decides whether the rank of the entry at `place` is at most its region's threshold. */
const isWinner = (ranks: Ranks, place: number, threshold: Int32Array | null | undefined): boolean => {
  if (!threshold) return false;
  const rank = (ranks.leading[place] as number) >>> 0;
  const limit = (threshold[0] as number) >>> 0;
  return rank < limit || (rank === limit && compareRanks(ranks.at(place), threshold) <= 0);
};

/**
 * Returns the places in the list, from 0 and ascending, of the entries whose rank is at most their region's threshold.
 * @param thresholds by number of region, as `thresholdsOf` returns them
 */
export const winnersOf = (
  { count, regions }: EntryList,
  ranks: Ranks,
  thresholds: readonly (Buffer | null)[],
): Uint32Array => {
  const limits = thresholds.map((threshold) => threshold && wordsOfDigest(threshold));
  const places = new Uint32Array(count);
  let found = 0;
  for (let place = 0; place < count; place += 1) {
    if (!isWinner(ranks, place, limits[regions[place] as number])) continue;
    places[found] = place;
    found += 1;
  }
  return places.subarray(0, found);
};

/** An entry that has won. */
export interface Winner {
  /** 16 bytes. */
  id: Buffer;
  /** 32 bytes. */
  rank: Buffer;
}

const lanes = new Lanes();

/** The winners of a stored chunk in the order of their ids. @param seed 32 bytes @param thresholds by number of region */
export const winnersIn = (
  chunk: Pick<Chunk, 'entries' | 'regions'>,
  seed: Buffer,
  thresholds: readonly (Buffer | null)[],
): Winner[] => {
  const entries = Uint8Array.from(chunk.entries);
  const regions = new Uint16Array(Uint8Array.from(chunk.regions).buffer);
  const count = regions.length;
  const words = new Int32Array(count * WORDS);
  lanes.ranks(seed, new Int32Array(entries.buffer), words);
  const at = (place: number) => words.subarray(place * WORDS, place * WORDS + WORDS);
  const leading = Int32Array.from({ length: count }, (_, place) => words[place * WORDS] as number);
  return Array.from(winnersOf({ count, entries, regions }, { leading, at }, thresholds), (place) => ({
    id: chunk.entries.subarray(place * 16, place * 16 + 16),
    rank: digestBytes(at(place)),
  }));
};
