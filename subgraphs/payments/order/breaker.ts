export interface BreakerOptions {
  /** Answers that are looked back on. */
  window: number;
  /** The part of them that may be bad. */
  mostBad: number;
  firstPauseMs: number;
  longestPauseMs: number;
}

const defaults: BreakerOptions = { window: 40, mostBad: 0.5, firstPauseMs: 1_000, longestPauseMs: 60_000 };

/** Stops calling a partner that mostly fails; after a pause one call at a time finds out whether it is back. */
export class Breaker {
  readonly #options: BreakerOptions;
  #recent: boolean[] = [];
  #openUntilMs = 0;
  #pauses = 0;
  #isProbing = false;

  constructor(options: Partial<BreakerOptions> = {}) {
    this.#options = { ...defaults, ...options };
  }

  /** How many calls may begin at `nowMs`, of `wanted`. */
  allows(wanted: number, nowMs: number): number {
    if (this.#pauses === 0) return wanted;
    if (nowMs < this.#openUntilMs || this.#isProbing) return 0;
    return Math.min(1, wanted);
  }

  /** Notes that a call begins. */
  begin(): void {
    if (this.#pauses > 0) this.#isProbing = true;
  }

  /** Notes how a call ended: bad when the partner did not answer in its dialect. */
  end(isBad: boolean, nowMs: number): void {
    if (this.#pauses > 0) this.#endProbe(isBad, nowMs);
    else this.#count(isBad, nowMs);
  }

  #count(isBad: boolean, nowMs: number): void {
    const { window, mostBad } = this.#options;
    this.#recent.push(isBad);
    if (this.#recent.length > window) this.#recent.shift();
    if (this.#recent.length < window || this.#recent.filter(Boolean).length <= mostBad * window) return;
    this.#open(nowMs);
  }

  #endProbe(isBad: boolean, nowMs: number): void {
    // What began before the pause says nothing of how it is now.
    if (!this.#isProbing) return;
    this.#isProbing = false;
    if (isBad) {
      this.#open(nowMs);
      return;
    }
    this.#pauses = 0;
    this.#recent = [];
  }

  #open(nowMs: number): void {
    const { firstPauseMs, longestPauseMs } = this.#options;
    this.#openUntilMs = nowMs + Math.min(firstPauseMs * 2 ** Math.min(this.#pauses, 20), longestPauseMs);
    this.#pauses += 1;
  }
}
