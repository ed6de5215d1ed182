import { type ColumnNames, pathOf } from './columns.ts';
import { rupiahOf } from './numbers.ts';
import type { Fault, ReadingCode } from './problem.ts';
import type { Cell } from './row.ts';

/** Cells, or values of a JSON object, by the field that they are for. */
export type Values = ReadonlyMap<string, unknown>;

/** Notes what is wrong, and goes on: a partner wants to see all at once. */
export type Note = (code: ReadingCode, ...path: (string | number)[]) => void;

/** Errors of spreadsheets, in the cells and in what is exported from them. */
const cellError = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|#+)$/i;

// NUL cannot be stored, and half a surrogate pair cannot be sent.
const isMalformed = (text: string) => !text.isWellFormed() || text.includes('\0');

// What is nested is JSON here, where both are escaped.
const isMalformedWithin = (json: string) => /\\ud[89a-f][\da-f]{2}|\\u0000/i.test(json);

/** A value as one cell; nested values have none. */
const cellOf = (value: unknown): Cell | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;

export const textOf = (value: unknown): string => String(cellOf(value) ?? '').trim();

/** Reads the cells of one row, and notes what cannot be read. */
export class Reader<Field extends string> {
  readonly faults: Fault[] = [];
  readonly #values: Values;

  constructor(values: Values, names: ColumnNames) {
    this.#values = values;
    for (const [field, value] of values) this.#checkText(value, pathOf(field, names));
  }

  readonly note: Note = (code, ...path) => {
    this.faults.push({ code, path });
  };

  text(field: Field): string {
    return textOf(this.#values.get(field));
  }

  /** The text of a column that may be left out. */
  optional(field: Field): string | undefined {
    return this.text(field) || undefined;
  }

  rupiah(field: Field): number {
    return this.read(field, rupiahOf, 'AMOUNT_UNREADABLE') ?? 0;
  }

  /** Reads a cell that must not be empty; undefined, with a note, when it is or cannot be read. */
  read<T>(field: Field, read: (cell: Cell) => T | undefined, code: ReadingCode): T | undefined {
    const cell = cellOf(this.#values.get(field)) ?? '';
    if (this.#hasFault(field)) return undefined;
    if (textOf(cell) === '') {
      this.note('CELL_MISSING', field);
      return undefined;
    }
    const found = read(cell);
    if (found === undefined) this.note(code, field);
    return found;
  }

  /** Reads a cell that may be empty. */
  readOptional<T>(field: Field, read: (cell: Cell) => T | undefined, code: ReadingCode): T | undefined {
    return this.optional(field) === undefined ? undefined : this.read(field, read, code);
  }

  /** Reads words of a cell that stand behind each other, or the texts of a list; undefined when there are none. */
  words(field: Field, read: (word: string) => string | undefined, code: ReadingCode): string[] | undefined {
    const value = this.#values.get(field);
    const words = Array.isArray(value) ? value.map(textOf) : textOf(value).split(/[;,|\n]/);
    const given = words.map((word) => word.trim()).filter((word) => word !== '' && word !== '-');
    if (given.length === 0) return undefined;
    return given.flatMap((word, index) => {
      const found = read(word);
      if (!found) this.note(code, field, index);
      return found ? [found] : [];
    });
  }

  #hasFault(field: Field): boolean {
    return this.faults.some(({ path: [first] }) => first === field);
  }

  #checkText(value: unknown, path: readonly (string | number)[]): void {
    const isNested = typeof value === 'object' && value !== null;
    const text = isNested ? JSON.stringify(value) : String(value ?? '');
    if (isMalformed(text) || (isNested && isMalformedWithin(text))) this.note('TEXT_MALFORMED', ...path);
    else if (text.includes('\ufffd')) this.note('TEXT_WRONGLY_DECODED', ...path);
    else if (cellError.test(text.trim())) this.note('TEXT_IS_CELL_ERROR', ...path);
  }
}
