import { swapped } from './lanes.ts';

/** The frozen list: entries in ascending order with the numbers of their regions, in memory that threads share. */
export interface EntryList {
  count: number;
  /** Ids, 16 bytes each. */
  entries: Uint8Array;
  /** The number of each entry's region. */
  regions: Uint16Array;
}

const ENTRY_BYTES = 16;
const REGION_BYTES = 2;
/** Memory of one entry. */
export const LIST_BYTES = ENTRY_BYTES + REGION_BYTES;

/** A list in this memory, of the given number of entries or as many as it has room for. */
export const listIn = (memory: SharedArrayBuffer, count = Math.floor(memory.byteLength / LIST_BYTES)): EntryList => ({
  count,
  entries: new Uint8Array(memory, 0, count * ENTRY_BYTES),
  regions: new Uint16Array(memory, count * ENTRY_BYTES, count),
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

/** Exchanges the entry at `place` with the one before it. */
const swapBack = (words: Int32Array, regions: Uint16Array, place: number) => {
  for (let t = place * 4; t < place * 4 + 4; t += 1) {
    const word = words[t] as number;
    words[t] = words[t - 4] as number;
    words[t - 4] = word;
  }
  const region = regions[place] as number;
  regions[place] = regions[place - 1] as number;
  regions[place - 1] = region;
};

interface Range {
  from: number;
  to: number;
}

const insertionSort = (words: Int32Array, regions: Uint16Array, { from, to }: Range) => {
  for (let next = from + 1; next < to; next += 1) {
    for (let place = next; place > from && lessThan(words, place, place - 1); place -= 1) {
      swapBack(words, regions, place);
    }
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
  const sortedRegions = Uint16Array.from(order, (place) => regions[place] as number);
  words.set(sortedWords, from * 4);
  regions.set(sortedRegions, from);
};

const FEW = 32;

/** Entries that are to be put in order. A bucket is named by the leading bits of its entries. */
export interface UnsortedList {
  /** As they were read, their regions numbered as they were met. */
  read: EntryList;
  /** For each region as it was met, its number in the list. */
  numbers: Uint16Array;
  list: EntryList;
}

const bucketBits = (count: number): number => Math.min(22, Math.max(1, Math.ceil(Math.log2(count / 8 + 2))));

export const bucketCount = ({ list }: UnsortedList): number => 2 ** bucketBits(list.count);

/** Offsets in the list at which each bucket begins, from the first to before the last, and the end of the last one. */
const bucketStarts = ({ read, list }: UnsortedList, { from, to }: Range): Uint32Array => {
  const shift = 32 - bucketBits(list.count);
  const starts = new Uint32Array(to - from + 1);
  const words = wordsOf(read.entries);
  let before = 0;
  for (let word = 0; word < words.length; word += 4) {
    const bucket = swapped(words[word] as number) >>> shift;
    if (bucket < from) before += 1;
    else if (bucket < to) starts[bucket - from + 1] = (starts[bucket - from + 1] as number) + 1;
  }
  starts[0] = before;
  for (let bucket = 1; bucket < starts.length; bucket += 1) {
    starts[bucket] = (starts[bucket] as number) + (starts[bucket - 1] as number);
  }
  return starts;
};

/** Puts the entries of these buckets where their bucket lies in the list, within it in the order of reading. */
const fillBuckets = ({ read, numbers, list }: UnsortedList, { from, to }: Range, starts: Uint32Array) => {
  const shift = 32 - bucketBits(list.count);
  const next = starts.slice();
  const words = wordsOf(read.entries);
  const target = wordsOf(list.entries);
  for (let word = 0; word < words.length; word += 4) {
    const bucket = swapped(words[word] as number) >>> shift;
    if (bucket < from || bucket >= to) continue;
    const place = next[bucket - from] as number;
    next[bucket - from] = place + 1;
    for (let t = 0; t < 4; t += 1) target[place * 4 + t] = words[word + t] as number;
    list.regions[place] = numbers[read.regions[word >> 2] as number] as number;
  }
};

/**
 * Puts the entries of some of the buckets into their places in the list, in ascending order.
 * @throws Error when an entry occurs twice: both are in one bucket
 */
export const sortBuckets = (unsorted: UnsortedList, range: Range): void => {
  const starts = bucketStarts(unsorted, range);
  fillBuckets(unsorted, range, starts);
  const { regions, entries } = unsorted.list;
  const words = wordsOf(entries);
  for (let bucket = 0; bucket < starts.length - 1; bucket += 1) {
    const from = starts[bucket] as number;
    const to = starts[bucket + 1] as number;
    if (to - from < 2) continue;
    if (to - from > FEW) sortMany(words, regions, { from, to });
    else insertionSort(words, regions, { from, to });
    for (let place = from + 1; place < to; place += 1) {
      if (!lessThan(words, place - 1, place)) throw new Error('an entry id occurs twice in the wave');
    }
  }
};
