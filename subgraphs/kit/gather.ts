import { overloaded } from './errors.ts';
import { Pace } from './gather.pace.ts';
import { beyondRequest, currentLife, type RequestLife, requestOver } from './request-life.ts';

export interface GatherOptions<Call, Answer> {
  /** Executes all calls or, when it throws an error of PostgreSQL, none; returns the answers in the order of the calls. */
  run(calls: readonly Call[]): Promise<Answer[]>;
  /** What a call may not share with another one that is under way: a later one waits. */
  keysOf(call: Call): readonly string[];
  /** Calls a batch. */
  most?: number;
  /** Batches under way at the same time. */
  atOnce?: number;
  /** Calls that may wait. */
  mostWaiting?: number;
  /** Milliseconds that a call may expect to wait; less where its request has less time left. */
  longestWaitMs?: number;
}

interface WaitingCall<Call, Answer> {
  call: Call;
  keys: readonly string[];
  life: RequestLife | undefined;
  resolve(answer: Answer | Promise<Answer>): void;
  reject(error: unknown): void;
  /** Its request no longer tells it when it ends. */
  forget(): unknown;
}

/** The server said no to the statement, and rolled it back: not a broken connection, after which nobody knows. */
const isRolledBack = (error: unknown): boolean => (error as { severity?: unknown } | null)?.severity === 'ERROR';

const LONGEST_RETRY_S = 60;

class Gatherer<Call, Answer> {
  readonly #options: Required<GatherOptions<Call, Answer>>;
  readonly #busy = new Set<string>();
  readonly #pace = new Pace();
  #waiting: WaitingCall<Call, Answer>[] = [];
  #running = 0;
  #isDue = false;

  constructor(options: GatherOptions<Call, Answer>) {
    this.#options = { most: 64, atOnce: 2, mostWaiting: 2_048, longestWaitMs: 10_000, ...options };
  }

  enter(call: Call): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const life = currentLife();
      this.#assertRoom(life);
      const one: WaitingCall<Call, Answer> = { call, keys: this.#options.keysOf(call), life, resolve, reject, forget };
      if (life) one.forget = life.whileWaiting(() => this.#giveUp(one));
      this.#waiting.push(one);
      // What arrived with the same read of the sockets goes together. It is nobody's own: whoever leaves ends no batch.
      if (!this.#isDue) beyondRequest(() => setImmediate(() => this.#runDue()));
      this.#isDue = true;
    });
  }

  /** @throws GraphQLError OVERLOADED */
  #assertRoom(life: RequestLife | undefined): void {
    const { most, atOnce, mostWaiting, longestWaitMs } = this.#options;
    // Calls that share a key wait for each other, also where fewer batches run than may.
    if (this.#running < atOnce && this.#waiting.length < mostWaiting) return;
    const leftMs = Math.min(longestWaitMs, (life?.deadlineMs ?? Number.POSITIVE_INFINITY) - performance.now());
    const expectedMs = (this.#pace.batchMs() * (Math.floor(this.#waiting.length / most) + 1)) / atOnce;
    if (this.#waiting.length < mostWaiting && expectedMs < leftMs) return;
    throw overloaded(Math.min(LONGEST_RETRY_S, Math.max(1, Math.ceil(expectedMs / 1_000))));
  }

  #giveUp(one: WaitingCall<Call, Answer>): void {
    this.#waiting = this.#waiting.filter((each) => each !== one);
    one.reject(requestOver());
  }

  #runDue(): void {
    this.#isDue = false;
    while (this.#running < this.#options.atOnce) {
      const batch = this.#takeBatch();
      if (batch.length === 0) return;
      void this.#runBatch(batch);
    }
  }

  #takeBatch(): WaitingCall<Call, Answer>[] {
    const batch: WaitingCall<Call, Answer>[] = [];
    this.#waiting = this.#waiting.filter((one) => {
      if (one.life?.isOver) {
        one.reject(requestOver());
        return false;
      }
      if (batch.length >= this.#options.most || one.keys.some((key) => this.#busy.has(key))) return true;
      for (const key of one.keys) this.#busy.add(key);
      one.forget();
      batch.push(one);
      return false;
    });
    return batch;
  }

  async #runBatch(batch: readonly WaitingCall<Call, Answer>[]): Promise<void> {
    this.#running += 1;
    const end = this.#pace.begin();
    try {
      const answers = await this.#options.run(batch.map(({ call }) => call));
      for (const [at, { resolve }] of batch.entries()) resolve(answers[at] as Answer);
    } catch (error) {
      if (batch.length > 1 && isRolledBack(error)) for (const one of batch) await this.#runAlone(one);
      else for (const { reject } of batch) reject(error);
    }
    end();
    for (const { keys } of batch) for (const key of keys) this.#busy.delete(key);
    this.#running -= 1;
    this.#runDue();
  }

  async #runAlone({ call, life, resolve, reject }: WaitingCall<Call, Answer>): Promise<void> {
    // Those before it took their time.
    if (life?.isOver) return reject(requestOver());
    await this.#options.run([call]).then(([answer]) => resolve(answer as Answer), reject);
  }
}

const forget = () => undefined;

/**
 * Gathers the calls that come while others are under way, and runs them together: one statement and one commit for all
 * of them. Nobody waits for company, so that a call on a quiet day runs alone and at once. A batch that PostgreSQL
 * refuses is run again one by one: a call fails for its own reasons only.
 * A call that would wait too long is refused at once (OVERLOADED); one whose request ends while it waits is not run.
 */
export const gather = <Call, Answer>(options: GatherOptions<Call, Answer>): ((call: Call) => Promise<Answer>) => {
  const gatherer = new Gatherer(options);
  return (call) => gatherer.enter(call);
};
