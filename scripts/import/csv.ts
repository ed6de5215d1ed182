import type { Columns } from './columns.ts';
import { findHeader, HEADER_WITHIN } from './header.ts';
import type { FileFacts } from './inspect.ts';
import { type Line, linesOf } from './lines.ts';
import { RecordReader } from './records.ts';
import type { Row } from './row.ts';
import type { Entry, Source } from './source.ts';
import { describeColumns, entriesOf, headerOf } from './table.ts';

const DELIMITERS = [',', ';', '\t', '|'];

/** The first line that Excel writes to say what separates cells. */
const stated = (line: Line | undefined): string | undefined => /^"?sep=(.)"?\s*$/i.exec(line?.text ?? '')?.[1];

const rowsOf = (lines: readonly Line[], delimiter: string): Row[] => {
  const reader = new RecordReader(delimiter);
  return [...lines.flatMap((line) => reader.push(line)), ...reader.end()];
};

/** The separator by which the header names the most fields. */
const delimiterOf = (lines: readonly Line[], columns: Columns): string => {
  const given = stated(lines[0]);
  if (given) return given;
  const scores = DELIMITERS.map((delimiter) => findHeader(rowsOf(lines, delimiter), columns)?.fields.size ?? 0);
  return DELIMITERS[scores.indexOf(Math.max(...scores))] ?? ',';
};

const headOf = async (facts: FileFacts): Promise<Line[]> => {
  const head: Line[] = [];
  for await (const lines of linesOf(facts, { bytes: 0 })) {
    head.push(...lines);
    if (head.length >= HEADER_WITHIN) break;
  }
  return head.slice(0, HEADER_WITHIN);
};

/**
 * Opens a text of separated cells in any encoding.
 * @throws ImportError when its columns cannot be told
 */
export const openCsv = async (facts: FileFacts, columns: Columns): Promise<Source> => {
  const head = await headOf(facts);
  const delimiter = delimiterOf(head, columns);
  const header = headerOf(rowsOf(head, delimiter), columns);
  const reading = { bytes: 0 };
  async function* entries(): AsyncGenerator<Entry[]> {
    const reader = new RecordReader(delimiter);
    reader.columns = header.columns.length;
    for await (const lines of linesOf(facts, reading)) {
      const rows = lines.flatMap((line) => (line.number <= header.line ? [] : reader.push(line)));
      yield entriesOf(rows, header, true);
    }
    yield entriesOf(reader.end(), header, true);
  }
  return { ...describeColumns(header), delimiter, entries, progress: () => reading.bytes / facts.bytes };
};
