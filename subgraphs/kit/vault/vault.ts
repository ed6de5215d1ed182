import type { KeyObject } from 'node:crypto';
import { type Database, execute, type Transaction } from '../database.ts';
import { decrypt, encrypt } from './cipher.ts';
import { KeyRing, type WrappedKey } from './key-ring.ts';
import type { VaultKeys } from './keys.ts';
import type { IndexKind } from './normalise.ts';
import { Secret } from './secret.ts';
import { assertIndexKeys, type IndexedValue, normalForm, type StoredIndex } from './settled-indexes.ts';
import { VaultError } from './vault.error.ts';

/** The place of a sealed value, which opens in this place only. */
export interface Place {
  /** The person whose key seals it. */
  subjectId: string;
  table: string;
  column: string;
  rowId: string;
}

export interface PlainValue extends Place {
  value: Secret;
}

export interface SealedValue<Kind extends string> extends Place {
  kind: Kind;
  sealed: Buffer;
}

interface KeyRow extends WrappedKey {
  subjectId: string;
}

const READ_KEYS = {
  name: 'vault-subject-keys',
  text: `select subject_id as "subjectId", kek_id as "kekId", wrapped from subject_key
    where subject_id = any($1::uuid[]) and destroyed_at is null`,
};

const CREATE_KEYS = `insert into subject_key (subject_id, kek_id, wrapped)
  select * from unnest($1::uuid[], $2::text[], $3::bytea[]) on conflict (subject_id) do nothing`;

// A subject without a key gets its tombstone too: nothing can be sealed for it later.
const DESTROY_KEYS = `insert into subject_key (subject_id, kek_id, wrapped, destroyed_at)
  select id, '', null, now() from unnest($1::uuid[]) as id
  on conflict (subject_id) do update
    set wrapped = null, destroyed_at = coalesce(subject_key.destroyed_at, excluded.destroyed_at)`;

const boundTo = ({ table, column, rowId }: Place) => `${table}\0${column}\0${rowId}`;

const unique = (ids: readonly string[]) => [...new Set(ids)];

/** A subject's own key, in memory. */
export class SubjectKey {
  readonly #key: KeyObject;

  constructor(key: KeyObject) {
    this.#key = key;
  }

