import { createSecretKey, type KeyObject } from 'node:crypto';
import { randomPart } from '../random.ts';
import { decrypt, encrypt } from './cipher.ts';
import type { IndexChain } from './index-chain.ts';
import { KEY_BYTES, subgraphChain, type VaultKeys } from './keys.ts';
import { type IndexKind, normalise } from './normalise.ts';
import { SettledIndexes } from './settled-indexes.ts';
import { VaultError } from './vault.error.ts';

/** A data key as it is stored: encrypted by the key-encryption key whose id is beside it. */
export interface WrappedKey {
  kekId: string;
  wrapped: Buffer;
}

const secretKey = (text: string) => createSecretKey(text, 'base64url');

const boundTo = (kekId: string, subjectId: string) => `subject_key\0${kekId}\0${subjectId}`;

/** Wraps data keys and makes blind indexes; holds its keys where no inspection prints them. */
export class KeyRing {
  readonly current: string;
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #chain: IndexChain;
  readonly indexes: SettledIndexes;

  constructor(vault: VaultKeys) {
    this.current = vault.current;
    this.#keys = new Map(Object.entries(vault.keys).map(([id, text]) => [id, secretKey(text)]));
    this.#chain = subgraphChain(vault);
    this.indexes = new SettledIndexes({ chain: this.#chain, hasNext: vault.nextIndex !== undefined });
  }

  /** A new data key for a subject, and its stored form. */
  create(subjectId: string): { dataKey: KeyObject; stored: WrappedKey } {
    const plain = randomPart(KEY_BYTES);
    const wrapped = encrypt(this.#kek(this.current), plain, boundTo(this.current, subjectId));
    const dataKey = createSecretKey(plain);
    plain.fill(0);
    return { dataKey, stored: { kekId: this.current, wrapped } };
  }

  /** @throws VaultError when the key-encryption key is unknown, or the stored key is not this subject's */
  unwrap(subjectId: string, { kekId, wrapped }: WrappedKey): KeyObject {
    const plain = decrypt(this.#kek(kekId), wrapped, boundTo(kekId, subjectId));
    const dataKey = createSecretKey(plain);
    plain.fill(0);
    return dataKey;
  }

  /** The same data key under another key-encryption key. @throws VaultError as `unwrap` does */
  rewrap(subjectId: string, stored: WrappedKey, to: string): WrappedKey {
    const plain = decrypt(this.#kek(stored.kekId), stored.wrapped, boundTo(stored.kekId, subjectId));
    const wrapped = encrypt(this.#kek(to), plain, boundTo(to, subjectId));
    plain.fill(0);
    return { kekId: to, wrapped };
  }

  /**
   * Returns the index by which a value is found without being stored: 16 bytes of HMAC-SHA256 over its kind and its
   * normal form, by the keys of `index`. What is written as long as people are known goes by `indexes`.
   * @throws RangeError when it is no value of that kind
   */
  blindIndex(kind: IndexKind, value: string): Buffer {
    return this.#chain.of(kind, normalise(kind, value), this.indexes.keys);
  }

  /** The same, then by ever fewer keys. @throws RangeError as `blindIndex` does */
  blindIndexes(kind: IndexKind, value: string): Buffer[] {
    const form = normalise(kind, value);
    const lengths = Array.from({ length: this.indexes.keys }, (_, fewer) => this.indexes.keys - fewer);
    return lengths.map((length) => this.#chain.of(kind, form, length));
  }

  #kek(id: string): KeyObject {
    const found = this.#keys.get(id);
    if (!found) throw new VaultError(`there is no key-encryption key ${id} in VAULT_KEYS`);
    return found;
  }
}
