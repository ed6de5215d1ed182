import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import type { PreparedOperation } from '../operation.ts';
import { coordinatesOf, type ReadVariables, variablesReader } from './coordinates.ts';
import { keptName } from './names.ts';

/**
 * What is kept of an operation: its kind, its checked name, and which elements of the schema it uses. Literals,
 * variables, aliases and the order of what it asks are no part of it.
 */
export interface UsedOperation {
  /** 64 bits of a hash of the rest, as PostgreSQL writes a bigint. */
  id: string;
  kind: string;
  name: string;
  /** In the order of their names. */
  coordinates: readonly string[];
}

/** The first 64 bits of the SHA-256 of `parts`, as a signed number in decimal digits. */
export const idOf = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest().readBigInt64BE(0).toString();

export const usedOperation = (kind: string, name: string, coordinates: Iterable<string>): UsedOperation => {
  const sorted = [...coordinates].sort();
  return { id: idOf([kind, name, ...sorted]), kind, name, coordinates: sorted };
};

/** Operations by document and what its variables named; a client may make as many as it likes. */
export interface Variants {
  get(key: string): UsedOperation | undefined;
  set(key: string, operation: UsedOperation): unknown;
}

interface Preparation {
  schema: GraphQLSchema;
  variants: Variants;
}

/** Gives the use of one execution of a prepared operation; undefined where it uses nothing of the schema. */
export type UseOf = (given: Readonly<Record<string, unknown>>) => UsedOperation | undefined;

/** Reads the document once; of a request only those variables that can name an input field or an enum value. */
export const useOf = (
  { schema, variants }: Preparation,
  operation: Pick<PreparedOperation, 'definition' | 'document'>,
): UseOf => {
  const { definition } = operation;
  const name = keptName(definition.name?.value);
  const stated = coordinatesOf(schema, operation);
  if (stated.size === 0) return () => undefined;
  const plain = usedOperation(definition.operation, name, stated);
  const read = variablesReader(schema, definition);
  return read === undefined ? () => plain : withVariables(plain, { read, variants });
};

const withVariables =
  (plain: UsedOperation, { read, variants }: { read: ReadVariables; variants: Variants }): UseOf =>
  (given) => {
    const further = new Set<string>();
    read(given, further);
    if (further.size === 0) return plain;
    // In the client's order, which is mostly the same: sorting each time would cost more than a second entry does.
    const key = `${plain.id} ${[...further].join()}`;
    const known = variants.get(key);
    if (known !== undefined) return known;
    const used = usedOperation(plain.kind, plain.name, new Set([...plain.coordinates, ...further]));
    variants.set(key, used);
    return used;
  };
