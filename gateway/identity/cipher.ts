import { createSecretKey, type KeyObject } from 'node:crypto';
import { decrypt, encrypt } from '../../subgraphs/kit/vault/cipher.ts';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';

const END_OF_ID = 0;

/** Seals what the service must read again: TOTP secrets and signing keys. Sealed: key id, a zero byte, ciphertext. */
export class Cipher {
  readonly #current: string;
  readonly #keys: ReadonlyMap<string, KeyObject>;

  constructor({ current, keys }: VaultKeys) {
    this.#current = current;
    this.#keys = new Map(Object.entries(keys).map(([id, text]) => [id, createSecretKey(text, 'base64url')]));
  }

  /** @param place table, column and row: what is sealed for one place cannot be opened in another */
  seal(plain: string, place: string): Buffer {
    const sealed = encrypt(this.#key(this.#current), plain, place);
    return Buffer.concat([Buffer.from(this.#current), Buffer.from([END_OF_ID]), sealed]);
  }

  /** @throws Error when it was sealed with an unknown key, for another place, or changed since */
  open(sealed: Buffer, place: string): string {
    const end = sealed.indexOf(END_OF_ID);
    return decrypt(this.#key(sealed.subarray(0, end).toString()), sealed.subarray(end + 1), place).toString('utf8');
  }

  #key(id: string): KeyObject {
    const found = this.#keys.get(id);
    if (!found) throw new Error(`there is no key ${id} in VAULT_KEYS`);
    return found;
  }
}
