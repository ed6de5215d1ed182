import type { EntryList } from './entry-list.ts';
import { wordsOf } from './entry-list.ts';
import { swapped } from './lanes.ts';
import { CHUNK } from './merkle.ts';
import { isWinner } from './selection.ts';

const field = (value: Uint8Array): Buffer[] => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(value.length);
  return [length, value as Buffer];
};

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const FIVE_FIELDS = Buffer.from([0, 5]);

/** Rows of `draw_chunk`, as COPY takes them. Region numbers are stored little-endian, as they lie in memory. */
export function* chunkRows(wave: number, { count, entries, regions }: EntryList): Generator<Buffer> {
  const regionBytes = new Uint8Array(regions.buffer, regions.byteOffset, regions.byteLength);
  for (let chunk = 0; chunk * CHUNK < count; chunk += 1) {
    const [from, to] = [chunk * CHUNK, Math.min((chunk + 1) * CHUNK, count)];
    yield Buffer.concat([
      FIVE_FIELDS,
      ...field(int32(wave)),
      ...field(int32(chunk)),
      ...field(entries.subarray(from * 16, from * 16 + 16)),
      ...field(entries.subarray(from * 16, to * 16)),
      ...field(regionBytes.subarray(from * 2, to * 2)),
    ]);
  }
}

// A row of `draw_winner`: four fields with their lengths; each value that changes lies at a multiple of its size.
const ROW = 72;
const [REGION_AT, ENTRY_AT, RANK_AT] = [14, 20, 40];
const ROWS_A_BLOCK = 16_384;
/** More than `copyIn` holds at a time, so that a block is free again when its turn comes. */
const BLOCKS = 4;

const rowTemplate = (wave: number): Buffer =>
  Buffer.concat([
    Buffer.from([0, 4]),
    ...field(int32(wave)),
    ...field(Buffer.alloc(2)),
    ...field(Buffer.alloc(16)),
    ...field(Buffer.alloc(32)),
  ]);

export interface Drawn {
  list: EntryList;
  /** Eight words an entry. */
  ranks: Int32Array;
  thresholds: readonly (Int32Array | null)[];
}

/** Rows of a wave's winners, as COPY takes them, in the order of the list. */
export function* winnerRows(wave: number, { list, ranks, thresholds }: Drawn): Generator<Buffer> {
  const source = wordsOf(list.entries);
  const template = rowTemplate(wave);
  const blocks = Array.from({ length: BLOCKS }, () => Buffer.from(new ArrayBuffer(ROW * ROWS_A_BLOCK)).fill(template));
  let [turn, rows] = [0, 0];
  let block = blocks[turn] as Buffer;
  let words = wordsOf(block);
  for (let place = 0; place < list.count; place += 1) {
    const region = list.regions[place] as number;
    if (!isWinner(ranks, place, thresholds[region] as Int32Array | null)) continue;
    const at = rows * ROW;
    block[at + REGION_AT] = region >> 8;
    block[at + REGION_AT + 1] = region & 0xff;
    for (let t = 0; t < 4; t += 1) words[(at + ENTRY_AT) / 4 + t] = source[place * 4 + t] as number;
    for (let t = 0; t < 8; t += 1) words[(at + RANK_AT) / 4 + t] = swapped(ranks[place * 8 + t] as number);
    rows += 1;
    if (rows < ROWS_A_BLOCK) continue;
    yield block;
    [turn, rows] = [turn + 1, 0];
    block = blocks[turn % BLOCKS] as Buffer;
    words = wordsOf(block);
  }
  yield block.subarray(0, rows * ROW);
}
