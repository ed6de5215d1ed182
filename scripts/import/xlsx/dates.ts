import type { Cell } from '../row.ts';

export type NumberKind = 'number' | 'date' | 'time';

/** Kinds of the formats that every workbook has without saying so (ECMA-376, 18.8.30). */
const builtIn = (id: number): NumberKind => {
  if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58))
    return 'date';
  return (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) ? 'time' : 'number';
};

/** What a format shows, of its code alone: letters in quotes, colours and languages say nothing. */
const kindOfCode = (code: string): NumberKind => {
  const first = code.split(';')[0] ?? '';
  const elapsed = /\[(?:h+|m+|s+)\]/i.test(first);
  const letters = first.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').toLowerCase();
  if (/[dy]/.test(letters) && !/general/.test(letters)) return 'date';
  return elapsed || /h|s/.test(letters.replace('general', '')) ? 'time' : 'number';
};

/** Kinds of numbers by the index of a cell's style. */
export const kindsOf = (formats: readonly number[], codes: ReadonlyMap<number, string>): NumberKind[] =>
  formats.map((id) => {
    const code = codes.get(id);
    return code === undefined ? builtIn(id) : kindOfCode(code);
  });

const MOST_SERIAL = 2_958_465;

/** Days are counted from 1899-12-30, so that from March 1900 on they are Excel's; or from 1904-01-01. */
const dateOf = (serial: number, is1904: boolean): string => {
  const epoch = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const text = new Date(epoch + Math.round(serial * 86_400) * 1_000).toISOString();
  return Number.isInteger(serial) ? text.slice(0, 10) : text.slice(0, 19);
};

/** A number as its format shows it: a date as ISO 8601, a time as its hours. */
export const shownValue = (value: number, kind: NumberKind, is1904: boolean): Cell => {
  if (kind === 'number' || value < 0 || value > MOST_SERIAL) return value;
  if (kind === 'time' || value < 1) return Math.round(value * 24 * 3_600) / 3_600;
  return dateOf(value, is1904);
};
