import { isUtf8 } from 'node:buffer';
import { SubgraphFailure } from './subgraph-failure.ts';

const firstSize = 64 * 1024;
const byteOrderMark = 0xfe_ff;

/**
 * Collects the bytes of an answer up to a limit. They are copied: a chunk of one byte would keep alive the whole piece
 * that was read from the network.
 */
export class Bytes {
  readonly #maximum: number;
  #only: Buffer | undefined;
  #room: Buffer | undefined;
  #length = 0;

  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** @throws SubgraphFailure when there are too many. */
  add(chunk: Buffer): void {
    const length = this.#length + chunk.length;
    if (length > this.#maximum) throw tooLarge(this.#maximum);
    if (this.#length === 0) this.#only = chunk;
    else this.#roomFor(length).set(chunk, this.#length);
    this.#length = length;
  }

  /** @throws SubgraphFailure when they are not UTF-8, which JSON is. */
  text(): string {
    const bytes = this.#only ?? this.#room?.subarray(0, this.#length) ?? Buffer.alloc(0);
    if (!isUtf8(bytes)) throw new SubgraphFailure('unavailable', 'the answer is not UTF-8');
    const text = bytes.toString('utf8');
    return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text;
  }

  #roomFor(length: number): Buffer {
    const before = this.#only ?? this.#room ?? Buffer.alloc(0);
    if (this.#room === undefined || length > this.#room.length) {
      this.#room = Buffer.allocUnsafe(Math.min(this.#maximum, Math.max(firstSize, length, 2 * before.length)));
      this.#room.set(before.subarray(0, this.#length));
    }
    this.#only = undefined;
    return this.#room;
  }
}

export const tooLarge = (maximum: number) => new SubgraphFailure('unavailable', `answered more than ${maximum} bytes`);
