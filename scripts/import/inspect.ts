import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { ImportError } from './import.error.ts';
import { Utf8Tally } from './utf8-tally.ts';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export type Format = 'csv' | 'xlsx' | 'ndjson';

/** What one pass over a file tells, whatever its name says. */
export interface FileFacts {
  file: string;
  /** SHA-256, in hexadecimal. */
  hash: string;
  bytes: number;
  modifiedAt: Date;
  encoding: TextEncoding;
  format: Format;
}

/** Bytes of the beginning by which a format and an encoding without a mark are told. */
const HEAD = 64 * 1024;

const marks: readonly (readonly [TextEncoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Latin letters in UTF-16 have a zero in every second byte. */
const unmarkedUtf16 = (head: Buffer): TextEncoding | undefined => {
  const zeros = [0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > head.length / 5 && even < odd / 10) return 'utf-16le';
  return even > head.length / 5 && odd < even / 10 ? 'utf-16be' : undefined;
};

/** A few broken letters in a text of UTF-8 are faults of their rows; otherwise it is what Windows wrote for decades. */
const encodingOf = (head: Buffer, { letters, broken }: Utf8Tally): TextEncoding => {
  const marked = marks.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte));
  const found = marked?.[0] ?? unmarkedUtf16(head);
  return found ?? (broken === 0 || letters > broken ? 'utf-8' : 'windows-1252');
};

const startsWith = (head: Buffer, ...bytes: number[]) => bytes.every((byte, index) => head[index] === byte);

const formatOf = (head: Buffer, encoding: TextEncoding): Format => {
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04)) return 'xlsx';
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0))
    throw new ImportError(
      'this is an old .xls, or a workbook with a password: save it as .xlsx without one, or as CSV',
    );
  const text = new TextDecoder(encoding).decode(head).trimStart();
  if (/^<(?:!doctype|html|table|\?xml)/i.test(text))
    throw new ImportError('this is a web page or XML, whatever its name says: save it as .xlsx or CSV');
  return /^(?:\[\s*)?\{/.test(text) ? 'ndjson' : 'csv';
};

/**
 * Reads a file once, in pieces.
 * @throws ImportError when it is empty or of a kind that cannot be read
 */
export const inspect = async (file: string): Promise<FileFacts> => {
  const { size: bytes, mtime: modifiedAt } = await stat(file);
  if (bytes === 0) throw new ImportError('the file is empty');
  const hash = createHash('sha256');
  const tally = new Utf8Tally();
  let head: Buffer | undefined;
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    const piece = chunk as Buffer;
    head ??= Buffer.from(piece.subarray(0, HEAD));
    hash.update(piece);
    tally.push(piece);
  }
  tally.end();
  const beginning = head ?? Buffer.alloc(0);
  const encoding = encodingOf(beginning, tally);
  return { file, hash: hash.digest('hex'), bytes, modifiedAt, encoding, format: formatOf(beginning, encoding) };
};
