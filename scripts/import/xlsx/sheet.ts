import type { Cell, Row } from '../row.ts';
import { shownValue } from './dates.ts';
import { unescaped } from './strings.ts';
import type { Workbook } from './workbook.ts';
import { type Handler, readXml, withPiece } from './xml.ts';
import type { Archive } from './zip.ts';

/** Columns that are read; what stands further to the right belongs to no course. */
const MOST_COLUMNS = 500;

/** Index of the column of a reference such as `AB12`; undefined for what is none. */
const columnOf = (reference: string | undefined): number | undefined => {
  const letters = /^[A-Za-z]{1,3}/.exec(reference ?? '')?.[0].toUpperCase();
  if (!letters) return undefined;
  return [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
};

class SheetReader implements Handler {
  rows: Row[] = [];
  readonly #workbook: Workbook;
  #line = 0;
  #cells: Cell[] = [];
  #column = -1;
  #type = '';
  #style = 0;
  #text = '';
  #isValue = false;
  #isPhonetic = false;

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') this.#openRow(attributes.r);
    else if (name === 'c') this.#openCell(attributes);
    else if (name === 'rPh') this.#isPhonetic = true;
    else this.#isValue = name === 'v' || (name === 't' && !this.#isPhonetic);
  }

  text(piece: string): void {
    if (this.#isValue) this.#text = withPiece(this.#text, piece);
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#isValue = false;
    else if (name === 'rPh') this.#isPhonetic = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.rows.push({ line: this.#line, cells: this.#cells });
  }

  #openRow(number: string | undefined): void {
    this.#line = Number(number) || this.#line + 1;
    this.#cells = [];
    this.#column = -1;
  }

  #openCell({ r, t = 'n', s = '0' }: Readonly<Record<string, string>>): void {
    this.#column = columnOf(r) ?? this.#column + 1;
    this.#type = t;
    this.#style = Number(s);
    this.#text = '';
  }

  #closeCell(): void {
    if (this.#column >= MOST_COLUMNS) return;
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells[this.#column] = this.#value();
  }

  #value(): Cell {
    const { strings, kinds, is1904 } = this.#workbook;
    const text = this.#text;
    if (this.#type === 's') return strings.get(Number(text));
    if (this.#type === 'b') return text === '1';
    if (this.#type === 'n' && text !== '') return shownValue(Number(text), kinds[this.#style] ?? 'number', is1904);
    return this.#type === 'inlineStr' || this.#type === 'str' ? unescaped(text) : text;
  }
}

/** A sheet of an opened workbook. */
export interface Sheet {
  archive: Archive;
  workbook: Workbook;
  part: string;
}

/** Rows of a sheet, those of one piece of it at a time. */
export async function* readSheet({ archive, workbook, part }: Sheet, reading = { bytes: 0 }): AsyncGenerator<Row[]> {
  const reader = new SheetReader(workbook);
  for await (const _ of readXml(await archive.read(part), reader, reading)) {
    const { rows } = reader;
    reader.rows = [];
    if (rows.length > 0) yield rows;
  }
  if (reader.rows.length > 0) yield reader.rows;
}
