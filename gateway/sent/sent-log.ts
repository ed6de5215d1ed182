import type { SentData } from './sent-data.ts';

/** A partner's read of a person's data, as it is written down. */
export interface SentEntry extends SentData {
  id: string;
  at: Date;
  subgraph: string;
  requestId: string;
}

export interface SentStore {
  /** Writes all of them by one statement. */
  add(entries: readonly SentEntry[]): Promise<void>;
  /** The oldest ones, at most so many. */
  oldest(most: number): Promise<SentEntry[]>;
  remove(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface SentCall {
  subgraph: string;
  requestId: string;
  data: readonly SentData[];
}

/** Entries of one statement: those who come while one is under way share the next. */
const mostAtOnce = 5_000;

interface WaitingCall {
  entries: SentEntry[];
  done: PromiseWithResolvers<void>;
}

/**
 * Writes down what partners are sent of people before it leaves: what cannot be written down is not sent. All who come
 * while a statement is under way are written by the next one, so that it costs a statement and not one a request.
 */
export class SentLog {
  readonly #store: SentStore;
  readonly #now: () => number;
  #waiting: WaitingCall[] = [];
  #isWriting = false;

  constructor(store: SentStore, now: () => number = Date.now) {
    this.#store = store;
    this.#now = now;
  }

  /** @throws Error where it cannot be written down */
  async record({ subgraph, requestId, data }: SentCall): Promise<void> {
    if (data.length === 0) return;
    const at = new Date(this.#now());
    const entries = data.map((each) => ({ ...each, id: crypto.randomUUID(), at, subgraph, requestId }));
    const done = Promise.withResolvers<void>();
    this.#waiting.push({ entries, done });
    if (!this.#isWriting) void this.#write();
    await done.promise;
  }

  /** The oldest entries, without those that their reader has by now. */
  async next(done: readonly string[], most: number): Promise<SentEntry[]> {
    if (done.length > 0) await this.#store.remove(done);
    return this.#store.oldest(most);
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const taken = this.#take();
      await this.#store.add(taken.flatMap(({ entries }) => entries)).then(
        () => {
          for (const { done } of taken) done.resolve();
        },
        (error: unknown) => {
          for (const { done } of taken) done.reject(error);
        },
      );
    }
    this.#isWriting = false;
  }

  /** At least one, and no more than fit into a statement. */
  #take(): WaitingCall[] {
    let size = 0;
    const fits = this.#waiting.findIndex(({ entries }, index) => {
      size += entries.length;
      return index > 0 && size > mostAtOnce;
    });
    return this.#waiting.splice(0, fits < 0 ? this.#waiting.length : fits);
  }
}
