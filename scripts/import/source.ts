import type { ReadingCode } from './problem.ts';

/** One course of a file before it is read: its own cells, and those that mean a field. */
export interface Entry {
  line: number;
  values: ReadonlyMap<string, unknown>;
  /** The partner's own cells by their column, for the reject file. */
  own: readonly unknown[] | Readonly<Record<string, unknown>>;
  fault?: ReadingCode | undefined;
}

/** An opened file. */
export interface Source {
  /** The partner's own words for the columns; empty for NDJSON. */
  columns: readonly string[];
  /** Columns that mean a field, and the rest, for a line that says so. */
  used: readonly (readonly [string, string])[];
  unused: readonly string[];
  /** Separates the cells of the reject file. */
  delimiter: string;
  /** Entries, those of one piece of the file at a time. */
  entries(): AsyncIterable<Entry[]>;
  /** The part that was read so far, from 0 to 1. */
  progress(): number;
}
