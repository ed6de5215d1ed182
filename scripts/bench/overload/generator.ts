import { setTimeout as sleep } from 'node:timers/promises';
import { KeptConnections } from '../../../gateway/kept/kept-connections.ts';
import type { AnswerHeaders, AnswerTaker } from '../../../gateway/subgraph-pool.ts';
import type { End, LoadAnswer } from './answers.ts';

export interface PreparedRequest {
  /** Names and values by turns. */
  headers: string[];
  body: string;
}

const TICK_MS = 2;
const MOST_CONNECTIONS = 10_000;
/** What is not answered by then breaks. */
const LAST_WAIT_MS = 30_000;
const OK = 200;
const refusals: ReadonlySet<number> = new Set([429, 503]);

/** Sends requests to a graph, each in turn, and writes down what became of them. */
export class Generator {
  readonly #pool: KeptConnections;
  readonly #path: string;
  readonly #requests: readonly PreparedRequest[];
  #turn = 0;

  constructor(url: string, requests: readonly PreparedRequest[]) {
    this.#pool = new KeptConnections({ url: new URL(url), most: MOST_CONNECTIONS });
    this.#path = new URL(url).pathname;
    this.#requests = requests;
  }

  /** Sends so many a second, whatever becomes of those before: as people do, who do not wait for each other. */
  async open({ perSecond, seconds }: { perSecond: number; seconds: number }): Promise<LoadAnswer[]> {
    const answers: Promise<LoadAnswer>[] = [];
    const startedAt = performance.now();
    const total = Math.round(perSecond * seconds);
    while (answers.length < total) {
      const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1_000) * perSecond));
      while (answers.length < due) answers.push(this.#send(startedAt, (answers.length / perSecond) * 1_000));
      await sleep(TICK_MS);
    }
    return Promise.all(answers);
  }

  /** Keeps so many under way: what comes back in a second is what can be done at most. */
  async closed({ atOnce, seconds }: { atOnce: number; seconds: number }): Promise<LoadAnswer[]> {
    const answers: LoadAnswer[] = [];
    const startedAt = performance.now();
    const one = async () => {
      while (performance.now() - startedAt < seconds * 1_000)
        answers.push(await this.#send(startedAt, performance.now() - startedAt));
    };
    await Promise.all(Array.from({ length: atOnce }, one));
    return answers;
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  #send(startedAt: number, dueMs: number): Promise<LoadAnswer> {
    const { headers, body } = this.#requests[this.#turn++ % this.#requests.length] as PreparedRequest;
    return new Promise((resolve) => {
      const end = (how: End, reason: string) => {
        clearTimeout(late);
        resolve({ end: how, reason, dueMs, tookMs: performance.now() - startedAt - dueMs });
      };
      const late = setTimeout(() => end('unadvised', `nothing in ${LAST_WAIT_MS} ms`), LAST_WAIT_MS);
      this.#pool.dispatch({ path: this.#path, method: 'POST', headers, body }, new Reader(end));
    });
  }
}

class Reader implements AnswerTaker {
  readonly #end: (how: End, reason: string) => void;
  #status = 0;
  #isAdvised = false;
  #hasErrors = false;
  #code = '';

  constructor(end: (how: End, reason: string) => void) {
    this.#end = end;
  }

  onRequestStart(): void {}

  onResponseStart(_: unknown, status: number, headers: AnswerHeaders): void {
    this.#status = status;
    this.#isAdvised = headers['retry-after'] !== undefined;
  }

  // The list of errors comes first.
  onResponseData(_: unknown, piece: Buffer): void {
    this.#hasErrors ||= piece.includes('"errors":');
    if (this.#code === '' && (this.#hasErrors || this.#status !== OK))
      this.#code = /"code":"([A-Z_]+)"/.exec(String(piece))?.[1] ?? '';
  }

  onResponseEnd(): void {
    const reason = `${this.#status} ${this.#code || 'without a code'}`;
    if (this.#status === OK) this.#end(this.#hasErrors ? 'partial' : 'good', reason);
    else this.#end(refusals.has(this.#status) && this.#isAdvised ? 'refused' : 'unadvised', reason);
  }

  onResponseError(): void {
    this.#end('unadvised', 'the connection broke');
  }
}
