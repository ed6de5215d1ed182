import { swapped } from './lanes.ts';

const ENTRY_BYTES = 16;

/** The frozen list: entries in ascending order with the numbers of their regions, in memory that threads share. */
export interface EntryList {
  count: number;
  /** 16 bytes each. */
  entries: Uint8Array;
  regions: Uint16Array;
}

export const emptyList = (count: number): EntryList => ({
  count,
  entries: new Uint8Array(new SharedArrayBuffer(count * ENTRY_BYTES)),
  regions: new Uint16Array(new SharedArrayBuffer(count * 2)),
});

/** The same bytes as words of the machine's order. */
export const wordsOf = (bytes: Uint8Array): Int32Array =>
  new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);

const lessThan = (words: Int32Array, left: number, right: number): boolean => {
  for (let t = 0; t < 4; t += 1) {
    const a = words[left * 4 + t] as number;
    const b = words[right * 4 + t] as number;
    if (a !== b) return swapped(a) >>> 0 < swapped(b) >>> 0;
  }
  return false;
};

/** Exchanges the entry at `at` with the one before it. */
const swapBack = (words: Int32Array, regions: Uint16Array, at: number) => {
  for (let t = at * 4; t < at * 4 + 4; t += 1) {
    const word = words[t] as number;
    words[t] = words[t - 4] as number;
    words[t - 4] = word;
  }
  const region = regions[at] as number;
  regions[at] = regions[at - 1] as number;
  regions[at - 1] = region;
};

interface Range {
  from: number;
  to: number;
}

const insertionSort = (words: Int32Array, regions: Uint16Array, { from, to }: Range) => {
  for (let next = from + 1; next < to; next += 1) {
    for (let at = next; at > from && lessThan(words, at, at - 1); at -= 1) swapBack(words, regions, at);
  }
};

/** For entries that are not spread evenly, as random ones are. */
const sortMany = (words: Int32Array, regions: Uint16Array, { from, to }: Range) => {
  const order = Uint32Array.from({ length: to - from }, (_, index) => from + index);
  order.sort((a, b) => (lessThan(words, a, b) ? -1 : 1));
  const sortedWords = Int32Array.from(
    { length: order.length * 4 },
    (_, t) => words[(order[t >> 2] as number) * 4 + (t & 3)] as number,
  );
  const sortedRegions = Uint16Array.from(order, (at) => regions[at] as number);
  words.set(sortedWords, from * 4);
  regions.set(sortedRegions, from);
};

const FEW = 32;

/** Where the entries of each bucket begin; a bucket is named by the leading bits. */
const bucketStarts = (blocks: readonly Uint8Array[], shift: number): Uint32Array => {
  const starts = new Uint32Array(new SharedArrayBuffer(((0xffffffff >>> shift) + 2) * 4));
  for (const block of blocks) {
    for (let at = 0; at < block.length; at += ENTRY_BYTES) {
      const word = ((block[at] as number) << 24) | ((block[at + 1] as number) << 16) | ((block[at + 2] as number) << 8);
      const bucket = (word >>> shift) + 1;
      starts[bucket] = (starts[bucket] as number) + 1;
    }
  }
  for (let bucket = 1; bucket < starts.length; bucket += 1) {
    starts[bucket] = (starts[bucket] as number) + (starts[bucket - 1] as number);
  }
  return starts;
};

/** A list whose buckets are in order, and the entries within each not yet. */
export interface BucketedList {
  list: EntryList;
  /** Where each bucket begins; the last number is where the last one ends. */
  starts: Uint32Array;
}

/**
 * Puts the entries of all regions into buckets by their leading bits.
 * @param blocks for each region, in the order of their numbers, its entries one after another
 */
export const bucketed = (blocks: readonly Uint8Array[]): BucketedList => {
  const count = blocks.reduce((sum, block) => sum + block.length / ENTRY_BYTES, 0);
  const list = emptyList(count);
  const shift = 32 - Math.min(22, Math.max(1, Math.ceil(Math.log2(count / 4 + 2))));
  const starts = bucketStarts(blocks, shift);
  const next = Uint32Array.from(starts);
  const words = wordsOf(list.entries);
  blocks.forEach((block, region) => {
    const aligned = block.byteOffset % 4 === 0 ? block : Uint8Array.from(block);
    const source = wordsOf(aligned);
    for (let at = 0; at < source.length; at += 4) {
      const bucket = swapped(source[at] as number) >>> shift;
      const place = next[bucket] as number;
      next[bucket] = place + 1;
      for (let t = 0; t < 4; t += 1) words[place * 4 + t] = source[at + t] as number;
      list.regions[place] = region;
    }
  });
  return { list, starts };
};

/**
 * Sorts the entries within some of the buckets, each by itself.
 * @throws Error when an entry occurs twice: both are in one bucket
 */
export const sortBuckets = ({ list, starts }: BucketedList, first: number, end: number): void => {
  const words = wordsOf(list.entries);
  for (let bucket = first; bucket < end; bucket += 1) {
    const from = starts[bucket] as number;
    const to = starts[bucket + 1] as number;
    if (to - from < 2) continue;
    if (to - from > FEW) sortMany(words, list.regions, { from, to });
    else insertionSort(words, list.regions, { from, to });
    for (let at = from + 1; at < to; at += 1) {
      if (!lessThan(words, at - 1, at)) throw new Error('an entry id occurs twice in the wave');
    }
  }
};
