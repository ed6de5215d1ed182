import type { Columns } from './columns.ts';
import type { FileFacts } from './inspect.ts';
import { type Line, linesOf } from './lines.ts';
import type { Entry, Source } from './source.ts';

/** A whole array, one object a line, is taken too. */
const objectOf = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(
      text
        .trim()
        .replace(/^\[\s*(?=\{)/, '')
        .replace(/(?<=\})\s*(?:,|\])$|(?<=\})\s*,?\s*\]$/, ''),
    );
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};

const isNothing = ({ text }: Line) => ['', '[', ']', ',', '],'].includes(text.trim());

const KEPT_CHARACTERS = 32_000;

const entryOf = ({ number: line, text, isCut }: Line, columns: Columns): Entry => {
  const raw = { text: text.slice(0, KEPT_CHARACTERS) };
  const values = new Map<string, unknown>();
  if (isCut) return { line, values, own: raw, fault: 'RECORD_TOO_LARGE' };
  const own = objectOf(text);
  if (!own) return { line, values, own: raw, fault: 'JSON_UNREADABLE' };
  for (const [name, value] of Object.entries(own)) {
    const field = columns.fieldOf(name);
    if (field && !values.has(field)) values.set(field, value);
  }
  return { line, values, own };
};

/** Opens a file of JSON objects, one a line. */
export const openNdjson = (facts: FileFacts, columns: Columns): Source => {
  const reading = { bytes: 0 };
  async function* entries(): AsyncGenerator<Entry[]> {
    for await (const lines of linesOf(facts, reading))
      yield lines.filter((line) => !isNothing(line)).map((line) => entryOf(line, columns));
  }
  const progress = () => reading.bytes / facts.bytes;
  return { columns: [], used: [], unused: [], delimiter: ',', entries, progress };
};
