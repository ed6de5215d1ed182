import type { Cell } from './row.ts';

/** Rounding of a spreadsheet that is no fraction: 1499999.9999998. */
const ROUNDING = 1e-6;

const whole = (value: number): number | undefined => {
  const rounded = Math.round(value);
  return Math.abs(value - rounded) <= ROUNDING && Number.isSafeInteger(rounded) && rounded >= 0 ? rounded : undefined;
};

const isGrouped = (text: string, separator: string) => new RegExp(`^\\d{1,3}(?:\\${separator}\\d{3})+$`).test(text);

const digitsOf = (text: string) => text.replace(/[.,]/g, '');

/**
 * Reads digits with separators of either country. A lone separator before three digits groups thousands, as every price
 * in rupiah is written; decimals must be zeros.
 */
const separated = (text: string): number | undefined => {
  if (/^\d+$/.test(text)) return whole(Number(text));
  for (const separator of ['.', ',']) if (isGrouped(text, separator)) return whole(Number(digitsOf(text)));
  const decimals = /^(.*)([.,])(0+)$/.exec(text);
  if (!decimals) return undefined;
  const [, before = '', point] = decimals;
  const other = point === '.' ? ',' : '.';
  const isWhole = /^\d+$/.test(before) || isGrouped(before, other);
  return isWhole ? whole(Number(digitsOf(before))) : undefined;
};

const spaces = /[\s\u00a0\u202f]/g;
const scientific = /^\d+(?:[.,]\d+)?e\+?\d{1,2}$/i;

/** Whole rupiah of a cell, such as `Rp 1.500.000,00`, `1,500,000`, `1.5E+06` or a number; undefined when it is none. */
export const rupiahOf = (cell: Cell): number | undefined => {
  if (typeof cell === 'number') return whole(cell);
  if (typeof cell === 'boolean' || cell.length > 60) return undefined;
  const text = cell
    .replace(spaces, '')
    .replace(/^'/, '')
    .replace(/^(?:rp\.?|idr)/i, '')
    .replace(/(?:rp|idr|rupiah)$/i, '')
    .replace(/[.,][-–—]+$/, '');
  return scientific.test(text) ? whole(Number(text.replace(',', '.'))) : separated(text);
};

/** Whole hours of a cell, such as `6`, `6,0`, `6 jam` or `6 JP`; undefined when it is none. */
export const hoursOf = (cell: Cell): number | undefined => {
  if (typeof cell === 'number') return whole(cell);
  if (typeof cell === 'boolean' || cell.length > 30) return undefined;
  const text = cell.replace(spaces, '').replace(/(?:jam|jp|hours?|hrs?|h)\.?$/i, '');
  const found = /^(\d{1,6})(?:[.,]0+|:00(?::00)?)?$/.exec(text);
  return found ? whole(Number(found[1])) : undefined;
};

/** A whole number of a cell, such as `6` or `1.000`; undefined when it is none. */
export const wholeOf = (cell: Cell): number | undefined => {
  if (typeof cell === 'number') return whole(cell);
  return typeof cell === 'boolean' || cell.length > 30 ? undefined : separated(cell.replace(spaces, ''));
};
