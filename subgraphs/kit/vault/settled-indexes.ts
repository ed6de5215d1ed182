import { type Database, execute, type Transaction } from '../database.ts';
import type { IndexChain } from './index-chain.ts';
import { type IndexKind, normalise } from './normalise.ts';
import type { Secret } from './secret.ts';
import { VaultError } from './vault.error.ts';

/** A value that was stated, of which an index is written. */
export interface IndexedValue<Kind extends string = IndexKind> {
  kind: Kind;
  value: Secret | string;
}

/** An index as a row has it. */
export interface StoredIndex {
  kind: string;
  index: Buffer;
}

interface SettledOptions {
  /** All keys, the next one among them. */
  chain: IndexChain;
  /** Whether the last key is one to which a rotation leads. */
  hasNext: boolean;
}

const KEYS = 'select blind_index_keys() as keys';
const MOVE = 'select move_blind_indexes($1::text[], $2::bytea[], $3::bytea[]) as moved';

/**
 * Blind indexes for statements that write them, or claims by them. While the key is rotated they are as the database has them: by
 * the next key as soon as that counts, and then all rows of these values have theirs made anew first. So a value has one
 * form in the database at any moment, and what is unique stays so.
 */
export class SettledIndexes {
  readonly #chain: IndexChain;
  readonly #hasNext: boolean;

  constructor({ chain, hasNext }: SettledOptions) {
    this.#chain = chain;
    this.#hasNext = hasNext;
  }

  /** How many keys make indexes where no rotation is under way. */
  get keys(): number {
    return this.#chain.length - (this.#hasNext ? 1 : 0);
  }

  get isRotating(): boolean {
    return this.#hasNext;
  }

  /** Returns an index that fewer keys have made as those of now make it. */
  newest(kind: string, index: Buffer): Buffer {
    let made = index;
    for (let keys = this.#chain.keysOf(index); keys < this.keys; keys += 1) made = this.#chain.lift(kind, made, keys);
    return made;
  }

  /**
   * Returns the indexes of values in their normal form, in order. Call it before the transaction locks rows.
   * @throws VaultError when the database is at a key that is not known here
   */
  of(tx: Transaction, forms: readonly { kind: string; value: string }[]): Promise<Buffer[]> {
    return this.ofStored(
      tx,
      forms.map(({ kind, value }) => ({ kind, index: this.#chain.of(kind, value, this.keys) })),
    );
  }

  /** The same of indexes that were read before. */
  async ofStored(tx: Transaction, stored: readonly StoredIndex[]): Promise<Buffer[]> {
    const known = stored.map(({ kind, index }) => ({ kind, index: this.newest(kind, index) }));
    const indexes = known.map(({ index }) => index);
    if (!this.#hasNext) return indexes;
    const counted = (await execute<{ keys: number }>(tx, KEYS)).rows[0]?.keys ?? 1;
    if (counted === this.keys) return indexes;
    if (counted !== this.#chain.length) throw unknownKeys(counted);
    const former = known.filter(({ index }) => this.#chain.keysOf(index) === this.keys);
    await moveIndexes(tx, this.#chain, former);
    return known.map((one) => (former.includes(one) ? this.#chain.lift(one.kind, one.index, this.keys) : one.index));
  }
}

/** Makes the indexes of all rows anew that are one of `former`, by the last key. @returns how many rows */
export const moveIndexes = async (
  tx: Transaction,
  chain: IndexChain,
  former: readonly StoredIndex[],
): Promise<number> => {
  const distinct = [...new Map(former.map((one) => [`${one.kind} ${one.index.toString('hex')}`, one])).values()];
  const made = distinct.map(({ kind, index }) => chain.lift(kind, index, chain.length - 1));
  const columns = [distinct.map(({ kind }) => kind), distinct.map(({ index }) => index), made];
  return Number((await execute<{ moved: string }>(tx, MOVE, columns)).rows[0]?.moved ?? 0);
};

/** The error of a process that lacks a key by which the database has indexes. */
export const unknownKeys = (counted: number): VaultError =>
  new VaultError(`the database has blind indexes by ${counted} keys: VAULT_KEYS has others in "index" and "nextIndex"`);

const STATE = `select coalesce(max(keys), 1)::int as keys, coalesce(bool_and(finished_at is not null), true) as "isFinished"
  from blind_index_generation`;

/**
 * Makes sure that VAULT_KEYS has the keys by which a database has its indexes: a process without them would write rows
 * that nobody finds.
 * @throws VaultError when it has not
 */
export const assertIndexKeys = async (
  { pool }: Pick<Database, 'pool'>,
  { keys, isRotating }: Pick<SettledIndexes, 'keys' | 'isRotating'>,
): Promise<void> => {
  const { rows } = await pool.query<{ keys: number; isFinished: boolean }>(STATE);
  const { keys: counted = 1, isFinished = true } = rows[0] ?? {};
  if (counted === keys && isFinished) return;
  if (isRotating && counted === keys + 1) return;
  throw unknownKeys(counted);
};

/** Puts a value of a subgraph in the form of which its index is made. */
export const normalForm = ({ kind, value }: IndexedValue) => ({
  kind,
  value: normalise(kind, typeof value === 'string' ? value : value.reveal()),
});
