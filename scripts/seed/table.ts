import type { Client } from 'pg';
import { copyRows, type Value } from './copy.ts';

/** Rows of one table for `copyRows`; `into` names the table and its columns. */
export interface SeedTable {
  into: string;
  rows: readonly (readonly Value[])[];
}

/** The table of records whose keys are its columns. */
export const tableOf = (name: string, records: readonly Record<string, Value>[]): SeedTable => {
  const columns = Object.keys(records[0] ?? {});
  return {
    into: `${name} (${columns.join(', ')})`,
    rows: records.map((record) => columns.map((column) => record[column] ?? null)),
  };
};

/** Loads whole tables by COPY, in their order. */
export const copyTables = async (client: Client, tables: readonly SeedTable[]): Promise<void> => {
  for (const { into, rows } of tables) await copyRows(client, into, rows);
};
