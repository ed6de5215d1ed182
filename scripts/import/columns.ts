import { ImportError } from './import.error.ts';

/** Words of a column of each item of a list, such as `Unit 1 Judul`: the number stands between them, or at the end. */
export interface NumberedColumn {
  /** Its own name: `unit1_title` is of the noun `unit` and the part `title`. */
  noun: string;
  part: string;
  /** Its place in what is sent: `syllabus[0].title`. */
  list: string;
  member: string;
  /** What files call both. */
  nouns: readonly string[];
  words: readonly string[];
  /** Items that a row can have. */
  most: number;
}

/** What the columns of one kind of file may be called. */
export interface ColumnNames {
  /** Headers by which a field is known, as `nameOf` writes them. */
  headers: Readonly<Record<string, readonly string[]>>;
  /** In the order in which they are tried. */
  numbered: readonly NumberedColumn[];
  /** The fields without which no row can be read, each with what can stand for it. */
  required: readonly (readonly string[])[];
}

/** A header without what makes one differ from another: `Harga (Rp) *` is `harga`. */
export const nameOf = (header: string): string =>
  header
    .normalize('NFKD')
    .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]/gu, '');

const oneOf = (words: readonly string[]) => words.toSorted((one, other) => other.length - one.length).join('|');

const patternsOf = ({ nouns, words }: NumberedColumn): RegExp[] => [
  new RegExp(`^(?:${oneOf(nouns)})(\\d{1,2})(?:${oneOf(words)})$`),
  new RegExp(`^(?:${oneOf(words)})(?:${oneOf(nouns)})(\\d{1,2})$`),
];

/** The place of a field in what is sent: `unit2_hours` is `syllabus.1.hours`. */
export const pathOf = (field: string, { numbered }: ColumnNames): (string | number)[] => {
  const [, noun, number, part] = /^([a-z]+)(\d+)_(\w+)$/.exec(field) ?? [];
  const column = numbered.find((each) => each.noun === noun && each.part === part);
  return column ? [column.list, Number(number) - 1, column.member] : [field];
};

/** The columns of a file: which of them means which field, by its own name or as a partner says. */
export class Columns {
  readonly names: ColumnNames;
  /** Fields by the header that a partner gives them. */
  readonly map: ReadonlyMap<string, string>;
  readonly #plain: ReadonlyMap<string, string>;
  readonly #numbered: readonly { column: NumberedColumn; patterns: readonly RegExp[] }[];

  /**
   * Takes `theirs=ours` for columns whose name is not known.
   * @throws ImportError for what is not that, or for a field that there is not
   */
  constructor(names: ColumnNames, pairs: readonly string[] = []) {
    this.names = names;
    this.#plain = new Map(
      Object.entries(names.headers).flatMap(([field, headers]) => headers.map((name) => [name, field] as const)),
    );
    this.#numbered = names.numbered.map((column) => ({ column, patterns: patternsOf(column) }));
    this.map = new Map(pairs.map((pair) => this.#readPair(pair)));
  }

  /** Finds the field of a header, as the partner or else its own name says; undefined for a column of the partner's own. */
  fieldOf(header: string): string | undefined {
    const given = this.map.get(nameOf(header) || header.trim());
    if (given) return given;
    const found = this.#known(header);
    // Another column was named for that field: this one is the partner's own.
    return found && [...this.map.values()].includes(found) ? undefined : found;
  }

  #known(header: string): string | undefined {
    const name = nameOf(header);
    return name.length > 60 ? undefined : (this.#plain.get(name) ?? this.#numberedField(name));
  }

  #numberedField(name: string): string | undefined {
    for (const { column, patterns } of this.#numbered) {
      const number = Number(patterns.map((pattern) => pattern.exec(name)?.[1]).find(Boolean) ?? 0);
      if (number >= 1 && number <= column.most) return `${column.noun}${number}_${column.part}`;
    }
    return undefined;
  }

  #readPair(pair: string): readonly [string, string] {
    const theirs = pair.slice(0, Math.max(0, pair.lastIndexOf('=')));
    const ours = pair.slice(pair.lastIndexOf('=') + 1);
    const isField = Object.hasOwn(this.names.headers, ours) || /^[a-z]+\d{1,2}_[a-z]+$/.test(ours);
    const field = isField ? this.#known(ours) : undefined;
    if (theirs.trim() && field) return [nameOf(theirs) || theirs.trim(), field];
    const numbered = this.names.numbered.map(({ noun, part }) => `${noun}1_${part}`);
    throw new ImportError(
      `--map takes theirs=ours, such as --map "Nama=title"; ours is one of ${[...Object.keys(this.names.headers), ...numbered].join(', ')}`,
    );
  }
}
