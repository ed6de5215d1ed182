import { lanesModule } from './sha256-lanes.ts';

const LANES = 4;
const WORDS = 8;
const ENTRY_BYTES = 16;

const IV = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

// Places in the module's memory: three message blocks of 256 bytes and one state of 128.
const [FIRST, SECOND, LAST, STATE] = [0, 256, 512, 768];

/** The bytes of a word of the other order. */
export const swapped = (word: number): number =>
  (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);

const repeated = (words: readonly number[]) => Int32Array.from(words.flatMap((word) => [word, word, word, word]));

const START = repeated(IV);

/** A region's part of a leaf: what follows the entry's last byte, up to the end of the block. */
export interface LeafEnd {
  high: number;
  next: number;
  bits: number;
}

/** @param code at most 6 bytes of ASCII */
export const leafEnd = (code: string): LeafEnd => {
  const bytes = Buffer.alloc(8);
  bytes.write(code, 'latin1');
  bytes[code.length] = 0x80;
  const bits = 8 * (1 + ENTRY_BYTES + code.length);
  return { high: bytes.readUIntBE(0, 3), next: bytes.readInt32BE(3), bits };
};

/** Hashes four messages at a time: leaves and nodes of the Merkle tree, and ranks. Not for use by two threads. */
export class Lanes {
  readonly #compress: (message: number, state: number) => void;
  readonly #first: Int32Array;
  readonly #second: Int32Array;
  readonly #last: Int32Array;
  readonly #state: Int32Array;
  #level = new Int32Array(0);

  constructor() {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(lanesModule));
    const { memory, compress } = exports as { memory: WebAssembly.Memory; compress: (m: number, s: number) => void };
    this.#compress = compress;
    const block = (at: number) => new Int32Array(memory.buffer, at, LANES * 16);
    [this.#first, this.#second, this.#last] = [block(FIRST), block(SECOND), block(LAST)];
    this.#state = new Int32Array(memory.buffer, STATE, LANES * WORDS);
  }

  /**
   * Root of the Merkle tree (RFC 6962) over these entries: leaf SHA-256(0 ‖ entry ‖ region's code), node
   * SHA-256(1 ‖ left ‖ right).
   * @param entries 16 bytes each, as words of the machine's order
   * @returns eight words
   */
  root(entries: Int32Array, regions: Uint16Array, ends: readonly LeafEnd[]): Int32Array {
    let count = regions.length;
    if (this.#level.length < count * WORDS) this.#level = new Int32Array(count * WORDS);
    this.#leaves(entries, regions, ends);
    for (; count > 1; count = (count + 1) >> 1) this.#join(count);
    return this.#level.slice(0, WORDS);
  }

  #leaves(entries: Int32Array, regions: Uint16Array, ends: readonly LeafEnd[]) {
    const message = this.#first.fill(0);
    const [count, level, state] = [regions.length, this.#level, this.#state];
    for (let at = 0; at < count; at += LANES) {
      for (let lane = 0; lane < LANES && at + lane < count; lane += 1) {
        const entry = (at + lane) * 4;
        const end = ends[regions[at + lane] as number] as LeafEnd;
        let carry = 0;
        for (let t = 0; t < 4; t += 1) {
          const word = swapped(entries[entry + t] as number);
          message[t * LANES + lane] = carry | (word >>> 8);
          carry = word << 24;
        }
        message[4 * LANES + lane] = carry | end.high;
        message[5 * LANES + lane] = end.next;
        message[15 * LANES + lane] = end.bits;
      }
      state.set(START);
      this.#compress(FIRST, STATE);
      this.#store(level, at, count);
    }
  }

  /** Halves the level: a node for each pair; one that is left over rises as it is. */
  #join(count: number) {
    const [message, end, level, state] = [this.#first, this.#second.fill(0), this.#level, this.#state];
    end.fill(65 * 8, 15 * LANES);
    const pairs = count >> 1;
    for (let at = 0; at < pairs; at += LANES) {
      for (let lane = 0; lane < LANES && at + lane < pairs; lane += 1) {
        const from = (at + lane) * 2 * WORDS;
        let carry = 0x01000000;
        for (let t = 0; t < 16; t += 1) {
          const word = level[from + t] as number;
          message[t * LANES + lane] = carry | (word >>> 8);
          carry = word << 24;
        }
        end[lane] = carry | 0x00800000;
      }
      state.set(START);
      this.#compress(FIRST, STATE);
      this.#compress(SECOND, STATE);
      this.#store(level, at, pairs);
    }
    if (count % 2 === 1) level.copyWithin(pairs * WORDS, (count - 1) * WORDS, count * WORDS);
  }

  #store(target: Int32Array, at: number, count: number) {
    const state = this.#state;
    for (let lane = 0; lane < LANES && at + lane < count; lane += 1) {
      for (let t = 0; t < WORDS; t += 1) target[(at + lane) * WORDS + t] = state[t * LANES + lane] as number;
    }
  }

  /** The state after the one block that a key fills, as HMAC (RFC 2104) pads it. */
  #padded(key: Buffer, pad: number): Int32Array {
    const block = Buffer.alloc(64, pad);
    for (let at = 0; at < key.length; at += 1) block[at] = (block[at] as number) ^ (key[at] as number);
    this.#first.set(repeated(Array.from({ length: 16 }, (_, t) => block.readInt32BE(t * 4))));
    this.#state.set(START);
    this.#compress(FIRST, STATE);
    return this.#state.slice();
  }

  /**
   * HMAC-SHA-256(seed, entry) of each entry, into `ranks`: eight words each.
   * @param seed 32 bytes
   */
  ranks(seed: Buffer, entries: Int32Array, ranks: Int32Array): void {
    const [inner, outer] = [this.#padded(seed, 0x36), this.#padded(seed, 0x5c)];
    const count = entries.length / 4;
    const [message, digest, state] = [this.#first.fill(0), this.#last.fill(0), this.#state];
    message.fill(0x80000000, 4 * LANES, 5 * LANES).fill((64 + ENTRY_BYTES) * 8, 15 * LANES);
    digest.fill(0x80000000, WORDS * LANES, (WORDS + 1) * LANES).fill((64 + 32) * 8, 15 * LANES);
    for (let at = 0; at < count; at += LANES) {
      for (let lane = 0; lane < LANES && at + lane < count; lane += 1) {
        for (let t = 0; t < 4; t += 1) message[t * LANES + lane] = swapped(entries[(at + lane) * 4 + t] as number);
      }
      // The inner digest is left where the outer message begins.
      digest.set(inner);
      this.#compress(FIRST, LAST);
      state.set(outer);
      this.#compress(LAST, STATE);
      this.#store(ranks, at, count);
    }
  }
}
