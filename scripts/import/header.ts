import type { Columns } from './columns.ts';
import { ImportError } from './import.error.ts';
import type { Row } from './row.ts';

/** Rows at the beginning among which the header is looked for. */
export const HEADER_WITHIN = 30;

export interface Header {
  /** Index among the rows that were looked at. */
  index: number;
  line: number;
  /** The partner's own words, one for each column. */
  columns: string[];
  /** Fields by the index of their column. */
  fields: ReadonlyMap<number, string>;
}

const words = ({ cells }: Row): string[] => {
  const texts = cells.map((cell) => String(cell).replace(/\s+/g, ' ').trim());
  const last = texts.findLastIndex((text) => text !== '');
  return texts.slice(0, last + 1);
};

/** A merged cell holds its words in the first of its columns alone. */
const spread = (texts: readonly string[]): string[] => {
  let last = '';
  return texts.map((text) => {
    if (text !== '') last = text;
    return last;
  });
};

/** Words of a header of two rows: below groups such as `Unit 1`, or in cells that are merged over both. */
const joined = (above: readonly string[], below: readonly string[], names: Columns): string[] => {
  const groups = spread(above);
  return Array.from({ length: Math.max(above.length, below.length) }, (_, index) => {
    const word = below[index] ?? '';
    if (word === '') return above[index] ?? '';
    const both = `${groups[index] ?? groups.at(-1) ?? ''} ${word}`.trim();
    return names.fieldOf(both) ? both : word;
  });
};

const fieldsOf = (columns: readonly string[], names: Columns): Map<number, string> => {
  const fields = new Map<number, string>();
  const known = new Set<string>();
  for (const [index, column] of columns.entries()) {
    const field = names.fieldOf(column);
    if (!field || known.has(field)) continue;
    known.add(field);
    fields.set(index, field);
  }
  return fields;
};

/** Finds the row, or the two rows, that name the most fields; undefined when none names two. */
export const findHeader = (rows: readonly Row[], names: Columns): Header | undefined => {
  let best: Header | undefined;
  for (const [index, row] of rows.slice(0, HEADER_WITHIN).entries()) {
    const below = words(row);
    const above = rows[index - 1];
    const candidates = [below, ...(above ? [joined(words(above), below, names)] : [])];
    for (const columns of candidates) {
      const fields = fieldsOf(columns, names);
      if (fields.size >= 2 && fields.size > (best?.fields.size ?? 0)) best = { index, line: row.line, columns, fields };
    }
  }
  return best;
};

/** @throws ImportError when a column is missing, or one that a partner named */
export const checkHeader = ({ columns, fields }: Header, { map, names: { required } }: Columns): void => {
  const known = new Set(fields.values());
  const seen = columns.filter(Boolean).slice(0, 40).join(', ');
  const unmapped = [...map].filter(([, field]) => !known.has(field)).map(([theirs]) => theirs);
  if (unmapped.length > 0)
    throw new ImportError(`--map names a column that is not there: ${unmapped.join(', ')}; there are: ${seen}`);
  const missing = required.filter((choices) => !choices.some((field) => known.has(field))).map(([field]) => field);
  if (missing.length > 0)
    throw new ImportError(
      `no column for ${missing.join(', ')}; there are: ${seen}. Name yours with --map theirs=ours, such as --map "${columns.find(Boolean)}=${missing[0]}"`,
    );
};
