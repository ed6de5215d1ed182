import type { ClientBase } from 'pg';
import { to } from 'pg-copy-streams';

const HEADER_BYTES = 19;
const END = -1;

/** One row at the start of `bytes`, and where the next begins; null when some of it has not arrived. */
const rowAt = (bytes: Buffer, start: number): { fields: Buffer[]; next: number } | null => {
  if (bytes.length < start + 2) return null;
  const count = bytes.readInt16BE(start);
  const fields: Buffer[] = [];
  let at = start + 2;
  for (let index = 0; index < count; index += 1) {
    if (bytes.length < at + 4) return null;
    const length = bytes.readInt32BE(at);
    at += 4;
    if (bytes.length < at + length) return null;
    fields.push(bytes.subarray(at, at + length));
    at += length;
  }
  return { fields, next: at };
};

/**
 * Rows of a query by COPY in PostgreSQL's binary format, each a list of values as bytes: pg itself would make text of
 * them. No value may be null.
 * @param query has its values in it, since COPY takes none
 */
export async function* copyOut(client: ClientBase, query: string): AsyncGenerator<Buffer[]> {
  const stream = client.query(to(`copy (${query}) to stdout (format binary)`));
  let pending: Buffer[] = [];
  let isHeaderRead = false;
  for await (const part of stream as AsyncIterable<Buffer>) {
    pending.push(part);
    const bytes = pending.length === 1 ? part : Buffer.concat(pending);
    let at = isHeaderRead ? 0 : HEADER_BYTES;
    if (bytes.length < at) continue;
    isHeaderRead = true;
    for (let row = rowAt(bytes, at); row && bytes.readInt16BE(at) !== END; row = rowAt(bytes, at)) {
      yield row.fields;
      at = row.next;
    }
    pending = at < bytes.length ? [bytes.subarray(at)] : [];
  }
}
