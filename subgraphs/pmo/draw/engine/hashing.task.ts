import { type EntryList, sortBuckets, type UnsortedList, wordsOf } from './entry-list.ts';
import { Lanes, type LeafEnd } from './lanes.ts';
import { CHUNK } from './merkle.ts';

interface Share {
  list: EntryList;
  /** The part of the list, in chunks or buckets: from the first to before the last. */
  from: number;
  to: number;
}

/** Roots of the chunks of the list, eight words each, into shared memory. */
export interface RootsTask extends Share {
  kind: 'roots';
  ends: readonly LeafEnd[];
  into: Int32Array;
}

/** The first word of each entry's rank, into shared memory. */
export interface RanksTask extends Share {
  kind: 'ranks';
  seed: Uint8Array;
  into: Int32Array;
}

/** The entries of some buckets, put in order. */
export interface SortTask extends Share, UnsortedList {
  kind: 'sort';
}

export type HashingTask = RootsTask | RanksTask | SortTask;

/** Does its share of the work, in this thread. */
export const hashShare = (task: HashingTask): void => {
  if (task.kind === 'sort') {
    sortBuckets(task, task);
    return;
  }
  const lanes = new Lanes();
  const { list, into } = task;
  const entries = wordsOf(list.entries);
  for (let chunk = task.from; chunk < task.to; chunk += 1) {
    const from = chunk * CHUNK;
    const to = Math.min(from + CHUNK, list.count);
    const part = entries.subarray(from * 4, to * 4);
    if (task.kind === 'roots') into.set(lanes.root(part, list.regions.subarray(from, to), task.ends), chunk * 8);
    else lanes.ranks(Buffer.from(task.seed), part, into.subarray(from, to));
  }
};
