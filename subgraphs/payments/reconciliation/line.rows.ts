import { FileFault } from './file.fault.ts';
import type { SettlementHead, SettlementReader, SettlementRow } from './settlement-file.ts';

const ROWS_AT_ONCE = 1_000;
// 2000-01-01, from which PostgreSQL counts.
const EPOCH_MS = 946_684_800_000;

const textField = (text: string): Buffer => {
  const field = Buffer.alloc(4 + text.length);
  field.writeInt32BE(text.length);
  field.write(text, 4, 'latin1');
  return field;
};

const bigField = (value: bigint): Buffer => {
  const field = Buffer.alloc(12);
  field.writeInt32BE(8);
  field.writeBigInt64BE(value, 4);
  return field;
};

const intField = (value: number): Buffer => {
  const field = Buffer.alloc(8);
  field.writeInt32BE(4);
  field.writeInt32BE(value, 4);
  return field;
};

const NULL = Buffer.from([0xff, 0xff, 0xff, 0xff]);
const FIELDS = Buffer.from([0, 7]);

/** One row in PostgreSQL's binary format; references are ASCII. */
const encode = (position: number, { line, reference, amount, status, paidAt, fee }: SettlementRow): Buffer =>
  Buffer.concat([
    FIELDS,
    intField(position),
    intField(line),
    textField(reference),
    bigField(amount),
    textField(status),
    paidAt === null ? NULL : bigField(BigInt(paidAt.getTime() - EPOCH_MS) * 1_000n),
    bigField(fee),
  ]);

export interface ReadFile {
  /** Null until the blocks have ended. */
  head: SettlementHead | null;
  fault: FileFault | null;
}

/**
 * Reads a file as blocks of rows for COPY. Its head, or its first fault, is there when the blocks have ended: a fault
 * ends them without an error.
 */
export const readRows = (read: SettlementReader, bytes: AsyncIterable<Uint8Array>) => {
  const found: ReadFile = { head: null, fault: null };
  const blocks = async function* (): AsyncGenerator<Buffer> {
    const rows = read(bytes);
    let block: Buffer[] = [];
    let position = 0;
    try {
      for (;;) {
        const next = await rows.next();
        if (next.done) {
          found.head = next.value;
          break;
        }
        position += 1;
        block.push(encode(position, next.value));
        if (block.length < ROWS_AT_ONCE) continue;
        yield Buffer.concat(block);
        block = [];
      }
    } catch (error) {
      if (!(error instanceof FileFault)) throw error;
      found.fault = error;
      return;
    }
    if (block.length > 0) yield Buffer.concat(block);
  };
  return { found, blocks };
};
