const beatMs = 100;
/** Without a beat for so long the process stood still: a machine that has much to do is late by less. */
const stillMs = 1000;
/** What is read so shortly after it may have come before. */
const graceMs = 500;
/** Time in which the end of a connection is read that its client closed meanwhile. */
const settleMs = 20;

interface PulseOptions {
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number;
}

/**
 * Knows when this process stood still, stopped by a signal or by its machine: what is read then lay in buffers nobody knows
 * how long, and who sent it may have left.
 */
export class Pulse {
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #beatAt: number;
  #stood: { from: number; until: number } | undefined;

  constructor({ now = () => performance.now() }: PulseOptions = {}) {
    this.#now = now;
    this.#beatAt = now();
    this.#timer = setInterval(() => this.beat(), beatMs).unref();
  }

  /** Called every tenth of a second. */
  beat(): void {
    const now = this.#now();
    if (now - this.#beatAt > stillMs) this.#stood = { from: this.#beatAt, until: now + graceMs };
    this.#beatAt = now;
  }

  /** The earliest time, of the same clock, at which may have come what is read now; undefined unless it stood still. */
  stoodSince(): number | undefined {
    const now = this.#now();
    if (now - this.#beatAt > stillMs) return this.#beatAt;
    return this.#stood && now < this.#stood.until ? this.#stood.from : undefined;
  }

  /** Resolves when it is known which clients have left meanwhile. */
  settle(): Promise<void> {
    return new Promise((resolve) => {
      // Behind the timer, what came meanwhile is read once more.
      setTimeout(() => setImmediate(resolve), settleMs);
    });
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
