import type { EntryList } from './entry-list.ts';
import { digestBytes } from './hashing.ts';

const WORDS = 8;
const BUCKET_BITS = 10;

/** Compares two ranks as numbers of 256 bits. */
const compare = (left: Int32Array, right: Int32Array): number => {
  for (let t = 0; t < WORDS; t += 1) {
    const difference = ((left[t] as number) >>> 0) - ((right[t] as number) >>> 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

const rankAt = (ranks: Int32Array, place: number) => ranks.subarray(place * WORDS, (place + 1) * WORDS);

const bucketOf = (ranks: Int32Array, place: number) => (ranks[place * WORDS] as number) >>> (32 - BUCKET_BITS);

/** How many entries of each region have a rank with these leading bits. */
const countBuckets = ({ count, regions }: EntryList, ranks: Int32Array, regionCount: number): Uint32Array => {
  const counts = new Uint32Array(regionCount << BUCKET_BITS);
  for (let place = 0; place < count; place += 1) {
    const bucket = ((regions[place] as number) << BUCKET_BITS) | bucketOf(ranks, place);
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  return counts;
};

/** The bucket that the `quota`-th lowest rank of a region falls in, and which one of that bucket it is. */
const bucketOfQuota = (counts: Uint32Array, quota: number) => {
  let bucket = 0;
  let left = quota;
  for (; left > (counts[bucket] as number); bucket += 1) left -= counts[bucket] as number;
  return { bucket, left };
};

/**
 * Returns the highest rank that wins in each region, 32 bytes: that of its `quota`-th lowest entry; null where nobody
 * wins. Ranks are counted by their leading bits, so that only the one bucket with the last winner is sorted.
 * @param ranks eight words an entry, as `ranksOf` returns them
 * @param quotas by number of region, each at most the region's entries
 */
export const thresholdsOf = (
  list: EntryList,
  ranks: Int32Array,
  quotas: readonly number[],
): readonly (Buffer | null)[] => {
  const counts = countBuckets(list, ranks, quotas.length);
  const last = quotas.map((quota, region) =>
    quota > 0 ? bucketOfQuota(counts.subarray(region << BUCKET_BITS, (region + 1) << BUCKET_BITS), quota) : null,
  );
  const buckets = Int32Array.from(last, (found) => found?.bucket ?? -1);
  const candidates = quotas.map((): number[] => []);
  for (let place = 0; place < list.count; place += 1) {
    const region = list.regions[place] as number;
    if (bucketOf(ranks, place) === buckets[region]) candidates[region]?.push(place);
  }
  return last.map((found, region) => {
    if (!found) return null;
    const sorted = candidates[region]?.map((place) => rankAt(ranks, place)).sort(compare) ?? [];
    return digestBytes(sorted[found.left - 1] as Int32Array);
  });
};

const wordsOfDigest = (digest: Buffer): Int32Array =>
  Int32Array.from({ length: WORDS }, (_, t) => digest.readInt32BE(t * 4));

/** Decides whether the rank of the entry at `place` is at most its region's threshold. */
const isWinner = (ranks: Int32Array, place: number, threshold: Int32Array | null | undefined): boolean => {
  if (!threshold) return false;
  for (let t = 0; t < WORDS; t += 1) {
    const rank = (ranks[place * WORDS + t] as number) >>> 0;
    const limit = (threshold[t] as number) >>> 0;
    if (rank !== limit) return rank < limit;
  }
  return true;
};

/**
 * Returns the places in the list, from 0 and ascending, of the entries whose rank is at most their region's threshold.
 * @param ranks eight words an entry, as `ranksOf` returns them
 * @param thresholds by number of region, as `thresholdsOf` returns them
 */
export const winnersOf = (
  { count, regions }: EntryList,
  ranks: Int32Array,
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
