import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Format } from '../../import/inspect.ts';
import type { Item } from '../../import/items.ts';
import type { Problem } from '../../import/problem.ts';
import type { Source } from '../../import/source.ts';

/** Columns that a reject file adds to the partner's own. */
const ADDED = ['line', 'code', 'path', 'message'];

export const rejectFileOf = (file: string, format: Format): string =>
  `${file.replace(/\.[^./\\]*$/, '')}.rejected.${format === 'ndjson' ? 'ndjson' : 'csv'}`;

const addedCells = (line: number, problems: readonly Problem[]) => ({
  line,
  code: problems.map(({ code }) => code).join('; '),
  path: problems.map(({ path }) => path).join('; '),
  message: problems.map(({ message }) => message).join(' '),
});

const csvCell = (cell: unknown, delimiter: string): string => {
  const text = String(cell ?? '');
  return /["\r\n]/.test(text) || text.includes(delimiter) || text !== text.trim()
    ? `"${text.replaceAll('"', '""')}"`
    : text;
};

const csvLine = (cells: readonly unknown[], delimiter: string): string =>
  `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\r\n`;

/** Puts what the reject file needs of a row under its own columns; cells beyond the header go to the last one. */
const ownCells = (own: readonly unknown[], columns: number): unknown[] => {
  const cells = Array.from({ length: columns }, (_, index) => own[index] ?? '');
  const beyond = own.slice(columns).filter((cell) => String(cell).trim() !== '');
  if (beyond.length > 0 && columns > 0) cells[columns - 1] = [cells[columns - 1], ...beyond].join(' ');
  return cells;
};

/** Writes rows as their partner wrote them, with what is wrong: mended, the file can be imported as it is. */
export class RejectFile {
  readonly path: string;
  bytes: number;
  readonly #source: Source;
  readonly #format: Format;
  readonly #kept: number[];
  #descriptor: number | undefined;

  /** Goes on after `bytes`; from 0 it begins anew. */
  constructor(file: string, { format, source, bytes }: { format: Format; source: Source; bytes: number }) {
    this.path = rejectFileOf(file, format);
    this.bytes = bytes;
    this.#source = source;
    this.#format = format;
    const meant = new Set(source.used.map(([column]) => column));
    // A reject file that is imported again has the added columns already.
    this.#kept = source.columns.flatMap((column, index) =>
      ADDED.includes(column) && !meant.has(column) ? [] : [index],
    );
    if (bytes === 0) rmSync(this.path, { force: true });
  }

  add({ line, own }: Item, problems: readonly Problem[]): void {
    const added = addedCells(line, problems);
    if (this.#format === 'ndjson') this.#write(`${JSON.stringify({ ...own, ...added })}\n`);
    else this.#addRow(Array.isArray(own) ? own : [], Object.values(added));
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #addRow(own: readonly unknown[], added: readonly unknown[]): void {
    const { columns, delimiter } = this.#source;
    const lineOf = (cells: readonly unknown[], last: readonly unknown[]) =>
      csvLine([...this.#kept.map((index) => cells[index]), ...last], delimiter);
    if (this.bytes === 0) this.#write(`\ufeff${lineOf(columns, ADDED)}`);
    this.#write(lineOf(ownCells(own, columns.length), added));
  }

  #write(text: string): void {
    this.#descriptor ??= this.#open();
    const bytes = Buffer.from(text);
    writeSync(this.#descriptor, bytes, 0, bytes.length, this.bytes);
    this.bytes += bytes.length;
  }

  #open(): number {
    const descriptor = openSync(this.path, this.bytes === 0 ? 'w' : 'r+', 0o600);
    // What an interrupted run wrote beyond its last batch is written again.
    ftruncateSync(descriptor, this.bytes);
    return descriptor;
  }
}
