import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { typedLine } from '../../kit/typed-text.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { type ListedNikFault, readListedNik } from '../profile/index.ts';

/** About ten milliseconds of hashing: between two blocks the process answers whoever else asks it. */
const LINES_AT_ONCE = 1_000;
const BYTES_AT_ONCE = 64 * 2 ** 10;
const BAD_SHOWN = 20;

/** Findings in a file. */
export interface ListFile {
  sha256: Buffer;
  /** Lines with something on them, the header left out. */
  lines: number;
  bad: number;
  /** Numbers of the first bad lines. */
  badLines: number[];
  /** Their faults, in the same order. */
  badCodes: ListedNikFault[];
}

/** Longer lines are no NIK, whatever is in them. */
const LINE = 200;

const isBlank = (line: string) => line === '' || (line.length <= LINE && typedLine(line) === '');

const isHeader = (line: string) => line.length <= LINE && /^"?nik"?$/i.test(typedLine(line));

// One row: a field of 16 bytes, in PostgreSQL's binary format.
const rowsOf = (indexes: readonly Buffer[]): Buffer => {
  const rows = Buffer.allocUnsafe(indexes.length * 22);
  for (const [row, index] of indexes.entries()) {
    rows.writeInt16BE(1, row * 22);
    rows.writeInt32BE(16, row * 22 + 2);
    index.copy(rows, row * 22 + 6);
  }
  return rows;
};

const addBad = (found: ListFile, line: number, fault: ListedNikFault) => {
  found.bad += 1;
  if (found.badLines.length >= BAD_SHOWN) return;
  found.badLines.push(line);
  found.badCodes.push(fault);
};

/**
 * Reads a list, one NIK a line, as blocks of rows with their blind indexes; the numbers go nowhere else. What was found
 * is complete when the blocks have ended.
 */
export const readListFile = (path: string, vault: Pick<Vault, 'blindIndex'>) => {
  const found: ListFile = { sha256: Buffer.alloc(0), lines: 0, bad: 0, badLines: [], badCodes: [] };
  const blocks = async function* (): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    const file = createReadStream(path, { highWaterMark: BYTES_AT_ONCE });
    file.on('data', (part) => hash.update(part));
    let indexes: Buffer[] = [];
    let number = 0;
    for await (const line of createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (isBlank(line) || (number === 1 && isHeader(line))) continue;
      found.lines += 1;
      const read = readListedNik(line);
      if ('nik' in read) indexes.push(vault.blindIndex('nik', read.nik));
      else addBad(found, number, read.fault);
      if (indexes.length < LINES_AT_ONCE) continue;
      yield rowsOf(indexes);
      indexes = [];
      await setImmediate();
    }
    if (indexes.length > 0) yield rowsOf(indexes);
    found.sha256 = hash.digest();
  };
  return { found, blocks };
};
