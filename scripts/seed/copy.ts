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

const twoDigits = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
const days = new Map<number, string>();
const DAY_MS = 86_400_000;

/** ISO 8601 in UTC, to the second. Seeded moments share their days, and `toISOString` is slow. */
const momentText = (moment: Date): string => {
  const ms = moment.getTime();
  const number = Math.floor(ms / DAY_MS);
  const second = Math.floor((ms - number * DAY_MS) / 1_000);
  const day = days.get(number) ?? moment.toISOString().slice(0, 11);
  days.set(number, day);
  const minute = Math.floor(second / 60);
  return `${day}${twoDigits[Math.floor(minute / 60)]}:${twoDigits[minute % 60]}:${twoDigits[second % 60]}Z`;
};

const asText = (value: Value): string => {
  if (value === null) return '\\N';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return `${value}`;
  if (value instanceof Date) return momentText(value);
  // Elements are codes of ours: they hold no quote, comma or brace.
  if (Array.isArray(value)) return `{${value.join(',')}}`;
  return String(value);
};

/** One row in the text format of COPY. Its strings are ids, codes and names of ours: they need no escape. */
export const line = (values: readonly Value[]): string => {
  let text = asText(values[0] ?? null);
  for (let at = 1; at < values.length; at += 1) text += `\t${asText(values[at] ?? null)}`;
  return `${text}\n`;
};

/** Bytes, as a value of `line`. */
export const bytea = (bytes: Buffer): string => `\\\\x${bytes.toString('hex')}`;

/** Loads lines into a table by COPY; `into` names the table and its columns. */
export const copyInto = async (client: Client, into: string, lines: string): Promise<void> => {
  if (lines === '') return;
  await pipeline(Readable.from([Buffer.from(lines)]), client.query(from(`copy ${into} from stdin`)));
};

/** Loads rows that already are in memory; their strings may hold anything. */
export const copyRows = (client: Client, into: string, rows: readonly (readonly Value[])[]): Promise<void> => {
  const safe = (value: Value) => (typeof value === 'string' ? escaped(value) : value);
  return copyInto(client, into, rows.map((row) => line(row.map(safe))).join(''));
};
