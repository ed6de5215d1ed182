import type { Columns } from './columns.ts';
import { checkHeader, findHeader, HEADER_WITHIN, type Header } from './header.ts';
import { ImportError } from './import.error.ts';
import { isBlankRow, type Row } from './row.ts';
import type { Entry, Source } from './source.ts';

const textOf = (cell: unknown) =>
  String(cell ?? '')
    .replace(/\s+/g, ' ')
    .trim();

/** A header that is repeated, where files were put one behind the other. */
const isHeader = (row: Row, { columns, fields }: Header) =>
  [...fields.keys()].every((index) => textOf(row.cells[index]) === columns[index]);

const isTooWide = ({ cells }: Row, { columns }: Header) =>
  cells.slice(columns.length).some((cell) => textOf(cell) !== '');

const entryOf = (row: Row, header: Header, isStrict: boolean): Entry => {
  const { line, cells, fault } = row;
  const values = new Map<string, unknown>();
  for (const [index, field] of header.fields) values.set(field, cells[index] ?? '');
  return {
    line,
    values,
    own: cells,
    fault: fault ?? (isStrict && isTooWide(row, header) ? 'ROW_TOO_WIDE' : undefined),
  };
};

/**
 * Turns rows below a header to entries; blank rows and repeated headers are left out. When `isStrict`, a cell beyond the
 * header is a fault: in a text it is a separator that was not quoted.
 */
export const entriesOf = (rows: readonly Row[], header: Header, isStrict: boolean): Entry[] =>
  rows.filter((row) => !isBlankRow(row) && !isHeader(row, header)).map((row) => entryOf(row, header, isStrict));

/** @throws ImportError when there is no header, or no column for what every course has */
export const headerOf = (rows: readonly Row[], columns: Columns): Header => {
  const header = findHeader(rows, columns);
  if (!header)
    throw new ImportError(
      `no row among the first ${HEADER_WITHIN} names the columns, such as ${columns.names.required
        .slice(0, 3)
        .map(([field]) => field)
        .join(', ')}; name yours with --map theirs=ours`,
    );
  checkHeader(header, columns);
  return header;
};

/** What a source says of its columns. */
export const describeColumns = ({ columns, fields }: Header): Pick<Source, 'columns' | 'used' | 'unused'> => ({
  columns,
  used: [...fields].map(([index, field]) => [columns[index] ?? '', field] as const),
  unused: columns.filter((column, index) => column !== '' && !fields.has(index)),
});
