import { SubgraphFailure } from './subgraph-failure.ts';

export interface BreakerOptions {
  /** Calls at a time; further ones are refused. */
  mostCalls?: number;
  /** Failures in a row after which it is left alone. */
  mostFailures?: number;
  /** For how long; then one call tries. */
  restMs?: number;
  /** Whether an answer that is none, or too large, is a failure too: of our own, one field alone may cause it. */
  mindsBadAnswers?: boolean;
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number;
}

/**
 * How a call ended: `silent`, nothing came; `bad`, something came that is no answer; `left`, its client did not wait for
 * one.
 */
export type CallEnd = 'answered' | 'silent' | 'bad' | 'left';

const defaults = { mostCalls: 64, mostFailures: 5, restMs: 2000, mindsBadAnswers: true, now: () => performance.now() };

/** Keeps one subgraph from taking what all share, and leaves it alone while it does not answer. */
export class Breaker {
  readonly #options: Required<BreakerOptions>;
  #calls = 0;
  #answers = 0;
  #failures = 0;
  #restsUntil = 0;

  constructor(options: BreakerOptions = {}) {
    this.#options = { ...defaults, ...options };
  }

  /**
   * @returns to be called when the call has ended
   * @throws SubgraphFailure when it is not to be made
   */
  begin(): (ending: CallEnd) => void {
    const { mostCalls, mostFailures } = this.#options;
    if (this.#calls >= mostCalls) throw new SubgraphFailure('overloaded', `${mostCalls} calls are under way`, 1);
    if (this.#failures >= mostFailures) this.#tryAgain();
    this.#calls += 1;
    const answersBefore = this.#answers;
    return (ending) => {
      this.#calls -= 1;
      if (ending === 'left') return;
      // What answers others meanwhile is not away: a slow operation would have it left alone for everybody.
      if (ending === 'silent' ? this.#answers === answersBefore : ending === 'bad' && this.#options.mindsBadAnswers) {
        this.#failures += 1;
        this.#rest();
      } else if (ending !== 'silent') {
        this.#answers += 1;
        this.#failures = 0;
      }
    };
  }

  /** Lets one call through after each rest: the others wait for what becomes of it. */
  #tryAgain(): void {
    const { now } = this.#options;
    if (now() < this.#restsUntil) throw new SubgraphFailure('unavailable', 'it is left alone after failures');
    this.#rest();
  }

  #rest(): void {
    const { now, restMs } = this.#options;
    this.#restsUntil = now() + restMs;
  }
}
