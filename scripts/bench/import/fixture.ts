/** A record as cells, by our names of the columns. */
export type Cells = Record<string, string | number>;

/** One kind of fault: the code and the place that an importer must name. */
export interface PlantedKind {
  name: string;
  code: string;
  path: string;
  /** The cells that are changed; absent where the line itself is spoiled. */
  spoil?: (cells: Cells) => Cells;
  spoilLine?: (line: string) => string;
}

/** A fault that a file has by design. */
export interface PlantedFault {
  /** Line or row of the file. */
  line: number;
  kind: string;
  code: string;
  path: string;
}

/** Records of one kind, made up, and what can be wrong with them. */
export interface Fixture {
  /** Columns as a partner in Jakarta names them, one for each cell. */
  headers: readonly string[];
  /** What the sheet and the title above the header are called. */
  title: string;
  /** Cells that hold amounts of rupiah. */
  amounts: readonly string[];
  /** One good record; the same for the same seed and index. */
  cells(seed: number, index: number): Cells;
  /** Kinds of faults that a file of every format can have. */
  faults: readonly PlantedKind[];
}

/** Describes a fault of cells. */
export const fault = (
  name: string,
  [code, path]: readonly [string, string],
  spoil: NonNullable<PlantedKind['spoil']>,
): PlantedKind => ({ name, code, path, spoil });

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
export const xlsxFaultsOf = ({ amounts: [amount = ''] }: Fixture): PlantedKind[] => [
  fault(
    'a reference that became a number of science',
    ['REFERENCE_CHANGED_BY_SPREADSHEET', 'reference'],
    ({ reference }) => ({
      reference: `1.${String(reference).slice(-6)}E+15`,
    }),
  ),
  fault('a fraction of a rupiah', ['AMOUNT_UNREADABLE', amount], () => ({ [amount]: 850_000.5 })),
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

export interface FixtureOptions {
  records: number;
  /** Faulty ones among them, spread over the file. */
  faults: number;
  seed: number;
}

/** A record to be written, with its fault if it has one. */
export interface MadeRecord {
  cells: Cells;
  kind: PlantedKind | undefined;
}

/** Records in their order, the faults at even distances and of all kinds in turn. */
export function* recordsOf(
  fixture: Fixture,
  { records, faults, seed }: FixtureOptions,
  kinds: readonly PlantedKind[],
): Generator<MadeRecord> {
  const all = [...fixture.faults, ...kinds];
  const every = faults > 0 ? records / faults : Number.POSITIVE_INFINITY;
  let planted = 0;
  for (let index = 0; index < records; index += 1) {
    const cells = fixture.cells(seed, index);
    const isFaulty = planted < faults && index >= Math.floor(planted * every + every / 2);
    const kind = isFaulty ? all[planted % all.length] : undefined;
    if (isFaulty) planted += 1;
    yield { cells: kind?.spoil ? { ...cells, ...kind.spoil(cells) } : cells, kind };
  }
}
