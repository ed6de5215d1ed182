import { createWriteStream, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type Cells,
  csvFaults,
  type Fixture,
  type FixtureOptions,
  type MadeRecord,
  ndjsonFaults,
  type PlantedFault,
  type PlantedKind,
  recordsOf,
  xlsxFaultsOf,
} from './fixture.ts';
import { workbookOf } from './workbook.ts';

const DELIMITER = ';';

const faultAt = (line: number, { name, code, path }: PlantedKind): PlantedFault => ({ line, kind: name, code, path });

const quoted = (text: string) => (/[;"\n]/.test(text) || text.includes(',') ? `"${text.replaceAll('"', '""')}"` : text);

/** Prices as people write them, one way after the other. */
const amounts: readonly ((amount: number) => string)[] = [
  String,
  (amount) => amount.toLocaleString('id-ID'),
  (amount) => `Rp ${amount.toLocaleString('id-ID')},00`,
  (amount) => amount.toLocaleString('en-US'),
  (amount) => `Rp${amount.toLocaleString('id-ID')},-`,
];

const csvLine =
  ({ cells: make, amounts: isAmount }: Fixture) =>
  (cells: Cells, index: number): string =>
    Object.keys(make(1, 0))
      .map((name) => {
        const value = cells[name] ?? '';
        const write = typeof value === 'number' && isAmount.includes(name) ? amounts[index % amounts.length] : String;
        return quoted((write ?? String)(value as number));
      })
      .join(DELIMITER);

interface Written {
  text: string;
  kind: PlantedKind | undefined;
}

/** Writes lines one after the other, and notes where the faults stand. */
const writeLines = async (file: string, head: string, lines: Iterable<Written>): Promise<PlantedFault[]> => {
  const faults: PlantedFault[] = [];
  function* texts() {
    yield head;
    let line = head.split('\n').length;
    for (const { text, kind } of lines) {
      if (kind) faults.push(faultAt(line, kind));
      line += text.split('\n').length;
      yield `${text}\n`;
    }
  }
  await pipeline(Readable.from(texts()), createWriteStream(file));
  return faults;
};

function* mapped(records: Iterable<MadeRecord>, lineOf: (cells: Cells, index: number) => string): Generator<Written> {
  let index = 0;
  for (const { cells, kind } of records) {
    const line = lineOf(cells, index);
    index += 1;
    yield { text: kind?.spoilLine?.(line) ?? line, kind };
  }
}

/** Writes records of a kind to a file, with faults; each returns where these stand. */
export const writersOf = (fixture: Fixture) => ({
  /** With semicolons, a title above the header, and amounts in all their ways. */
  writeCsv: (file: string, options: FixtureOptions): Promise<PlantedFault[]> =>
    writeLines(
      file,
      `\ufeff${fixture.title}\n\n${fixture.headers.join(DELIMITER)}\n`,
      mapped(recordsOf(fixture, options, csvFaults), csvLine(fixture)),
    ),
  /** Under our own names. */
  writeNdjson: (file: string, options: FixtureOptions): Promise<PlantedFault[]> =>
    writeLines(
      file,
      '',
      mapped(recordsOf(fixture, options, ndjsonFaults), (cells) => JSON.stringify(cells)),
    ),
  /** A workbook, its amounts as numbers. */
  writeXlsx: (file: string, options: FixtureOptions): PlantedFault[] => {
    const names = Object.keys(fixture.cells(1, 0));
    const records = [...recordsOf(fixture, options, xlsxFaultsOf(fixture))];
    const rows = records.map(({ cells }) => names.map((name) => cells[name] ?? ''));
    writeFileSync(file, workbookOf({ Katalog: [[fixture.title], [], [...fixture.headers], ...rows] }));
    return records.flatMap(({ kind }, index) => (kind ? [faultAt(index + 4, kind)] : []));
  },
});
