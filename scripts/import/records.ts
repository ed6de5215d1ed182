import { type Line, MOST_CHARACTERS } from './lines.ts';
import type { ReadingCode } from './problem.ts';
import type { Row } from './row.ts';

interface Scan {
  cells: string[];
  /** Whether the last cell goes on in the next line. */
  isOpen: boolean;
  /** Whether a quotation mark stands where none may. */
  isBroken: boolean;
  /** Whether, inside a cell that went on, a cell begins between quotation marks: the cell before was never closed. */
  isAnew: boolean;
}

/** Fewer columns could by chance stand in a sentence. */
const TELLING_COLUMNS = 6;

const afterSpaces = (text: string, from: number, delimiter: string): number => {
  let at = from;
  while (at < text.length && (text[at] === ' ' || text[at] === '\t') && text[at] !== delimiter) at += 1;
  return at;
};

/** Splits one line; when `isInside`, its first cell is the rest of one that began before. */
const scanLine = (text: string, delimiter: string, isInside: boolean): Scan => {
  const scan: Scan = { cells: [], isOpen: false, isBroken: false, isAnew: false };
  let at = 0;
  let isQuoted = isInside;
  let cell = '';
  for (;;) {
    if (!isQuoted) {
      const start = afterSpaces(text, at, delimiter);
      if (text[start] !== '"') {
        const end = text.indexOf(delimiter, at);
        scan.cells.push(end < 0 ? text.slice(at) : text.slice(at, end));
        if (end < 0) return scan;
        at = end + 1;
        continue;
      }
      isQuoted = true;
      at = start + 1;
      cell = '';
    }
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      scan.cells.push(cell + text.slice(at));
      return { ...scan, isOpen: true };
    }
    if (text[quote + 1] === '"') {
      cell += text.slice(at, quote + 1);
      at = quote + 2;
      continue;
    }
    const after = afterSpaces(text, quote + 1, delimiter);
    if (after < text.length && text[after] !== delimiter) {
      scan.isBroken = true;
      const isStart = quote === 0 || text[quote - 1] === delimiter;
      if (isInside && scan.cells.length === 0 && isStart) scan.isAnew = true;
      cell += text.slice(at, quote + 1);
      at = quote + 1;
      continue;
    }
    scan.cells.push(cell + text.slice(at, quote));
    if (after >= text.length) return scan;
    isQuoted = false;
    at = after + 1;
  }
};

interface OpenRecord {
  line: number;
  cells: string[];
  /** Cells of the first line alone, for a record that turns out to be broken. */
  first: string;
  length: number;
  isBroken: boolean;
}

/**
 * Puts lines together to records of a delimited text. A fault costs its own record only: a cell that was never closed
 * ends where a line is a record by itself, or begins a cell of its own.
 */
export class RecordReader {
  /** Cells of the header; 0 while it is unknown. */
  columns = 0;
  readonly #delimiter: string;
  #open: OpenRecord | undefined;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** Returns the records that are complete with this line. */
  push(line: Line): Row[] {
    if (!this.#open) return this.#begin(line);
    const scan = scanLine(line.text, this.#delimiter, true);
    const isSame = this.#completes(this.#open, scan) || !(scan.isAnew || this.#isRecord(line.text));
    if (isSame) return this.#goOn(this.#open, scan, line);
    return [...this.end(), ...this.#begin(line)];
  }

  /** Returns the record that was not closed, if any. */
  end(): Row[] {
    const open = this.#open;
    this.#open = undefined;
    return open ? [this.#faulty(open, open.length > MOST_CHARACTERS ? 'RECORD_TOO_LARGE' : 'QUOTE_BROKEN')] : [];
  }

  #begin({ number: line, text, isCut }: Line): Row[] {
    const { cells, isOpen, isBroken } = scanLine(text, this.#delimiter, false);
    const record = { line, cells, first: text, length: text.length, isBroken };
    if (isCut) return [this.#faulty(record, 'RECORD_TOO_LARGE')];
    if (isOpen && isBroken) return [this.#faulty(record, 'QUOTE_BROKEN')];
    if (!isOpen) return [this.#complete(record)];
    this.#open = record;
    return [];
  }

  #goOn(open: OpenRecord, { cells: [rest = '', ...cells], isOpen, isBroken }: Scan, { text, isCut }: Line): Row[] {
    open.length += text.length + 1 + (isCut ? MOST_CHARACTERS : 0);
    open.isBroken ||= isBroken;
    // What is too long is read to its end, but not kept.
    if (open.length <= MOST_CHARACTERS) {
      open.cells.push(`${open.cells.pop() ?? ''}\n${rest}`, ...cells);
    }
    if (isOpen) return [];
    this.#open = undefined;
    return [open.length > MOST_CHARACTERS ? this.#faulty(open, 'RECORD_TOO_LARGE') : this.#complete(open)];
  }

  #complete(record: OpenRecord): Row {
    const { line, cells, isBroken } = record;
    if (isBroken && this.columns > 0 && cells.length !== this.columns) return this.#faulty(record, 'QUOTE_BROKEN');
    return { line, cells };
  }

  #faulty({ line, first }: OpenRecord, fault: ReadingCode): Row {
    const cells = first.slice(0, 32_000).split(this.#delimiter);
    return { line, cells: cells.map((cell) => cell.trim().replace(/^"|"$/g, '').replaceAll('""', '"')), fault };
  }

  /** Decides whether a line ends the open record with as many cells as the header has. */
  #completes({ cells: before }: OpenRecord, { cells, isOpen, isBroken }: Scan): boolean {
    return !isOpen && !isBroken && before.length + cells.length - 1 === this.columns;
  }

  #isRecord(text: string): boolean {
    if (this.columns < TELLING_COLUMNS) return false;
    const { cells, isOpen, isBroken } = scanLine(text, this.#delimiter, false);
    return !isOpen && !isBroken && cells.length === this.columns;
  }
}
