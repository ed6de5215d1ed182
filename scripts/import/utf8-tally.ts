import { isAscii } from 'node:buffer';

const CONTINUATION = 0x80;

/** Bytes that are looked at together: most pieces of a file are ASCII. */
const PIECE = 4_096;

/** Counts what of a stream of bytes is UTF-8 beyond ASCII, and which bytes are none. */
export class Utf8Tally {
  /** Letters of two bytes and more. */
  letters = 0;
  broken = 0;
  #missing = 0;
  #least = CONTINUATION;
  #most = 0xbf;

  push(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; from += PIECE) this.#count(bytes.subarray(from, from + PIECE));
  }

  #count(bytes: Uint8Array): void {
    if (this.#missing === 0 && isAscii(bytes)) return;
    for (const byte of bytes) {
      if (this.#missing === 0 && byte < CONTINUATION) continue;
      if (this.#missing === 0) this.#begin(byte);
      else this.#goOn(byte);
    }
  }

  /** Counts a letter that the end of the file cut off. */
  end(): void {
    if (this.#missing > 0) this.broken += 1;
    this.#missing = 0;
  }

  #goOn(byte: number): void {
    if (byte < this.#least || byte > this.#most) {
      this.broken += 1;
      this.#missing = 0;
      if (byte >= CONTINUATION) this.#begin(byte);
      return;
    }
    this.#least = CONTINUATION;
    this.#most = 0xbf;
    this.#missing -= 1;
    if (this.#missing === 0) this.letters += 1;
  }

  /** Neither overlong forms, nor surrogates, nor what lies beyond Unicode (RFC 3629, section 4). */
  #begin(byte: number): void {
    this.#least = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : CONTINUATION;
    this.#most = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    if (byte >= 0xc2 && byte <= 0xdf) this.#missing = 1;
    else if (byte >= 0xe0 && byte <= 0xef) this.#missing = 2;
    else if (byte >= 0xf0 && byte <= 0xf4) this.#missing = 3;
    else this.broken += 1;
  }
}
