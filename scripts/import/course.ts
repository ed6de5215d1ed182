import { languageOf, modeOf, needOf } from './choices.ts';
import type { Field } from './columns.ts';
import type { CourseInput, Note, Unit, Values } from './course-input.ts';
import { hoursOf, rupiahOf } from './numbers.ts';
import { readOutcomes } from './outcomes.ts';
import type { Fault, ReadingCode } from './problem.ts';
import type { Cell } from './row.ts';
import { readSyllabus } from './syllabus.ts';

const MOST_UNITS = 60;
const MOST_CHARACTERS = 100_000;

/** Errors of spreadsheets, in the cells and in what is exported from them. */
const cellError = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|#+)$/i;

// NUL cannot be stored, and half a surrogate pair cannot be sent.
const isMalformed = (text: string) => !text.isWellFormed() || text.includes('\0');

// What is nested is JSON here, where both are escaped.
const isMalformedWithin = (json: string) => /\\ud[89a-f][\da-f]{2}|\\u0000/i.test(json);

/** A value as one cell; nested values have none. */
const cellOf = (value: unknown): Cell | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;

const textOf = (value: unknown): string => String(cellOf(value) ?? '').trim();

class Reader {
  readonly faults: Fault[] = [];
  readonly #values: Values;

  constructor(values: Values) {
    this.#values = values;
    for (const [field, value] of values) this.#checkText(field, value);
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
    return this.#read(field, (cell) => rupiahOf(cell), 'AMOUNT_UNREADABLE') ?? 0;
  }

  mode(): string {
    return this.#read('mode', (cell) => modeOf(String(cell)), 'MODE_UNKNOWN') ?? '';
  }

  /** Hours as stated, or else those of the units. */
  hours(units: readonly Unit[]): number {
    const sum = units.reduce((total, { hours }) => total + hours, 0);
    if (!this.optional('durationHours')) return sum;
    return this.#read('durationHours', (cell) => hoursOf(cell), 'HOURS_UNREADABLE') ?? 0;
  }

  accessibility(): string[] | undefined {
    const value = this.#values.get('accessibility');
    const words = Array.isArray(value) ? value.map(textOf) : textOf(value).split(/[;,|\n]/);
    const given = words.map((word) => word.trim()).filter((word) => word !== '' && word !== '-');
    if (given.length === 0) return undefined;
    return given.flatMap((word, index) => {
      const need = needOf(word);
      if (!need) this.note('ACCESSIBILITY_UNKNOWN', 'accessibility', index);
      return need ? [need] : [];
    });
  }

  #read<T>(field: Field, read: (cell: Cell) => T | undefined, code: ReadingCode): T | undefined {
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

  #hasFault(field: Field): boolean {
    return this.faults.some(({ path: [first] }) => first === field);
  }

  #checkText(field: Field, value: unknown): void {
    const isNested = typeof value === 'object' && value !== null;
    const text = isNested ? JSON.stringify(value) : String(value ?? '');
    const path = pathOf(field);
    if (isMalformed(text) || (isNested && isMalformedWithin(text))) this.note('TEXT_MALFORMED', ...path);
    else if (text.includes('\ufffd')) this.note('TEXT_WRONGLY_DECODED', ...path);
    else if (cellError.test(text.trim())) this.note('TEXT_IS_CELL_ERROR', ...path);
  }
}

/** Place of a column's field in the course: `unit2_hours` is `syllabus.1.hours`. */
const pathOf = (field: Field): (string | number)[] => {
  const [, kind, number, part = ''] = /^(unit|skill)(\d+)_(\w+)$/.exec(field) ?? [];
  if (!kind) return [field];
  return [kind === 'unit' ? 'syllabus' : 'outcomes', Number(number) - 1, part === 'code' ? 'skill' : part];
};

/** A course that can be sent, and its bytes as JSON. */
export interface ReadCourse {
  course: CourseInput;
  bytes: number;
}

/** Reads a course from its cells, or tells everything that makes it unreadable; what it means is for the graph to judge. */
export const readCourse = (values: Values): ReadCourse | { faults: Fault[] } => {
  const reader = new Reader(values);
  const { note } = reader;
  const syllabus = readSyllabus(values, note);
  const language = reader.optional('language');
  const accessibility = reader.accessibility();
  const url = reader.optional('url');
  const course: CourseInput = {
    reference: reader.text('reference'),
    institution: reader.text('institution'),
    title: reader.text('title'),
    description: reader.text('description'),
    mode: reader.mode(),
    ...(language && { language: languageOf(language) }),
    price: reader.rupiah('price'),
    priceOutside: reader.rupiah('priceOutside'),
    durationHours: reader.hours(syllabus),
    syllabus,
    outcomes: readOutcomes(values, note),
    ...(accessibility && { accessibility }),
    ...(url && { url }),
  };
  const text = JSON.stringify(course);
  if (syllabus.length > MOST_UNITS || text.length > MOST_CHARACTERS) note('COURSE_TOO_LARGE');
  return reader.faults.length > 0 ? { faults: reader.faults } : { course, bytes: Buffer.byteLength(text) };
};
