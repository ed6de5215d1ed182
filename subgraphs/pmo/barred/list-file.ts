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
  /** NIKs that end in 0: one in ten, where no spreadsheet has changed them. */
  zeros: number;
  /** What the first bytes say that the file is, when it is no text of lines. */
  kind: FileKind | null;
  /** Whether the first line is the header. */
  hasHeader: boolean;
  /** Whether the last line is too short for a NIK and has no end: the file was cut. */
  isCut: boolean;
}

export type FileKind = 'FILE_IS_ARCHIVE' | 'FILE_IS_PAGE' | 'FILE_IS_UTF16';

const ARCHIVES = ['PK', '%PDF', '\x1f\x8b', '\xd0\xcf\x11\xe0', 'Rar!', '7z\xbc\xaf', 'BZh', '\xfd7zXZ'];
const isPage = /^\s*(?:\xef\xbb\xbf)?\s*(?:<|\{|HTTP\/1)/i;

/** Tells what is put in the place of a list by mistake, by its first bytes. */
const kindOf = (start: Buffer): FileKind | null => {
  const text = start.toString('latin1', 0, 64);
  if (ARCHIVES.some((mark) => text.startsWith(mark))) return 'FILE_IS_ARCHIVE';
  // Of digits in UTF-16 every other byte is 0, also without a byte-order mark.
  if (/^(?:\xff\xfe|\xfe\xff)/.test(text) || /^(?:[\x20-\x7e]\0){4}|^(?:\0[\x20-\x7e]){4}/.test(text))
    return 'FILE_IS_UTF16';
  return isPage.test(text) ? 'FILE_IS_PAGE' : null;
};

/** Longer lines are no NIK, whatever is in them. */
const LINE = 200;

const isBlank = (line: string) => line === '' || (line.length <= LINE && typedLine(line) === '');

const isHeader = (line: string) => line.length <= LINE && /^"?nik"?$/i.test(typedLine(line));

// One row: a field, in PostgreSQL's binary format. Indexes of one process are of one length.
const rowsOf = (indexes: readonly Buffer[]): Buffer => {
  const bytes = indexes[0]?.length ?? 0;
  const rowBytes = bytes + 6;
  const rows = Buffer.allocUnsafe(indexes.length * rowBytes);
  for (const [row, index] of indexes.entries()) {
    rows.writeInt16BE(1, row * rowBytes);
    rows.writeInt32BE(bytes, row * rowBytes + 2);
    index.copy(rows, row * rowBytes + 6);
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
  const found: ListFile = {
    sha256: Buffer.alloc(0),
    lines: 0,
    bad: 0,
    badLines: [],
    badCodes: [],
    zeros: 0,
    kind: null,
    hasHeader: false,
    isCut: false,
  };
  const blocks = async function* (): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    const file = createReadStream(path, { highWaterMark: BYTES_AT_ONCE });
    let lastByte: number | undefined;
    file.once('data', (part) => {
      found.kind = kindOf(Buffer.from(part));
    });
    file.on('data', (part) => {
      hash.update(part);
      lastByte = Buffer.from(part).at(-1);
    });
    let indexes: Buffer[] = [];
    let number = 0;
    let isLastShort = false;
    for await (const line of createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (number === 1) found.hasHeader = isHeader(line);
      if (isBlank(line) || (number === 1 && found.hasHeader)) continue;
      found.lines += 1;
      const read = readListedNik(line);
      isLastShort = 'fault' in read && read.fault === 'NIK_LENGTH';
      if ('fault' in read) addBad(found, number, read.fault);
      else {
        indexes.push(vault.blindIndex('nik', read.nik));
        if (read.nik.endsWith('0')) found.zeros += 1;
      }
      if (indexes.length < LINES_AT_ONCE) continue;
      yield rowsOf(indexes);
      indexes = [];
      await setImmediate();
    }
    if (indexes.length > 0) yield rowsOf(indexes);
    found.isCut = isLastShort && lastByte !== 10 && lastByte !== 13;
    found.sha256 = hash.digest();
  };
  return { found, blocks };
};
