import { HttpFault } from './answer-head.ts';

const sizeLine = /^([\da-f]{1,8})[ \t]*(?:;[^\r\n]*)?$/i;
/** The most characters of a size with its extensions, and of all trailers. */
const longestLine = 4096;

/** Reads a body in chunks (RFC 9112, 7.1); extensions and trailers mean nothing to us. */
export class Chunks {
  readonly #onData: (piece: Buffer) => void;
  /** Bytes of a chunk that are still to come; undefined before its size. */
  #left: number | undefined;
  #isBehindChunk = false;
  #isLast = false;
  /** The start of a line whose end has not come. */
  #line = '';
  #trailers = 0;

  constructor(onData: (piece: Buffer) => void) {
    this.#onData = onData;
  }

  /**
   * Reads on.
   * @returns where the body ends in `bytes`, -1 where it does not
   * @throws HttpFault
   */
  read(bytes: Buffer): number {
    let place = 0;
    while (place < bytes.length) {
      if (this.#left !== undefined && this.#left > 0) {
        const end = Math.min(bytes.length, place + this.#left);
        this.#onData(bytes.subarray(place, end));
        this.#left -= end - place;
        this.#isBehindChunk = this.#left === 0;
        place = end;
        continue;
      }
      const end = bytes.indexOf('\n', place);
      this.#line += bytes.toString('latin1', place, end === -1 ? bytes.length : end);
      if (this.#line.length + this.#trailers > longestLine) throw new HttpFault('a chunk has too long a line');
      if (end === -1) return -1;
      place = end + 1;
      if (this.#takeLine()) return place;
    }
    return -1;
  }

  /** Takes the line that is complete; true where the body ends with it. */
  #takeLine(): boolean {
    if (!this.#line.endsWith('\r')) throw new HttpFault('a line break stands alone between chunks');
    const line = this.#line.slice(0, -1);
    this.#line = '';
    if (this.#isLast) {
      this.#trailers += line.length;
      return line === '';
    }
    if (this.#isBehindChunk) {
      if (line !== '') throw new HttpFault('a chunk is longer than it says');
      this.#isBehindChunk = false;
      this.#left = undefined;
      return false;
    }
    const size = sizeLine.exec(line)?.[1];
    if (size === undefined) throw new HttpFault('a chunk has no size');
    this.#left = Number.parseInt(size, 16);
    this.#isLast = this.#left === 0;
    return false;
  }
}
