import type { EntryList } from './entry-list.ts';
import { CHUNK } from './merkle.ts';

/** The list of a wave's attempt. */
export interface StoredList {
  wave: number;
  attempt: number;
  list: EntryList;
}

const FIELDS = 6;
/** Room of a row: its count of fields, their lengths, and the values that are there beside the entries. */
const HEAD_BYTES = 2 + FIELDS * 4 + 4 + 2 + 4 + 16;
const ROW_BYTES = HEAD_BYTES + CHUNK * 18;
/**
 * More than `copyIn` holds at a time, so that a row's memory is free again when its turn comes: all but the last are longer
 * than what a socket takes without being waited for (64 kB).
 */
const ROWS_HELD = 4;

/** Writes the fields of a row one after the other. */
class Row {
  readonly #memory = Buffer.allocUnsafeSlow(ROW_BYTES);
  #end = 0;

  begin(): this {
    this.#end = this.#memory.writeInt16BE(FIELDS);
    return this;
  }

  bytes(value: Uint8Array): this {
    this.#end = this.#memory.writeInt32BE(value.length, this.#end);
    this.#memory.set(value, this.#end);
    this.#end += value.length;
    return this;
  }

  int32(value: number): this {
    this.#end = this.#memory.writeInt32BE(value, this.#memory.writeInt32BE(4, this.#end));
    return this;
  }

  int16(value: number): this {
    this.#end = this.#memory.writeInt16BE(value, this.#memory.writeInt32BE(2, this.#end));
    return this;
  }

  whole(): Buffer {
    return this.#memory.subarray(0, this.#end);
  }
}

/** Rows of `draw_chunk`, as COPY takes them. Region numbers are stored little-endian, as they lie in memory. */
export function* chunkRows({ wave, attempt, list }: StoredList): Generator<Buffer> {
  const { count, entries, regions } = list;
  const regionBytes = new Uint8Array(regions.buffer, regions.byteOffset, regions.byteLength);
  const rows = Array.from({ length: ROWS_HELD }, () => new Row());
  for (let chunk = 0; chunk * CHUNK < count; chunk += 1) {
    const from = chunk * CHUNK;
    const to = Math.min(from + CHUNK, count);
    const row = (rows[chunk % ROWS_HELD] as Row).begin().int32(wave).int16(attempt).int32(chunk);
    row.bytes(entries.subarray(from * 16, from * 16 + 16));
    yield row
      .bytes(entries.subarray(from * 16, to * 16))
      .bytes(regionBytes.subarray(from * 2, to * 2))
      .whole();
  }
}
