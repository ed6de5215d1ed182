import { SubgraphFailure } from '../subgraph-failure.ts';

export interface BreakerOptions {
  /** Calls at a time; further ones are refused. */
  mostCalls?: number;
  /** Failures in a row after which it is left alone. */
  mostFailures?: number;
  /** For how long; then one call tries. */
  restMs?: number;
}

/** How a call ended: `failed`, it brought no answer; `left`, its client did not wait for one. */
type CallEnd = 'answered' | 'failed' | 'left';

/** Keeps one partner's subgraph from taking what all share, and leaves it alone while it does not answer. */
export class Breaker {
  readonly #options: Required<BreakerOptions>;
  #calls = 0;
  #failures = 0;
  #restsUntil = 0;

  constructor({ mostCalls = 64, mostFailures = 5, restMs = 2000 }: BreakerOptions = {}) {
    this.#options = { mostCalls, mostFailures, restMs };
  }

  /**
   * @returns to be called when the call has ended
   * @throws SubgraphFailure when it is not to be made
   */
  begin(): (ending: CallEnd) => void {
    const { mostCalls, mostFailures, restMs } = this.#options;
    if (this.#calls >= mostCalls) throw new SubgraphFailure('overloaded', `${mostCalls} calls are under way`, 1);
    const now = performance.now();
    if (this.#failures >= mostFailures) {
      if (now < this.#restsUntil) throw new SubgraphFailure('unavailable', 'it is left alone after failures');
      // Others wait for what becomes of this one.
      this.#restsUntil = now + restMs;
    }
    this.#calls += 1;
    return (ending) => {
      this.#calls -= 1;
      if (ending === 'answered') this.#failures = 0;
      if (ending !== 'failed') return;
      this.#failures += 1;
      this.#restsUntil = performance.now() + restMs;
    };
  }
}
