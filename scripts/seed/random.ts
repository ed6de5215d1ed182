/** Spreads an integer over 32 bits (the finaliser of MurmurHash3). */
const scramble = (value: number): number => {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
};

/**
 * A small seeded generator (sfc32): the same seed, stream and index give the same numbers on every machine. Each
 * person has an own one, so that any part of a population can be made alone. Not for secrets, and not for the draw.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number, stream: number, index: number) {
    this.#a = scramble(seed + 0x9e3779b9);
    this.#b = scramble(stream + 0x7f4a7c15);
    this.#c = scramble(index + 0x2545f491);
    for (let round = 0; round < 8; round += 1) this.next();
  }

  /** 32 random bits, unsigned. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** A whole number from 0 up to, but not including, `below`. */
  int(below: number): number {
    return Math.floor((this.next() / 4_294_967_296) * below);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.int(choices.length)] as T;
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability * 4_294_967_296;
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let at = 0, bits = 0; at < length; at += 1, bits >>>= 8) {
      if (at % 4 === 0) bits = this.next();
      bytes[at] = bits & 0xff;
    }
    return bytes;
  }
}
