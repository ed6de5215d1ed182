import { createHash } from 'node:crypto';
import { typedLine } from '../../subgraphs/kit/typed-text.ts';
import type { ColumnNames } from './columns.ts';
import type { Fault } from './problem.ts';
import type { Values } from './reader.ts';
import type { Entry, Source } from './source.ts';

/** A record that can be sent, and its bytes as JSON. */
export interface ReadRecord<Input> {
  input: Input;
  bytes: number;
}

/** A kind of record that files hold, such as courses: its columns, and how one is read from their cells. */
export interface RecordKind<Input extends object = object> {
  columns: ColumnNames;
  /** Reads a record, or tells everything that makes it unreadable; what it means is for the graph to judge. */
  read(values: Values): ReadRecord<Input> | { faults: Fault[] };
}

/** One record of a file: to be sent, or not readable. */
export type Item<Input extends object = object> = Pick<Entry, 'line' | 'own'> & {
  /** Undefined where the row is so broken that its reference is uncertain, or where it has none. */
  reference: string | undefined;
} & (ReadRecord<Input> | { faults: Fault[] });

/** References that a file has had. It keeps a digest of each, so that millions fit into memory. */
class References {
  readonly #seen = new Set<string>();

  /** Returns whether the reference is new. */
  add(reference: string): boolean {
    const before = this.#seen.size;
    this.#seen.add(createHash('sha256').update(typedLine(reference)).digest().toString('latin1', 0, 12));
    return this.#seen.size > before;
  }
}

const itemOf = <Input extends object>(
  { line, own, values, fault }: Entry,
  { read: readRecord }: RecordKind<Input>,
  references: References,
): Item<Input> => {
  if (fault) return { line, own, reference: undefined, faults: [{ code: fault, path: [] }] };
  const read = readRecord(values);
  const reference = String(values.get('reference') ?? '').trim() || undefined;
  const item = { line, own, reference };
  if (!reference || references.add(reference)) return { ...item, ...read };
  const repeated: Fault = { code: 'REFERENCE_REPEATED', path: ['reference'] };
  return { ...item, faults: ['faults' in read ? read.faults : [], repeated].flat() };
};

/** Reads the records of an opened file in their order; it is the same at every reading. */
export async function* readItems<Input extends object>(
  source: Source,
  kind: RecordKind<Input>,
): AsyncGenerator<Item<Input>> {
  const references = new References();
  for await (const entries of source.entries()) for (const entry of entries) yield itemOf(entry, kind, references);
}
