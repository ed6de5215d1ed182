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

/** The row that begins at `start` and where the next one does; or up to where there must be bytes to read further. */
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

/** Bytes that arrived and were not read yet, in memory that is used again: what each row took would be garbage. */
class ArrivedBytes {
  #memory = Buffer.allocUnsafeSlow(2 ** 20);
  #size = 0;

  add(part: Buffer): void {
    const size = this.#size + part.length;
    if (size > this.#memory.length) {
      const larger = Buffer.allocUnsafeSlow(2 * size);
      this.#memory.copy(larger, 0, 0, this.#size);
      this.#memory = larger;
    }
    part.copy(this.#memory, this.#size);
    this.#size = size;
  }

  get bytes(): Buffer {
    return this.#memory.subarray(0, this.#size);
  }

  /** Drops what was read. */
  drop(until: number): void {
    this.#memory.copyWithin(0, until, this.#size);
    this.#size -= until;
  }
}

/**
 * Reads the rows of a query by COPY in PostgreSQL's binary format, each a list of values as bytes: pg itself would make
 * text of them. No value may be null. A row's bytes are there until the next one is asked for: copy what is kept.
 * @param query has its values in it, since COPY takes none
 */
export async function* copyOut(client: ClientBase, query: string): AsyncGenerator<Buffer[]> {
  const stream = client.query(to(`copy (${query}) to stdout (format binary)`));
  const arrived = new ArrivedBytes();
  let needed = HEADER_BYTES;
  let offset = HEADER_BYTES;
  for await (const part of stream as AsyncIterable<Buffer>) {
    arrived.add(part);
    const { bytes } = arrived;
    if (bytes.length < needed) continue;
    let row = rowAt(bytes, offset);
    while (typeof row !== 'number' && bytes.readInt16BE(offset) !== END) {
      yield row.fields;
      offset = row.next;
      row = rowAt(bytes, offset);
    }
    needed = typeof row === 'number' ? row - offset : COUNT_BYTES;
    arrived.drop(offset);
    offset = 0;
  }
}
