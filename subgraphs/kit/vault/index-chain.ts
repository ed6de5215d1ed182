import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

interface ChainOptions {
  /** Bytes of an index; from the second key on it has one more, which says how many keys made it. */
  bytes: number;
  /** Keeps indexes of one service apart from those of another under the same key. */
  label?: string;
}

const MOST_KEYS = 250;

/**
 * Blind indexes under keys that follow each other: an index is made with the first key, and made anew from itself with
 * each further one. So a new key needs no value to be opened, and reaches those that nobody can open any more; who has
 * the former keys alone finds no value by the indexes.
 */
export class IndexChain {
  readonly #keys: readonly KeyObject[];
  readonly #options: Required<ChainOptions>;

  constructor(keys: readonly string[], options: ChainOptions) {
    if (keys.length === 0 || keys.length > MOST_KEYS) throw new RangeError(`an index has 1 to ${MOST_KEYS} keys`);
    this.#keys = keys.map((key) => createSecretKey(key, 'base64url'));
    this.#options = { label: '', ...options };
  }

  /** How many keys there are. */
  get length(): number {
    return this.#keys.length;
  }

  /** How many keys have made an index. */
  keysOf(index: Buffer): number {
    return index.length === this.#options.bytes ? 1 : (index[0] ?? 0);
  }

  /** The index that the first `length` keys make of a value in its normal form. */
  of(kind: string, value: string, length: number): Buffer {
    let index = this.#digest(0, kind, value);
    for (let made = 1; made < length; made += 1) index = this.#tagged(made, kind, index);
    return index;
  }

  /** The index that one more key makes of one that `length` keys have made. */
  lift(kind: string, index: Buffer, length: number): Buffer {
    return this.#tagged(length, kind, index);
  }

  #tagged(place: number, kind: string, index: Buffer): Buffer {
    return Buffer.concat([Buffer.from([place + 1]), this.#digest(place, kind, index)]);
  }

  #digest(place: number, kind: string, of: string | Buffer): Buffer {
    const { bytes, label } = this.#options;
    const digest = createHmac('sha256', this.#keys[place] as KeyObject)
      .update(`${label}${kind}\0`)
      .update(of)
      // By way of a string: each buffer that OpenSSL fills costs as much as a quarter of the hash.
      .digest('binary');
    return Buffer.from(digest.slice(0, bytes), 'binary');
  }
}
