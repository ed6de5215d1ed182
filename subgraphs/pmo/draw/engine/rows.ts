import type { EntryList } from './entry-list.ts';
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
