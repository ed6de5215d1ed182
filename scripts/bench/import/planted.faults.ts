/** A course as cells, by our names of the columns. */
export type CourseCells = Record<string, string | number>;

/** One kind of fault: the code and the place that an importer must name. */
export interface PlantedKind {
  name: string;
  code: string;
  path: string;
  /** The cells that are changed; absent where the line itself is spoiled. */
  spoil?: (cells: CourseCells) => CourseCells;
  spoilLine?: (line: string) => string;
}

const cell = (
  name: string,
  [code, path]: readonly [string, string],
  spoil: NonNullable<PlantedKind['spoil']>,
): PlantedKind => ({
  name,
  code,
  path,
  spoil,
});

const syllabus = (text: string) => () => ({ syllabus: text, durationHours: '' });

/** Kinds that a file of every format can have. */
export const commonFaults: readonly PlantedKind[] = [
  cell('a price in words', ['AMOUNT_UNREADABLE', 'price'], () => ({ price: 'hubungi kami' })),
  cell('no price outside', ['CELL_MISSING', 'priceOutside'], () => ({ priceOutside: '' })),
  cell('an unknown mode', ['MODE_UNKNOWN', 'mode'], () => ({ mode: 'telepati' })),
  cell('a unit without hours', ['SYLLABUS_UNREADABLE', 'syllabus[1]'], syllabus('Pengantar|8;Praktik')),
  cell('hours in words', ['HOURS_UNREADABLE', 'syllabus[0].hours'], syllabus('Pengantar|dua;Praktik|8')),
  cell('an unknown level', ['LEVEL_UNKNOWN', 'outcomes[0].level'], () => ({ skills: 'data-analysis:GURU' })),
  cell('an error of a spreadsheet', ['TEXT_IS_CELL_ERROR', 'title'], () => ({ title: '#REF!' })),
  cell('lost letters', ['TEXT_WRONGLY_DECODED', 'description'], ({ description }) => ({
    description: `Caf\ufffd. ${description}`,
  })),
  cell('the reference of the first course', ['REFERENCE_REPEATED', 'reference'], () => ({ reference: 'KLS-000001' })),
  cell('no title', ['TEXT_EMPTY', 'title'], () => ({ title: '' })),
  cell('a short title', ['TEXT_TOO_SHORT', 'title'], () => ({ title: 'Las' })),
  cell('a long title', ['TEXT_TOO_LONG', 'title'], () => ({ title: 'Pelatihan '.repeat(20) })),
  cell('a script', ['TEXT_HAS_MARKUP', 'description'], ({ description }) => ({
    description: `<script>alert(1)</script> ${description}`,
  })),
  cell('a price above the outside price', ['PRICE_ABOVE_OUTSIDE', 'price'], ({ priceOutside }) => ({
    price: Number(priceOutside) + 1_000,
  })),
  cell('free outside', ['FREE_OUTSIDE', 'priceOutside'], () => ({ priceOutside: 0 })),
  cell('a price of one rupiah', ['PRICE_OUT_OF_RANGE', 'price'], () => ({ price: 1 })),
  cell('a unit of 200 hours', ['UNIT_HOURS_OUT_OF_RANGE', 'syllabus[0].hours'], syllabus('Pengantar|200;Praktik|8')),
  cell('another duration than its units', ['DURATION_DIFFERS', 'durationHours'], ({ durationHours }) => ({
    durationHours: Number(durationHours) + 1,
  })),
  cell('no units', ['UNITS_OUT_OF_RANGE', 'syllabus'], syllabus('')),
  cell('an unknown skill', ['SKILL_UNKNOWN', 'outcomes[0].skill'], () => ({ skills: 'telepathy:BASIC' })),
  cell('a skill twice', ['SKILL_REPEATED', 'outcomes[1].skill'], () => ({
    skills: 'data-analysis:BASIC;data-analysis:ADVANCED',
  })),
  cell('an unknown institution', ['INSTITUTION_UNKNOWN', 'institution'], () => ({
    institution: '018d0000-0000-7000-8000-00000000ffff',
  })),
  cell('an address without https', ['URL_MALFORMED', 'url'], () => ({ url: 'http://platform.co.id/kelas' })),
];

/** Kinds of CSV alone. */
export const csvFaults: readonly PlantedKind[] = [
  {
    name: 'a quotation mark that is never closed',
    code: 'QUOTE_BROKEN',
    path: '',
    spoil: () => ({ description: 'Satu baris saja, tanpa akhir' }),
    spoilLine: (line) => line.replace('"Satu baris saja, tanpa akhir"', '"Satu baris saja, tanpa akhir'),
  },
  {
    name: 'a separator that nobody quoted',
    code: 'ROW_TOO_WIDE',
    path: '',
    spoil: () => ({ description: 'Satu baris saja, tanpa akhir' }),
    spoilLine: (line) => line.replace('"Satu baris saja, tanpa akhir"', 'Satu baris saja; dan lagi, lalu lagi'),
  },
];

/** Kinds of workbooks alone. */
export const xlsxFaults: readonly PlantedKind[] = [
  cell(
    'a reference that became a number of science',
    ['REFERENCE_CHANGED_BY_SPREADSHEET', 'reference'],
    ({ reference }) => ({
      reference: `1.${String(reference).slice(-6)}E+15`,
    }),
  ),
  cell('a fraction of a rupiah', ['AMOUNT_UNREADABLE', 'price'], () => ({ price: 850_000.5 })),
];

/** Kinds of NDJSON alone. */
export const ndjsonFaults: readonly PlantedKind[] = [
  {
    name: 'a line that was cut off',
    code: 'JSON_UNREADABLE',
    path: '',
    spoilLine: (line) => line.slice(0, line.length / 2),
  },
  {
    name: 'half a surrogate pair',
    code: 'TEXT_MALFORMED',
    path: 'title',
    spoil: () => ({ title: 'Kelas terputus' }),
    spoilLine: (line) => line.replace('Kelas terputus', 'Kelas \\ud800'),
  },
];
