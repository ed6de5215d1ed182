import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from } from 'pg-copy-streams';

export type Value = string | number | boolean | bigint | Date | null | readonly string[];

const special = /[\\\t\n\r]/;
const allSpecial = new RegExp(special, 'g');
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const escaped = (text: string) =>
  special.test(text) ? text.replace(allSpecial, (found) => escapes[found] ?? found) : text;

const asText = (value: Value): string => {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (value instanceof Date) return value.toISOString();
  // Elements are codes of ours: they hold no quote, comma or brace.
  if (Array.isArray(value)) return `{${value.join(',')}}`;
  return String(value);
};

/** One row in the text format of COPY. */
export const line = (values: readonly Value[]): string => {
  let text = asText(values[0] ?? null);
  for (let at = 1; at < values.length; at += 1) text += `\t${asText(values[at] ?? null)}`;
  return `${text}\n`;
};

/** Loads lines into a table by COPY; `into` names the table and its columns. */
export const copyInto = async (client: Client, into: string, lines: string): Promise<void> => {
  if (lines === '') return;
  await pipeline(Readable.from([Buffer.from(lines)]), client.query(from(`copy ${into} from stdin`)));
};

/** Loads rows that already are in memory. */
export const copyRows = (client: Client, into: string, rows: readonly (readonly Value[])[]): Promise<void> =>
  copyInto(client, into, rows.map(line).join(''));
