import { headers, skillWords, unitWords } from './columns.data.ts';
import { ImportError } from './import.error.ts';

/** A field of a course as a column can hold it: `price`, or of a list `unit1_title`, `skill2_level`. */
export type Field = keyof typeof headers | `unit${number}_${string}` | `skill${number}_${string}`;

const MOST_NUMBERED = { unit: 60, skill: 20 };

/** A header without what makes one differ from another: `Harga (Rp) *` is `harga`. */
export const nameOf = (header: string): string =>
  header
    .normalize('NFKD')
    .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]/gu, '');

const plain = new Map<string, Field>(
  Object.entries(headers).flatMap(([field, names]) => names.map((name) => [name, field as Field] as const)),
);

const oneOf = (words: readonly string[]) => words.toSorted((one, other) => other.length - one.length).join('|');

interface NumberedColumn {
  kind: 'unit' | 'skill';
  part: string;
  /** The number between the words, or at the end. */
  patterns: readonly RegExp[];
}

const numbered: readonly NumberedColumn[] = (
  [
    ['unit', 'hours', unitWords.unit, unitWords.hours],
    ['unit', 'description', unitWords.unit, unitWords.description],
    ['unit', 'title', unitWords.unit, unitWords.title],
    ['skill', 'level', skillWords.skill, skillWords.level],
    ['skill', 'code', skillWords.skill, skillWords.code],
  ] as const
).map(([kind, part, nouns, words]) => ({
  kind,
  part,
  patterns: [
    new RegExp(`^(?:${oneOf(nouns)})(\\d{1,2})(?:${oneOf(words)})$`),
    new RegExp(`^(?:${oneOf(words)})(?:${oneOf(nouns)})(\\d{1,2})$`),
  ],
}));

const numberedField = (name: string): Field | undefined => {
  for (const { kind, part, patterns } of numbered) {
    const number = Number(patterns.map((pattern) => pattern.exec(name)?.[1]).find(Boolean) ?? 0);
    if (number >= 1 && number <= MOST_NUMBERED[kind]) return `${kind}${number}_${part}`;
  }
  return undefined;
};

/** Finds the field that a header means; undefined for a column of the partner's own. */
export const fieldOf = (header: string): Field | undefined => {
  const name = nameOf(header);
  return name.length > 60 ? undefined : (plain.get(name) ?? numberedField(name));
};

/** Fields by the header that a partner gives them, from `theirs=ours`. */
export type ColumnMap = ReadonlyMap<string, Field>;

/** @throws ImportError for what is not `theirs=ours`, or a field that no course has */
export const readColumnMap = (pairs: readonly string[]): ColumnMap =>
  new Map(
    pairs.map((pair) => {
      const [theirs = '', ours = ''] = [pair.slice(0, pair.lastIndexOf('=')), pair.slice(pair.lastIndexOf('=') + 1)];
      const isField = Object.hasOwn(headers, ours) || /^(?:unit|skill)\d{1,2}_[a-z]+$/.test(ours);
      const field = isField ? fieldOf(ours) : undefined;
      if (!theirs.trim() || !field)
        throw new ImportError(
          `--map takes theirs=ours, such as --map "Nama Kelas=title"; ours is one of ${Object.keys(headers).join(', ')}, unit1_title, unit1_hours, unit1_description, skill1_code, skill1_level`,
        );
      return [nameOf(theirs) || theirs.trim(), field] as const;
    }),
  );

/** Finds the field of a header, as `map` or else its own name says. */
export const mappedField = (header: string, map: ColumnMap): Field | undefined => {
  const given = map.get(nameOf(header) || header.trim());
  if (given) return given;
  const found = fieldOf(header);
  // Another column was named for that field: this one is the partner's own.
  return found && [...map.values()].includes(found) ? undefined : found;
};

/** The columns without which no row can be a course. */
export const required: readonly (readonly Field[])[] = [
  ['reference'],
  ['institution'],
  ['title'],
  ['description'],
  ['mode'],
  ['price'],
  ['priceOutside'],
  ['syllabus', 'unit1_title'],
  ['outcomes', 'skill1_code'],
];
