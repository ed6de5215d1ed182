import { beyondMutation } from '../audit/draft.ts';
import { type AuditedCall, type AuditedStatement, type Outcome, runAudited } from '../audit/statement.ts';
import { type Database, execute } from '../database.ts';
import type { IndexKind } from './normalise.ts';
import type { StoredIndex } from './settled-indexes.ts';
import type { Vault } from './vault.ts';

interface IndexedStatement<Name extends string> {
  statement: AuditedStatement<Name>;
  /** Kinds of the indexes among the columns. */
  kinds: Readonly<Partial<Record<Name, IndexKind>>>;
  /** Whether a call's columns hold such indexes; they do unless said. */
  isIndexed?(values: Readonly<Record<Name, unknown>>): boolean;
}

/** Runs an audited statement that writes blind indexes. While their key is rotated it is a transaction that settles them first. */
export const runIndexed = async <Row extends Outcome, Name extends string>(
  { database, vault }: { database: Database; vault: Pick<Vault, 'isRotating' | 'storedIndexes'> },
  { statement, kinds, isIndexed = () => true }: IndexedStatement<Name>,
  calls: readonly AuditedCall<Name>[],
): Promise<Row[]> => {
  if (!vault.isRotating) return runAudited<Row, Name>(database, statement, calls);
  const columns = Object.entries(kinds) as [Name, IndexKind][];
  const stored: (StoredIndex & { call: number; column: Name })[] = calls.flatMap(({ values }, call) =>
    columns.flatMap(([column, kind]) => {
      const index = values[column];
      return Buffer.isBuffer(index) && isIndexed(values) ? [{ call, column, kind, index }] : [];
    }),
  );
  const write = beyondMutation(() =>
    database.orm.em.fork().transactional(async (tx) => {
      const settled = await vault.storedIndexes(tx, stored);
      const changed = calls.map(({ draft, values }) => ({ draft, values: { ...values } }));
      for (const [place, { call, column }] of stored.entries()) {
        const values = changed[call]?.values as Record<Name, unknown>;
        values[column] = settled[place];
      }
      const point: Database['point'] = async (query, values) => (await execute(tx, query, values)).rows;
      return runAudited<Row, Name>({ point }, statement, changed);
    }),
  );
  return write.catch((error: unknown) => {
    // The entries went with the transaction.
    for (const { draft } of calls) draft.isCommitted = false;
    throw error;
  });
};