  seal(place: Place, value: Secret): Buffer {
    return encrypt(this.#key, value.reveal(), boundTo(place));
  }

  /** @throws VaultError */
  open<Kind extends string>(place: Place, { kind, sealed }: { kind: Kind; sealed: Buffer }): Secret<Kind> {
    return new Secret(kind, decrypt(this.#key, sealed, boundTo(place)).toString('utf8'));
  }
}

/**
 * Seals personal data with a key for each person, kept in `subject_key` under a key-encryption key. Unwrapped keys live
 * for one call: the stored key is read each time, so that destroying it takes effect at once in every process.
 */
export class Vault {
  readonly #ring: KeyRing;

  constructor(keys: VaultKeys) {
    this.#ring = new KeyRing(keys);
  }

  /** A new subject's key and what to store of it, for bulk loads; elsewhere `seal` makes keys by itself. */
  newSubject(subjectId: string): { key: SubjectKey; stored: WrappedKey } {
    const { dataKey, stored } = this.#ring.create(subjectId);
    return { key: new SubjectKey(dataKey), stored };
  }

  /** A subject's key, where it was read together with other rows. @throws VaultError when it is not this subject's */
  subjectKey(subjectId: string, stored: WrappedKey): SubjectKey {
    return new SubjectKey(this.#ring.unwrap(subjectId, stored));
  }

  /**
   * Seals values in their places, in a transaction with the rows that they go to: one statement for known subjects, at
   * most three when there are new ones.
   * @throws VaultError when a subject was erased
   */
  async seal(transaction: Transaction, values: readonly PlainValue[]): Promise<Buffer[]> {
    const ids = unique(values.map(({ subjectId }) => subjectId));
    let keys = await this.#read(transaction, ids);
    const missing = ids.filter((id) => !keys.has(id));
    if (missing.length > 0) {
      const made = missing.map((id) => this.#ring.create(id).stored);
      const columns = [missing, made.map(({ kekId }) => kekId), made.map(({ wrapped }) => wrapped)];
      await execute(transaction, CREATE_KEYS, columns);
      // Read again: another transaction may have been first, and its key counts.
      keys = new Map([...keys, ...(await this.#read(transaction, missing))]);
    }
    return values.map((place) => {
      const key = keys.get(place.subjectId);
      if (!key) throw new VaultError(`subject ${place.subjectId} was erased: nothing can be sealed for it`);
      if (key instanceof VaultError) throw key;
      return key.seal(place, place.value);
    });
  }

  /**
   * Opens the values of a page: one statement for the keys of all subjects, none for an empty page. Returns in order:
   * the value, null where the subject was erased, and an error where a value was altered or is out of its place.
   */
  async open<Kind extends string>(
    source: Database | Transaction,
    rows: readonly SealedValue<Kind>[],
  ): Promise<(Secret<Kind> | VaultError | null)[]> {
    const keys = await this.#read(source, unique(rows.map(({ subjectId }) => subjectId)));
    return rows.map((row) => {
      const key = keys.get(row.subjectId) ?? null;
      if (!(key instanceof SubjectKey)) return key;
      return trustedOr(row, () => key.open(row, row));
    });
  }

  /** Destroys the subjects' keys, for ever: what they sealed can be opened by no one any more. */
  async erase(transaction: Transaction, subjectIds: readonly string[]): Promise<void> {
    await execute(transaction, DESTROY_KEYS, [unique(subjectIds)]);
  }

  /**
   * Returns the index by which a value is found without being opened. @throws RangeError when it is no value of that
   * kind
   */
  blindIndex(kind: IndexKind, value: Secret | string): Buffer {
    return this.#ring.blindIndex(kind, typeof value === 'string' ? value : value.reveal());
  }

  /** Returns the index of a value by the keys of now, then by ever fewer of them, as it may have been written before. */
  blindIndexes(kind: IndexKind, value: Secret | string): Buffer[] {
    return this.#ring.blindIndexes(kind, typeof value === 'string' ? value : value.reveal());
  }

  /** Whether the key of blind indexes is being rotated: then statements that write them are transactions with `indexes`. */
  get isRotating(): boolean {
    return this.#ring.indexes.isRotating;
  }

  /**
   * Returns the indexes of values for a transaction that writes them, or claims by them; call it before it locks rows.
   * @throws RangeError when one is no value of its kind
   */
  indexes(transaction: Transaction, values: readonly IndexedValue[]): Promise<Buffer[]> {
    return this.#ring.indexes.of(transaction, values.map(normalForm));
  }

  /** The same of indexes that were read before. */
  storedIndexes(transaction: Transaction, stored: readonly StoredIndex[]): Promise<Buffer[]> {
    return this.#ring.indexes.ofStored(transaction, stored);
  }

  /** @throws VaultError when the database has indexes by other keys */
  assertKeys(database: Pick<Database, 'pool'>): Promise<void> {
    return assertIndexKeys(database, this.#ring.indexes);
  }

  async #read(source: Database | Transaction, ids: readonly string[]) {
    const keys = new Map<string, SubjectKey | VaultError>();
    if (ids.length === 0) return keys;
    const rows =
      'rows' in source
        ? await source.rows<KeyRow>(READ_KEYS, [ids])
        : (await execute<KeyRow>(source, READ_KEYS.text, [ids])).rows;
    for (const row of rows) {
      const place = { subjectId: row.subjectId, table: 'subject_key', column: 'wrapped', rowId: row.subjectId };
      keys.set(
        row.subjectId,
        trustedOr(place, () => new SubjectKey(this.#ring.unwrap(row.subjectId, row))),
      );
    }
    return keys;
  }
}

const trustedOr = <T>({ table, column, rowId }: Place, open: () => T): T | VaultError => {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return new VaultError(`${error.message}: ${table}.${column} of row ${rowId}`);
  }
};
