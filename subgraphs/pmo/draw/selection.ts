import type { EntryList } from './entry-list.ts';

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
    const at = ((regions[place] as number) << BUCKET_BITS) | bucketOf(ranks, place);
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
};

/** The bucket that the `quota`-th lowest rank of a region falls in, and which one of that bucket it is. */
const bucketOfQuota = (counts: Uint32Array, quota: number) => {
  let [bucket, left] = [0, quota];
  for (; left > (counts[bucket] as number); bucket += 1) left -= counts[bucket] as number;
  return { bucket, left };
};

/**
 * The highest rank that wins in each region: that of its `quota`-th lowest entry; null where nobody wins. Ranks are
 * counted by their leading bits, so that only the one bucket with the last winner is sorted.
 * @param quotas by number of region, each at most the region's entries
 */
export const thresholds = (
  list: EntryList,
  ranks: Int32Array,
  quotas: readonly number[],
): readonly (Int32Array | null)[] => {
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
    return Int32Array.from(sorted[found.left - 1] as Int32Array);
  });
};

/** Whether the entry at `place` of the list wins. */
export const isWinner = (ranks: Int32Array, place: number, threshold: Int32Array | null): boolean => {
  if (!threshold) return false;
  for (let t = 0; t < WORDS; t += 1) {
    const [rank, limit] = [(ranks[place * WORDS + t] as number) >>> 0, (threshold[t] as number) >>> 0];
    if (rank !== limit) return rank < limit;
  }
  return true;
};
