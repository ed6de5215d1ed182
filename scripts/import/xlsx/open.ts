import type { Columns } from '../columns.ts';
import { findHeader, HEADER_WITHIN, type Header } from '../header.ts';
import type { Row } from '../row.ts';
import type { Entry, Source } from '../source.ts';
import { describeColumns, entriesOf, headerOf } from '../table.ts';
import { readSheet } from './sheet.ts';
import { readWorkbook, type Workbook } from './workbook.ts';
import { Archive } from './zip.ts';

const headOf = async (archive: Archive, workbook: Workbook, part: string): Promise<Row[]> => {
  const head: Row[] = [];
  for await (const rows of readSheet({ archive, workbook, part })) {
    head.push(...rows);
    if (head.length >= HEADER_WITHIN) break;
  }
  return head.slice(0, HEADER_WITHIN);
};

/** The first of the sheets whose header names the most fields. */
const sheetOf = async (
  archive: Archive,
  workbook: Workbook,
  columns: Columns,
): Promise<{ part: string; header: Header }> => {
  const heads: { part: string; rows: Row[]; known: number }[] = [];
  for (const part of workbook.sheets.slice(0, 20)) {
    const rows = await headOf(archive, workbook, part);
    heads.push({ part, rows, known: findHeader(rows, columns)?.fields.size ?? 0 });
  }
  const [{ part, rows } = { part: '', rows: [] }] = heads.toSorted((one, other) => other.known - one.known);
  return { part, header: headerOf(rows, columns) };
};

/**
 * Opens a workbook of Excel 2007 and later. Its texts stay in memory up to a bound; sheets are read in pieces.
 * @throws ImportError when it is damaged or hostile, or its columns cannot be told
 */
export const openXlsx = async (file: string, columns: Columns): Promise<Source> => {
  const archive = await Archive.open(file);
  const workbook = await readWorkbook(archive);
  const { part, header } = await sheetOf(archive, workbook, columns);
  const reading = { bytes: 0 };
  async function* entries(): AsyncGenerator<Entry[]> {
    try {
      for await (const rows of readSheet({ archive, workbook, part }, reading))
        yield entriesOf(
          rows.filter(({ line }) => line > header.line),
          header,
          false,
        );
    } finally {
      workbook.strings.close();
      archive.close();
    }
  }
  const progress = () => reading.bytes / Math.max(1, archive.sizeOf(part));
  return { ...describeColumns(header), delimiter: ',', entries, progress };
};
