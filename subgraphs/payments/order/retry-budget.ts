export interface RetryBudgetOptions {
  /** Retries that a first call allows. */
  perCall: number;
  perSecond: number;
  most: number;
}

const defaults: RetryBudgetOptions = { perCall: 0.2, perSecond: 50, most: 500 };

/** Bounds look-ups and repeated calls, so that a partner in trouble is not asked more than one in order. */
export class RetryBudget {
  readonly #options: RetryBudgetOptions;
  #left: number;
  #filledMs: number | null = null;

  constructor(options: Partial<RetryBudgetOptions> = {}) {
    this.#options = { ...defaults, ...options };
    this.#left = this.#options.most;
  }

  /** How many retries may begin at `nowMs`. */
  left(nowMs: number): number {
    const { perSecond } = this.#options;
    this.#add((Math.max(0, nowMs - (this.#filledMs ?? nowMs)) / 1_000) * perSecond);
    this.#filledMs = nowMs;
    return Math.floor(this.#left);
  }

  spend(retries: number): void {
    this.#left -= retries;
  }

  earn(calls: number): void {
    this.#add(calls * this.#options.perCall);
  }

  #add(retries: number): void {
    this.#left = Math.min(this.#options.most, this.#left + retries);
  }
}
