import { createHash } from 'node:crypto';
import type { FactsRow } from './facts.statement.ts';

/** Lists of other authorities that a NIK can be on. */
export const barredLists = ['REVOKED', 'SOCIAL_AID', 'STATE_OFFICIALS', 'STUDENTS'] as const;
export type BarredList = (typeof barredLists)[number];

/** All that a decision may depend on. Nothing in it names a person. */
export interface Facts {
  /** Full years on the day of the decision. */
  age: number;
  wave: number;
  workStatus: string;
  occupation: string;
  isInFormalEducation: boolean;
  /** Lists that the NIK is on that day. */
  lists: readonly BarredList[];
  /** Was a recipient of another wave. */
  hasAward: boolean;
  /** Recipients on the same family card, the person left out. */
  cardRecipients: number;
  /** The NIK is this participant's and nobody else's. */
  isNikClaimed: boolean;
}

type Kind = 'INTEGER' | 'TEXT' | 'BOOLEAN' | 'LIST';

interface Part {
  fact: keyof Facts;
  column: string;
  /** In the canonical text. */
  key: string;
  kind: Kind;
}

export const LIST_SEPARATOR = ',';

/** The order is part of the hash: a stored decision replays only while it stays. */
const parts: readonly Part[] = [
  { fact: 'age', column: 'age', key: 'age', kind: 'INTEGER' },
  { fact: 'wave', column: 'wave', key: 'wave', kind: 'INTEGER' },
  { fact: 'workStatus', column: 'work_status', key: 'work', kind: 'TEXT' },
  { fact: 'occupation', column: 'occupation', key: 'occupation', kind: 'TEXT' },
  { fact: 'isInFormalEducation', column: 'is_in_formal_education', key: 'school', kind: 'BOOLEAN' },
  { fact: 'lists', column: 'lists', key: 'lists', kind: 'LIST' },
  { fact: 'hasAward', column: 'has_award', key: 'award', kind: 'BOOLEAN' },
  { fact: 'cardRecipients', column: 'card_recipients', key: 'card', kind: 'INTEGER' },
  { fact: 'isNikClaimed', column: 'is_nik_claimed', key: 'nik', kind: 'BOOLEAN' },
];

const columns = new Map(parts.map(({ fact, column }) => [fact, column]));

export const columnOf = (fact: keyof Facts): string => columns.get(fact) ?? '';

const write: Record<Kind, (value: never) => string> = {
  INTEGER: (value: number) => String(value),
  TEXT: (value: string) => value,
  BOOLEAN: (value: boolean) => (value ? 'yes' : 'no'),
  LIST: (value: readonly string[]) => [...new Set(value)].toSorted().join(LIST_SEPARATOR) || '-',
};

const read: Record<Kind, (text: string) => unknown> = {
  INTEGER: Number,
  TEXT: (text) => text,
  BOOLEAN: (text) => text === 'yes',
  LIST: (text) => (text === '-' ? [] : text.split(LIST_SEPARATOR)),
};

const writeSql: Record<Kind, (column: string) => string> = {
  INTEGER: (column) => `${column}::text`,
  TEXT: (column) => column,
  BOOLEAN: (column) => `case when ${column} then 'yes' else 'no' end`,
  LIST: (column) => `coalesce(nullif(${column}, ''), '-')`,
};

const readSql: Record<Kind, (text: string) => string> = {
  INTEGER: (text) => `${text}::int`,
  TEXT: (text) => text,
  BOOLEAN: (text) => `(${text} = 'yes')`,
  LIST: (text) => `(case ${text} when '-' then '' else ${text} end)`,
};

/** One text for the same facts, such as `age=27 wave=19 work=WORKER occupation=NONE school=no lists=- …`. */
export const canonicalText = (facts: Facts): string =>
  parts.map(({ fact, key, kind }) => `${key}=${write[kind](facts[fact] as never)}`).join(' ');

/** The facts that a canonical text tells. */
export const factsIn = (text: string): Facts => {
  const values = text.split(' ').map((part) => part.slice(part.indexOf('=') + 1));
  return Object.fromEntries(parts.map(({ fact, kind }, index) => [fact, read[kind](values[index] ?? '')])) as never;
};

/** SHA-256 of the canonical text, in hexadecimal: what `sha256sum` says of it. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The canonical text as an SQL expression over the columns of the facts. */
export const canonicalSql = parts
  .map(({ key, column, kind }, index) => `'${index === 0 ? '' : ' '}${key}=' || ${writeSql[kind](column)}`)
  .join(' || ');

/** The columns of the facts, as an SQL select list over a column that holds the canonical text. */
export const columnsInSql = (text: string): string =>
  parts
    .map(
      ({ column, kind }, index) =>
        `${readSql[kind](`split_part(split_part(${text}, ' ', ${index + 1}), '=', 2)`)} as ${column}`,
    )
    .join(', ');

/** Returns the facts of a row. */
export const toFacts = (row: FactsRow): Facts => ({
  age: row.age,
  wave: row.wave,
  workStatus: row.work_status,
  occupation: row.occupation,
  isInFormalEducation: row.is_in_formal_education,
  lists: row.lists === '' ? [] : (row.lists.split(LIST_SEPARATOR) as BarredList[]),
  hasAward: row.has_award,
  cardRecipients: row.card_recipients,
  isNikClaimed: row.is_nik_claimed,
});
