import type { ReadingCode } from './problem.ts';

/** A cell as the file has it: dates are texts as `2026-11-21`, durations are numbers of hours. */
export type Cell = string | number | boolean;

/** One record of a table, before its columns have a meaning. */
export interface Row {
  /** Line of the file, or row of the sheet, on which it begins; the first is 1. */
  line: number;
  cells: Cell[];
  /** What makes its cells unreliable. */
  fault?: ReadingCode | undefined;
}

/** Decides whether nothing but spaces stands in a row. */
export const isBlankRow = ({ cells }: Row): boolean =>
  cells.every((cell) => typeof cell === 'string' && cell.trim() === '');
