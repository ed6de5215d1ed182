import type { ClientBase } from 'pg';
import { to } from 'pg-copy-streams';

const HEADER_BYTES = 19;
const COUNT_BYTES = 2;
const LENGTH_BYTES = 4;
const END = -1;

interface Row {
  fields: Buffer[];
  next: number;
}

/** The row that begins at `start` and where the next one does; or how many bytes there must be to read further. */
const rowAt = (bytes: Buffer, start: number): Row | number => {
  let offset = start + COUNT_BYTES;
  if (bytes.length < offset) return offset;
  const count = bytes.readInt16BE(start);
  const fields: Buffer[] = [];
  for (let index = 0; index < count; index += 1) {
    const from = offset + LENGTH_BYTES;
    if (bytes.length < from) return from;
    offset = from + bytes.readInt32BE(offset);
    if (bytes.length < offset) return offset;
    fields.push(bytes.subarray(from, offset));
  }
  return { fields, next: offset };
};

/**
 * Reads the rows of a query by COPY in PostgreSQL's binary format, each a list of values as bytes: pg itself would make
 * text of them. No value may be null.
 * @param query has its values in it, since COPY takes none
 */
export async function* copyOut(client: ClientBase, query: string): AsyncGenerator<Buffer[]> {
  const stream = client.query(to(`copy (${query}) to stdout (format binary)`));
  let parts: Buffer[] = [];
  let size = 0;
  let needed = HEADER_BYTES;
  let offset = HEADER_BYTES;
  for await (const part of stream as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    // Joined once a row is whole: a large one arrives in many parts.
    if (size < needed) continue;
    const bytes = parts.length === 1 ? part : Buffer.concat(parts, size);
    let row = rowAt(bytes, offset);
    while (typeof row !== 'number' && bytes.readInt16BE(offset) !== END) {
      yield row.fields;
      offset = row.next;
      row = rowAt(bytes, offset);
    }
    parts = [bytes.subarray(offset)];
    size = bytes.length - offset;
    needed = typeof row === 'number' ? row - offset : COUNT_BYTES;
    offset = 0;
  }
}
