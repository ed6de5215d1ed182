import { type EntryList, wordsOf } from './entry-list.ts';
import { swapped } from './lanes.ts';
import { CHUNK } from './merkle.ts';

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

const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
};

/** The list of a wave's attempt. */
export interface StoredList {
  wave: number;
  attempt: number;
  list: EntryList;
}

const SIX_FIELDS = Buffer.of(0, 6);
const FOUR_FIELDS = Buffer.of(0, 4);

/** Rows of `draw_chunk`, as COPY takes them. Region numbers are stored little-endian, as they lie in memory. */
export function* chunkRows({ wave, attempt, list }: StoredList): Generator<Buffer> {
  const { count, entries, regions } = list;
  const regionBytes = new Uint8Array(regions.buffer, regions.byteOffset, regions.byteLength);
  for (let chunk = 0; chunk * CHUNK < count; chunk += 1) {
    const from = chunk * CHUNK;
    const to = Math.min(from + CHUNK, count);
    yield Buffer.concat([
      SIX_FIELDS,
      ...field(int32(wave)),
      ...field(int16(attempt)),
      ...field(int32(chunk)),
      ...field(entries.subarray(from * 16, from * 16 + 16)),
      ...field(entries.subarray(from * 16, to * 16)),
      ...field(regionBytes.subarray(from * 2, to * 2)),
    ]);
  }
}

// A row of `draw_winner`: four fields with their lengths; each value that changes lies at a multiple of its size.
const ROW_BYTES = 72;
const REGION_OFFSET = 14;
const ENTRY_OFFSET = 20;
const RANK_OFFSET = 40;
const ROWS_A_BLOCK = 16_384;
/** More than `copyIn` holds at a time, so that a block is free again when its turn comes. */
const BLOCKS = 4;

const rowTemplate = (wave: number): Buffer =>
  Buffer.concat([
    FOUR_FIELDS,
    ...field(int32(wave)),
    ...field(Buffer.alloc(2)),
    ...field(Buffer.alloc(16)),
    ...field(Buffer.alloc(32)),
  ]);

const blockOf = (template: Buffer) => {
  const bytes = Buffer.from(new ArrayBuffer(ROW_BYTES * ROWS_A_BLOCK)).fill(template);
  return { bytes, words: wordsOf(bytes) };
};

/** The winners of a wave. */
export interface Drawn {
  wave: number;
  list: EntryList;
  /** Eight words an entry of the list. */
  ranks: Int32Array;
  /** Places of the winners in the list. */
  winners: Uint32Array;
}

/** Rows of a wave's winners, as COPY takes them, in the order of the list. */
export function* winnerRows({ wave, list, ranks, winners }: Drawn): Generator<Buffer> {
  const ids = wordsOf(list.entries);
  const template = rowTemplate(wave);
  const blocks = Array.from({ length: BLOCKS }, () => blockOf(template));
  for (let first = 0; first < winners.length; first += ROWS_A_BLOCK) {
    const { bytes, words } = blocks[(first / ROWS_A_BLOCK) % BLOCKS] as ReturnType<typeof blockOf>;
    const rows = Math.min(ROWS_A_BLOCK, winners.length - first);
    for (let row = 0; row < rows; row += 1) {
      const place = winners[first + row] as number;
      const offset = row * ROW_BYTES;
      const region = list.regions[place] as number;
      bytes[offset + REGION_OFFSET] = region >> 8;
      bytes[offset + REGION_OFFSET + 1] = region & 0xff;
      const id = (offset + ENTRY_OFFSET) / 4;
      for (let t = 0; t < 4; t += 1) words[id + t] = ids[place * 4 + t] as number;
      const rank = (offset + RANK_OFFSET) / 4;
      for (let t = 0; t < 8; t += 1) words[rank + t] = swapped(ranks[place * 8 + t] as number);
    }
    yield bytes.subarray(0, rows * ROW_BYTES);
  }
}
