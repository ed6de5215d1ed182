import type { EntryList } from './entry-list.ts';
import { digestBytes } from './hashing.ts';
import { compareRanks, type Ranks } from './ranks.ts';

const BUCKET_BITS = 10;

const bucketOf = (leading: Int32Array, place: number) => (leading[place] as number) >>> (32 - BUCKET_BITS);

/** How many entries of each region have a rank with these leading bits. */
const countBuckets = ({ count, regions }: EntryList, leading: Int32Array, regionCount: number): Uint32Array => {
  const counts = new Uint32Array(regionCount << BUCKET_BITS);
  for (let place = 0; place < count; place += 1) {
    const bucket = ((regions[place] as number) << BUCKET_BITS) | bucketOf(leading, place);
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
 * @param quotas by number of region, each at most the region's entries
 */
export const thresholdsOf = (list: EntryList, ranks: Ranks, quotas: readonly number[]): readonly (Buffer | null)[] => {
  const counts = countBuckets(list, ranks.leading, quotas.length);
  const last = quotas.map((quota, region) =>
    quota > 0 ? bucketOfQuota(counts.subarray(region << BUCKET_BITS, (region + 1) << BUCKET_BITS), quota) : null,
  );
  const buckets = Int32Array.from(last, (found) => found?.bucket ?? -1);
  const candidates = quotas.map((): number[] => []);
  for (let place = 0; place < list.count; place += 1) {
    const region = list.regions[place] as number;
    if (bucketOf(ranks.leading, place) === buckets[region]) candidates[region]?.push(place);
  }
  return last.map((found, region) => {
    if (!found) return null;
    const sorted = candidates[region]?.map((place) => ranks.at(place)).sort(compareRanks) ?? [];
    return digestBytes(sorted[found.left - 1] as Int32Array);
  });
};
