import type { Dispatcher } from 'undici';
import type { Connection } from './subgraph-connection.ts';
import { SubgraphFailure } from './subgraph-failure.ts';

export interface Exchange {
  /** Called for each sending: a signature is good for one. */
  headersOf(): string[];
  body: string;
  timeoutMs: number;
  maximumBytes: number;
  /** May be sent again when the kept connection turns out to be closed. */
  isRepeatable: boolean;
}

export interface Answer {
  status: number;
  body: string;
  /** The `x-sql-statements` header. */
  statements: string | undefined;
  /** The `retry-after` header. */
  retryAfter?: string | undefined;
}

/**
 * One POST; the deadline covers everything from waiting for a connection to the last byte.
 * @throws SubgraphFailure
 */
export const exchange = async (connection: Connection, request: Exchange): Promise<Answer> => {
  try {
    return await send(connection, request);
  } catch (error) {
    if (!request.isRepeatable || !(error instanceof ClosedConnection)) throw error;
    return send(connection, request);
  }
};

/** The subgraph closed a kept connection before it answered, as it does when it restarts. */
class ClosedConnection extends SubgraphFailure {}

const send = ({ pool, path }: Connection, request: Exchange): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { headersOf, body } = request;
    pool.dispatch(
      { path, method: 'POST', headers: headersOf(), body },
      new AnswerHandler(request, { resolve, reject }),
    );
  });

interface Settle {
  resolve(answer: Answer): void;
  reject(failure: SubgraphFailure): void;
}

class AnswerHandler implements Dispatcher.DispatchHandler {
  readonly #settle: Settle;
  readonly #maximumBytes: number;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #failure: SubgraphFailure | undefined;
  #length = 0;
  #status = 0;
  #statements: string | undefined;
  #retryAfter: string | undefined;

  constructor({ timeoutMs, maximumBytes }: Exchange, settle: Settle) {
    this.#settle = settle;
    this.#maximumBytes = maximumBytes;
    this.#timer = setTimeout(
      () => this.#fail(new SubgraphFailure('timeout', `no answer in ${timeoutMs} ms`)),
      timeoutMs,
    );
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure !== undefined) controller.abort(this.#failure);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    const statements = headers['x-sql-statements'];
    if (typeof statements === 'string') this.#statements = statements;
    if (typeof headers['retry-after'] === 'string') this.#retryAfter = headers['retry-after'];
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > this.#maximumBytes) {
      this.#fail(new SubgraphFailure('unavailable', `answered more than ${this.#maximumBytes} bytes`));
      return;
    }
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    clearTimeout(this.#timer);
    const [only] = this.#chunks;
    const bytes = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks);
    const [statements, retryAfter] = [this.#statements, this.#retryAfter];
    this.#settle.resolve({ status: this.#status, body: bytes.toString('utf8'), statements, retryAfter });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    clearTimeout(this.#timer);
    const { code } = error as NodeJS.ErrnoException;
    const isClosed = this.#status === 0 && (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE');
    const reason = `${code ?? error.name}: ${error.message}`;
    const Failure = isClosed ? ClosedConnection : SubgraphFailure;
    this.#settle.reject(this.#failure ?? new Failure('unavailable', reason));
  }

  // Settles at once: a request that still waits for a connection has nothing to abort yet.
  #fail(failure: SubgraphFailure): void {
    clearTimeout(this.#timer);
    this.#failure = failure;
    this.#settle.reject(failure);
    this.#controller?.abort(failure);
  }
}
