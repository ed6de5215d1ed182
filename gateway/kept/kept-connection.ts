import { connect, type Socket } from 'node:net';
import type { AnswerTaker, CallController } from '../subgraph-pool.ts';
import { type AnswerHead, HttpFault } from './answer-head.ts';
import { type AnswerListener, AnswerReader } from './answer-reader.ts';

/** The place at which a subgraph is reached. */
export interface Address {
  host: string;
  port: number;
}

/** A request as it is sent, and who learns of its answer. */
export interface Post {
  text: string;
  taker: AnswerTaker;
}

/** Told by a connection. */
export interface ConnectionOwner {
  /** It may be used again. */
  onFree(connection: KeptConnection): void;
  onClose(connection: KeptConnection): void;
}

const connectMs = 3000;
const probedAfterMs = 60_000;
/** Time without use after which it is closed, where the other side does not say after what time it closes. */
const idleMs = 4000;
/** What it says may be on its way for so long. */
const earlierMs = 2000;
const longestIdleMs = 600_000;

/** An end of a connection that the system has no error for. */
class ConnectionEnd extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const closed = () => new ConnectionEnd('ECONNRESET', 'the other side closed');

/** One connection, over which one request after the other is made. */
export class KeptConnection implements AnswerListener {
  readonly #owner: ConnectionOwner;
  readonly #socket: Socket;
  #post: Post | undefined;
  /** Reads the answer to what is sent. */
  #reader: AnswerReader | undefined;
  #controller: CallController | undefined;
  #freeUntil = Number.POSITIVE_INFINITY;

  constructor(address: Address, owner: ConnectionOwner) {
    this.#owner = owner;
    const keepAlive = { keepAlive: true, keepAliveInitialDelay: probedAfterMs };
    // Who waits for an answer keeps the process; a connection alone does not.
    const socket = connect({ ...address, noDelay: true, ...keepAlive }).unref();
    const late = setTimeout(() => {
      this.#fail(new ConnectionEnd('CONNECT_TIMEOUT', `no connection in ${connectMs} ms`));
    }, connectMs);
    this.#socket = socket;
    socket.on('connect', () => {
      clearTimeout(late);
      this.#send();
    });
    socket.on('data', (piece: Buffer) => this.#read(piece));
    socket.on('end', () => this.#endOfInput());
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => {
      clearTimeout(late);
      this.#fail(closed());
      owner.onClose(this);
    });
  }

  /** Whether it is open, and not about to be closed by the other side. */
  isUsable(now: number): boolean {
    return this.#socket.writable && !this.#socket.readableEnded && now < this.#freeUntil;
  }

  /** Sends a request when the connection is there; the one before must have ended. */
  start(post: Post): void {
    this.#post = post;
    if (!this.#socket.connecting) this.#send();
  }

  destroy(reason: Error = closed()): void {
    this.#fail(reason);
  }

  onHead({ status, fields }: AnswerHead): void {
    if (this.#controller) this.#post?.taker.onResponseStart(this.#controller, status, fields);
  }

  onData(piece: Buffer): void {
    if (this.#controller) this.#post?.taker.onResponseData(this.#controller, piece);
  }

  #send(): void {
    const post = this.#post;
    if (post === undefined) return;
    this.#controller = { abort: (reason) => this.#abort(post, reason) };
    post.taker.onRequestStart(this.#controller);
    if (this.#post === post) {
      this.#reader = new AnswerReader(this);
      this.#socket.write(post.text);
    } else this.#owner.onFree(this);
  }

  #abort(post: Post, reason: Error): void {
    if (this.#post !== post) return;
    if (this.#reader === undefined) {
      // What is not sent yet costs no connection.
      this.#post = undefined;
      post.taker.onResponseError(this.#controller ?? null, reason);
    } else this.#fail(reason);
  }

  #read(piece: Buffer): void {
    try {
      // It would be taken for the answer to the next request.
      if (this.#reader === undefined) throw new HttpFault('bytes came that were not asked for');
      if (this.#reader.read(piece) && this.#post !== undefined) this.#finish(this.#reader.head);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #endOfInput(): void {
    if (this.#reader?.isWholeAtEnd()) this.#finish(this.#reader.head);
    else this.#fail(closed());
  }

  #finish(head: AnswerHead | undefined): void {
    const post = this.#post;
    const controller = this.#controller;
    this.#post = undefined;
    this.#reader = undefined;
    if (head?.isKept) {
      this.#freeUntil = performance.now() + idleTimeOf(head);
      this.#owner.onFree(this);
    } else this.#socket.destroy();
    if (controller !== undefined) post?.taker.onResponseEnd(controller);
  }

  /** Ends the connection, and tells who waits for an answer. */
  #fail(error: Error): void {
    const post = this.#post;
    this.#post = undefined;
    this.#reader = undefined;
    this.#socket.destroy();
    post?.taker.onResponseError(this.#controller ?? null, error);
  }
}

/** Milliseconds for which the other side keeps a connection open, by its Keep-Alive field. */
const idleTimeOf = ({ fields }: AnswerHead): number => {
  const seconds = /(?:^|[,;\s])timeout=(\d{1,6})/i.exec(fields['keep-alive'] ?? '')?.[1];
  return seconds === undefined ? idleMs : Math.min(longestIdleMs, Number(seconds) * 1000 - earlierMs);
};
