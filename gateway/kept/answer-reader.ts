import { type AnswerHead, HttpFault, readHead } from './answer-head.ts';
import { Chunks } from './chunks.ts';

const headEnd = '\r\n\r\n';
const lineEnd = 2;
const longestHead = 16 * 1024;
const switchingProtocols = 101;

/** Learns what is read of one answer. */
export interface AnswerListener {
  onHead(head: AnswerHead): void;
  onData(piece: Buffer): void;
}

/** Reads one answer of HTTP/1.1 from pieces, wherever they are cut. */
export class AnswerReader {
  readonly #listener: AnswerListener;
  /** The start of a head that is not whole yet. */
  #waiting: Buffer | undefined;
  #head: AnswerHead | undefined;
  #chunks: Chunks | undefined;
  #left = 0;

  constructor(listener: AnswerListener) {
    this.#listener = listener;
  }

  /** Undefined before it is whole. */
  get head(): AnswerHead | undefined {
    return this.#head;
  }

  /**
   * Reads on.
   * @returns whether the answer is whole
   * @throws HttpFault when it is none, or when more comes than the answer
   */
  read(piece: Buffer): boolean {
    let bytes = piece;
    while (this.#head === undefined) {
      const body = this.#takeHead(bytes);
      if (body === undefined) return false;
      bytes = body;
    }
    const end = this.#takeBody(bytes, this.#head);
    if (end === -1) return false;
    if (end < bytes.length) throw new HttpFault('more came than the answer');
    return true;
  }

  /** Whether the answer is whole now that its connection has ended. */
  isWholeAtEnd(): boolean {
    return this.#head?.length === 'close';
  }

  /** Returns what follows the head; undefined before it is whole. */
  #takeHead(piece: Buffer): Buffer | undefined {
    const bytes = this.#waiting === undefined ? piece : Buffer.concat([this.#waiting, piece]);
    const end = bytes.indexOf(headEnd);
    if (end > longestHead || (end === -1 && bytes.length > longestHead)) throw new HttpFault('the head is too long');
    if (end === -1) {
      this.#waiting = bytes;
      return undefined;
    }
    this.#waiting = undefined;
    const head = readHead(bytes.toString('latin1', 0, end + lineEnd));
    if (head.status === switchingProtocols) throw new HttpFault('another protocol was not asked for');
    // Others below 200 say that the answer is still to come.
    if (head.status >= 200) this.#begin(head);
    return bytes.subarray(end + headEnd.length);
  }

  #begin(head: AnswerHead): void {
    this.#head = head;
    if (head.length === 'chunks') this.#chunks = new Chunks((piece) => this.#listener.onData(piece));
    else if (head.length !== 'close') this.#left = head.length;
    this.#listener.onHead(head);
  }

  /** Returns where the body ends in `bytes`, -1 where it does not. */
  #takeBody(bytes: Buffer, { length }: AnswerHead): number {
    if (this.#chunks !== undefined) return this.#chunks.read(bytes);
    if (length === 'close') {
      this.#listener.onData(bytes);
      return -1;
    }
    const end = Math.min(this.#left, bytes.length);
    this.#left -= end;
    if (end > 0) this.#listener.onData(end === bytes.length ? bytes : bytes.subarray(0, end));
    return this.#left === 0 ? end : -1;
  }
}
