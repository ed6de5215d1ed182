import { createHash } from 'node:crypto';
import { typedLine } from '../../subgraphs/kit/typed-text.ts';
import { type ReadCourse, readCourse } from './course.ts';
import type { Fault } from './problem.ts';
import type { Entry, Source } from './source.ts';

/** One course of a file: to be sent, or not readable. */
export type Item = Pick<Entry, 'line' | 'own'> & {
  /** Undefined where the row is so broken that its reference is uncertain, or where it has none. */
  reference: string | undefined;
} & (ReadCourse | { faults: Fault[] });

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

const itemOf = ({ line, own, values, fault }: Entry, references: References): Item => {
  if (fault) return { line, own, reference: undefined, faults: [{ code: fault, path: [] }] };
  const read = readCourse(values);
  const reference = String(values.get('reference') ?? '').trim() || undefined;
  const item = { line, own, reference };
  if (!reference || references.add(reference)) return { ...item, ...read };
  const repeated: Fault = { code: 'REFERENCE_REPEATED', path: ['reference'] };
  return { ...item, faults: ['faults' in read ? read.faults : [], repeated].flat() };
};

/** Reads the courses of an opened file in their order; it is the same at every reading. */
export async function* readCourses(source: Source): AsyncGenerator<Item> {
  const references = new References();
  for await (const entries of source.entries()) for (const entry of entries) yield itemOf(entry, references);
}
