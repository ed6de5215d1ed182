import type { Departure } from './departure.ts';
import { Bytes, tooLarge } from './subgraph-bytes.ts';
import type { Answer } from './subgraph-call.ts';
import type { Connection } from './subgraph-connection.ts';
import { AbandonedCall, SilentSubgraph, SubgraphFailure } from './subgraph-failure.ts';
import type { AnswerHeaders, AnswerTaker, CallController } from './subgraph-pool.ts';

export interface Exchange {
  /** Called for each sending: a signature is good for one. */
  headersOf(): string[];
  body: string;
  timeoutMs: number;
  maximumBytes: number;
  /** May be sent again when the kept connection turns out to be closed. */
  isRepeatable: boolean;
  departure: Departure;
  /** Is let finish once it is sent, though the client has left. */
  isFinal: boolean;
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
class ClosedConnection extends SilentSubgraph {}

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

class AnswerHandler implements AnswerTaker {
  readonly #settle: Settle;
  readonly #request: Exchange;
  readonly #timer: NodeJS.Timeout;
  readonly #bytes: Bytes;
  #controller: CallController | undefined;
  #failure: SubgraphFailure | undefined;
  #status = 0;
  #statements: string | undefined;
  #retryAfter: string | undefined;

  constructor(request: Exchange, settle: Settle) {
    const { timeoutMs, maximumBytes, departure } = request;
    this.#settle = settle;
    this.#request = request;
    this.#bytes = new Bytes(maximumBytes);
    this.#timer = setTimeout(
      () => this.#fail(new SilentSubgraph('timeout', `no answer in ${Math.round(timeoutMs)} ms`)),
      timeoutMs,
    );
    departure.watch(this.#abandon);
  }

  onRequestStart(controller: CallController): void {
    this.#controller = controller;
    if (this.#failure !== undefined) controller.abort(this.#failure);
  }

  onResponseStart(_controller: CallController, status: number, headers: AnswerHeaders): void {
    this.#status = status;
    const { 'x-sql-statements': statements, 'content-length': length, 'content-encoding': encoding } = headers;
    if (typeof statements === 'string') this.#statements = statements;
    if (typeof headers['retry-after'] === 'string') this.#retryAfter = headers['retry-after'];
    // Not asked for, and a small one can unfold to gigabytes.
    if (encoding !== undefined && encoding !== 'identity')
      this.#fail(new SubgraphFailure('unavailable', 'it compressed its answer'));
    else if (Number(length) > this.#request.maximumBytes) this.#fail(tooLarge(this.#request.maximumBytes));
  }

  onResponseData(_controller: CallController, chunk: Buffer): void {
    if (this.#failure !== undefined) return;
    try {
      this.#bytes.add(chunk);
    } catch (error) {
      this.#fail(error as SubgraphFailure);
    }
  }

  onResponseEnd(): void {
    this.#stopWaiting();
    try {
      this.#settle.resolve({
        status: this.#status,
        body: this.#bytes.text(),
        statements: this.#statements,
        retryAfter: this.#retryAfter,
      });
    } catch (error) {
      this.#settle.reject(error as SubgraphFailure);
    }
  }

  onResponseError(_controller: CallController | null, error: Error): void {
    this.#stopWaiting();
    const { code } = error as NodeJS.ErrnoException;
    const isClosed = this.#status === 0 && (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE');
    const reason = `${code ?? error.name}: ${error.message}`;
    const Failure = isClosed ? ClosedConnection : SilentSubgraph;
    this.#settle.reject(this.#failure ?? new Failure('unavailable', reason));
  }

  readonly #abandon = (): void => {
    if (this.#request.isFinal && this.#controller !== undefined) return;
    this.#fail(new AbandonedCall());
  };

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#request.departure.unwatch(this.#abandon);
  }

  // Settles at once: a request that still waits for a connection has nothing to abort yet.
  #fail(failure: SubgraphFailure): void {
    this.#stopWaiting();
    this.#failure = failure;
    this.#settle.reject(failure);
    this.#controller?.abort(failure);
  }
}
