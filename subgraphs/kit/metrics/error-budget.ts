import { durationBuckets } from './buckets.ts';

/** Requests of the canary before anything is decided. */
export const LEAST_REQUESTS = 50;
/** Bad requests before anything is decided: one alone may be anybody's fault. */
const LEAST_BAD = 3;
/** How much more of its requests than of the others' may fail, and may be slow. */
const MORE_FAILURES = 0.01;
const MORE_SLOW = 0.1;
/** Standard errors by which it must differ, so that chance ends one canary in a thousand. */
const STANDARD_ERRORS = 3;
/** The part of the others' requests that is quick by the measure of what is slow. */
const QUICK = 0.95;
/** Older requests count half beyond it, or a canary that ran well for a day could fail for an hour. */
const MOST_REQUESTS = 2_000;

/** Requests of one side as a report has them; no whole numbers where older requests count less. */
export interface CountedSide {
  requests: number;
  failures: number;
  /** Requests by the buckets of the metrics, and those beyond the last one. */
  durations: readonly number[];
}

/** What one gateway has counted of a canary. */
export interface CanaryCounts {
  canary: CountedSide;
  stable: CountedSide;
}

/** Buckets of a side's durations. */
export const COUNTED_BUCKETS = durationBuckets.length + 1;

/** Requests of one side; durations by the buckets of the metrics. */
export class SideCounts {
  requests = 0;
  failures = 0;
  readonly #durations = new Array<number>(COUNTED_BUCKETS).fill(0);

  get counted(): CountedSide {
    return { requests: this.requests, failures: this.failures, durations: [...this.#durations] };
  }

  /** Adds what another one has counted. */
  addAll({ requests, failures, durations }: CountedSide): void {
    this.requests += requests;
    this.failures += failures;
    for (const [index, count] of durations.entries()) this.#durations[index] = (this.#durations[index] ?? 0) + count;
  }

  add({ isFailure, durationMs }: { isFailure: boolean; durationMs: number }): void {
    const bucket = durationBuckets.findIndex((bound) => durationMs / 1000 <= bound);
    const index = bucket === -1 ? durationBuckets.length : bucket;
    this.#durations[index] = (this.#durations[index] ?? 0) + 1;
    this.requests += 1;
    if (isFailure) this.failures += 1;
  }

  halve(): void {
    this.requests /= 2;
    this.failures /= 2;
    for (const [index, count] of this.#durations.entries()) this.#durations[index] = count / 2;
  }

  /** The number of the first bucket behind which five in a hundred lie at most. */
  slowFrom(): number {
    let quick = 0;
    const last = this.#durations.findIndex((count) => {
      quick += count;
      return quick >= this.requests * QUICK;
    });
    return last + 1;
  }

  slowerThan(bucket: number): number {
    return this.#durations.slice(bucket).reduce((sum, count) => sum + count, 0);
  }
}

/** Whether a part of the canary's requests is larger than that of the others' by more than chance and `allowed`. */
const exceeds = (
  [bad, all]: readonly [number, number],
  [otherBad, others]: readonly [number, number],
  allowed: number,
): boolean => {
  const more = bad / all - otherBad / others;
  const pooled = (bad + otherBad) / (all + others);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / all + 1 / others));
  return bad >= LEAST_BAD && more > allowed && more > STANDARD_ERRORS * error;
};

const percent = (part: number, all: number) => `${Math.round((1000 * part) / all) / 10} %`;

/** Compares a canary's requests with those of the callers who meet what is live. */
export class ErrorBudget {
  readonly canary = new SideCounts();
  readonly stable = new SideCounts();

  /** The sum of what several gateways have counted. */
  static of(all: readonly CanaryCounts[]): ErrorBudget {
    const sum = new ErrorBudget();
    for (const { canary, stable } of all) {
      sum.canary.addAll(canary);
      sum.stable.addAll(stable);
    }
    return sum;
  }

  get counted(): CanaryCounts {
    return { canary: this.canary.counted, stable: this.stable.counted };
  }

  /** Returns why the canary has to end; undefined while it may go on. */
  burnt(): string | undefined {
    const { canary, stable } = this;
    if (canary.requests < LEAST_REQUESTS) return undefined;
    // Too few others to compare with: then nothing may fail, and what is slow nobody can say.
    const isAlone = stable.requests < LEAST_REQUESTS;
    const others = isAlone ? ([0, canary.requests] as const) : ([stable.failures, stable.requests] as const);
    if (exceeds([canary.failures, canary.requests], others, MORE_FAILURES))
      return `${percent(canary.failures, canary.requests)} of ${Math.round(canary.requests)} requests failed, and ${percent(...others)} of the others`;
    if (isAlone) return undefined;
    const bucket = stable.slowFrom();
    const slow = canary.slowerThan(bucket);
    const otherSlow = stable.slowerThan(bucket);
    if (exceeds([slow, canary.requests], [otherSlow, stable.requests], MORE_SLOW))
      return `${percent(slow, canary.requests)} of ${Math.round(canary.requests)} requests took more than ${durationBuckets[bucket - 1]} s, and ${percent(otherSlow, stable.requests)} of the others`;
    for (const side of [canary, stable]) if (side.requests > MOST_REQUESTS) side.halve();
    return undefined;
  }
}
