import { lanesModule } from './sha256-lanes.ts';

const LANES = 4;
const WORDS = 8;
const ENTRY_BYTES = 16;

const IV = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

// Offsets in the module's memory: three message blocks of 256 bytes and one state of 128.
const FIRST = 0;
const SECOND = 256;
const LAST = 512;
const STATE = 768;

/** Returns a word with its bytes in the other order. */
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
    const block = (offset: number) => new Int32Array(memory.buffer, offset, LANES * 16);
    this.#first = block(FIRST);
    this.#second = block(SECOND);
    this.#last = block(LAST);
    this.#state = new Int32Array(memory.buffer, STATE, LANES * WORDS);
  }

  /**
   * Returns the root of the Merkle tree (RFC 6962) over these entries: leaf SHA-256(0 ‖ entry ‖ region's code), node
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
    const count = regions.length;
    const level = this.#level.subarray(0, count * WORDS);
    const state = this.#state;
    for (let first = 0; first < count; first += LANES) {
      for (let lane = 0; lane < LANES && first + lane < count; lane += 1) {
        const entry = (first + lane) * 4;
        const end = ends[regions[first + lane] as number] as LeafEnd;
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
      this.#store(level, first, WORDS);
    }
  }

  /** Halves the level: a node for each pair; one that is left over rises as it is. */
  #join(count: number) {
    const message = this.#first;
    const end = this.#second.fill(0);
    const level = this.#level;
    const state = this.#state;
    end.fill(65 * 8, 15 * LANES);
    const pairs = count >> 1;
    const above = level.subarray(0, pairs * WORDS);
    for (let first = 0; first < pairs; first += LANES) {
      for (let lane = 0; lane < LANES && first + lane < pairs; lane += 1) {
        const from = (first + lane) * 2 * WORDS;
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
      this.#store(above, first, WORDS);
    }
    if (count % 2 === 1) level.copyWithin(pairs * WORDS, (count - 1) * WORDS, count * WORDS);
  }

  /** Takes the first words of each lane's state, as many as there is room for. */
  #store(target: Int32Array, first: number, words: number) {
    const state = this.#state;
    const count = target.length / words;
    for (let lane = 0; lane < LANES && first + lane < count; lane += 1) {
      for (let t = 0; t < words; t += 1) target[(first + lane) * words + t] = state[t * LANES + lane] as number;
    }
  }

  /** The state after the one block that a key fills, as HMAC (RFC 2104) pads it. */
  #padded(key: Buffer, pad: number): Int32Array {
    const block = Buffer.alloc(64, pad);
    for (const [index, byte] of key.entries()) block[index] = (block[index] as number) ^ byte;
    this.#first.set(repeated(Array.from({ length: 16 }, (_, t) => block.readInt32BE(t * 4))));
    this.#state.set(START);
    this.#compress(FIRST, STATE);
    return this.#state.slice();
  }

  /**
   * Writes HMAC-SHA-256(seed, entry) of each entry into `ranks`: its first words, as many as there is room for.
   * @param seed 32 bytes
   */
  ranks(seed: Buffer, entries: Int32Array, ranks: Int32Array): void {
    const inner = this.#padded(seed, 0x36);
    const outer = this.#padded(seed, 0x5c);
    const count = entries.length / 4;
    const words = ranks.length / count;
    const message = this.#first.fill(0);
    const digest = this.#last.fill(0);
    const state = this.#state;
    message.fill(0x80000000, 4 * LANES, 5 * LANES).fill((64 + ENTRY_BYTES) * 8, 15 * LANES);
    digest.fill(0x80000000, WORDS * LANES, (WORDS + 1) * LANES).fill((64 + 32) * 8, 15 * LANES);
    for (let first = 0; first < count; first += LANES) {
      for (let lane = 0; lane < LANES && first + lane < count; lane += 1) {
        for (let t = 0; t < 4; t += 1) message[t * LANES + lane] = swapped(entries[(first + lane) * 4 + t] as number);
      }
      // The inner digest is left where the outer message begins.
      digest.set(inner);
      this.#compress(FIRST, LAST);
      state.set(outer);
      this.#compress(LAST, STATE);
      this.#store(ranks, first, words);
    }
  }
}
