import { createWriteStream, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type CatalogueOptions, catalogueOf, courseCells, type PlantedFault, type WrittenCourse } from './catalogue.ts';
import { type CourseCells, csvFaults, ndjsonFaults, type PlantedKind, xlsxFaults } from './planted.faults.ts';
import { workbookOf } from './workbook.ts';

type Setting = Omit<CatalogueOptions, 'kinds'>;

const NAMES = Object.keys(courseCells(1, 0));
/** As a partner in Jakarta names them. */
const HEADERS = [
  'Kode',
  'ID Lembaga',
  'Judul Pelatihan',
  'Deskripsi',
  'Metode',
  'Bahasa',
  'Harga (Rp)',
  'Harga Luar (Rp)',
  'Durasi (Jam)',
  'Silabus',
  'Keterampilan',
  'Aksesibilitas',
  'Tautan',
  'Catatan internal',
];
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

const csvLine = (cells: CourseCells, index: number): string =>
  NAMES.map((name) => {
    const value = cells[name] ?? '';
    const isAmount = typeof value === 'number' && name.startsWith('price');
    return quoted(isAmount ? (amounts[index % amounts.length] ?? String)(value) : String(value));
  }).join(DELIMITER);

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

function* mapped(
  courses: Iterable<WrittenCourse>,
  lineOf: (cells: CourseCells, index: number) => string,
): Generator<Written> {
  let index = 0;
  for (const { cells, kind } of courses) {
    const line = lineOf(cells, index);
    index += 1;
    yield { text: kind?.spoilLine?.(line) ?? line, kind };
  }
}

/** Writes a catalogue as CSV with semicolons, a title above the header, and prices in all their ways. */
export const writeCsv = (file: string, setting: Setting): Promise<PlantedFault[]> =>
  writeLines(
    file,
    `\ufeffKatalog Pelatihan\n\n${HEADERS.join(DELIMITER)}\n`,
    mapped(catalogueOf({ ...setting, kinds: csvFaults }), csvLine),
  );

/** Writes a catalogue as NDJSON under our own names. */
export const writeNdjson = (file: string, setting: Setting): Promise<PlantedFault[]> =>
  writeLines(
    file,
    '',
    mapped(catalogueOf({ ...setting, kinds: ndjsonFaults }), (cells) => JSON.stringify(cells)),
  );

/** Writes a catalogue as a workbook, its prices and hours as numbers. */
export const writeXlsx = (file: string, setting: Setting): PlantedFault[] => {
  const courses = [...catalogueOf({ ...setting, kinds: xlsxFaults })];
  const rows = courses.map(({ cells }) => NAMES.map((name) => cells[name] ?? ''));
  writeFileSync(file, workbookOf({ Katalog: [['Katalog Pelatihan'], [], HEADERS, ...rows] }));
  return courses.flatMap(({ kind }, index) => (kind ? [faultAt(index + 4, kind)] : []));
};
