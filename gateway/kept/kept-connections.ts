import type { AnswerTaker, PostRequest, SubgraphPool } from '../subgraph-pool.ts';
import { HttpFault } from './answer-head.ts';
import { type Address, type ConnectionOwner, KeptConnection, type Post } from './kept-connection.ts';

const pruneEveryMs = 1000;
// Fields are made by the gateway from checked parts; one that came to hold a line break would be several.
const unfitValue = /[^\t\x20-\x7e]/;

const stopping = () => new Error('no more is sent over these connections');

interface KeptOptions {
  /** Without TLS. */
  url: URL;
  /** Connections at a time; further requests wait for one. */
  most: number;
}

const addressOf = ({ hostname, port }: URL): Address => ({
  host: hostname.replace(/^\[(.*)\]$/, '$1'),
  port: Number(port || 80),
});

/**
 * Requests over kept connections of HTTP/1.1, for subgraphs of our own: undici does the same for three times the CPU
 * (ADR 51). The connection that was used last is used next, so that the others end when they are not needed.
 */
export class KeptConnections implements SubgraphPool, ConnectionOwner {
  readonly #address: Address;
  readonly #most: number;
  readonly #host: string;
  readonly #open = new Set<KeptConnection>();
  #free: KeptConnection[] = [];
  readonly #waiting: Post[] = [];
  #isScheduled = false;
  #isClosing = false;
  readonly #pruning: NodeJS.Timeout;

  constructor({ url, most }: KeptOptions) {
    this.#address = addressOf(url);
    this.#most = most;
    this.#host = url.host;
    this.#pruning = setInterval(() => this.#prune(), pruneEveryMs).unref();
  }

  dispatch({ method, path, headers, body }: PostRequest, taker: AnswerTaker): void {
    let text = `${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n`;
    for (let place = 0; place < headers.length; place += 2) {
      const value = headers[place + 1] ?? '';
      if (unfitValue.test(value)) {
        taker.onResponseError(null, new HttpFault(`${headers[place]} cannot be sent`));
        return;
      }
      text += `${headers[place]}: ${value}\r\n`;
    }
    text += `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    if (this.#isClosing) taker.onResponseError(null, stopping());
    else {
      this.#waiting.push({ text, taker });
      this.#schedule();
    }
  }

  onFree(connection: KeptConnection): void {
    if (this.#waiting.length > 0) this.#schedule();
    if (this.#isClosing && this.#waiting.length === 0) connection.destroy();
    else this.#free.push(connection);
  }

  onClose(connection: KeptConnection): void {
    this.#open.delete(connection);
    this.#free = this.#free.filter((each) => each !== connection);
    if (this.#waiting.length > 0) this.#schedule();
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#pruning);
    for (const connection of this.#free.splice(0)) connection.destroy();
  }

  async destroy(): Promise<void> {
    await this.close();
    for (const { taker } of this.#waiting.splice(0)) taker.onResponseError(null, stopping());
    for (const connection of this.#open) connection.destroy(stopping());
  }

  /**
   * Sends when this turn's input is read: bytes that came unasked over a free connection, or its end, are known by then.
   * Who is answered by them would have the answer to something else.
   */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(this.#sendWaiting);
  }

  readonly #sendWaiting = (): void => {
    this.#isScheduled = false;
    while (this.#waiting.length > 0) {
      const connection = this.#connection();
      if (connection === undefined) return;
      connection.start(this.#waiting.shift() as Post);
    }
  };

  /** One that is free, or a new one while there may be more. */
  #connection(): KeptConnection | undefined {
    const now = performance.now();
    for (let free = this.#free.pop(); free !== undefined; free = this.#free.pop()) {
      if (free.isUsable(now)) return free;
      free.destroy();
    }
    if (this.#open.size >= this.#most) return undefined;
    const made = new KeptConnection(this.#address, this);
    this.#open.add(made);
    return made;
  }

  #prune(): void {
    const now = performance.now();
    for (const connection of this.#free) if (!connection.isUsable(now)) connection.destroy();
    this.#free = this.#free.filter((connection) => connection.isUsable(now));
  }
}
