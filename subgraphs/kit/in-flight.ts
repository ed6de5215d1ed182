/** How much may be under way at a time. */
export interface InFlightLimits {
  most: number;
  /** As many are let in however slow they are; a quarter of it while more is turned away than ends. */
  least: number;
  /** Milliseconds: what more than half of the requests take longer than is too much at a time. */
  targetMs: number;
}

interface InFlightOptions extends InFlightLimits {
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number;
}

const WINDOW_MS = 100;
/** After so long without a full window nothing is known of what may be under way. */
const QUIET_MS = 2_000;
const GROWTH = 1.05;
/** Windows in a row: what stood still for a moment, as when a supergraph is read, is no overload. */
const STRAINED_WINDOWS = 2;
/** What ends in a window must be as many to say how many can. */
const FEWEST_ENDS = 4;
/** Milliseconds after the last window of a flood in which it may go on. */
const FLOOD_MS = 1_000;
const FLOODED_LEAST = 1 / 4;

/**
 * Bounds what is under way. The bound comes down while more than half of the requests take longer than `targetMs`, to
 * what ends in that time (Little's law), and goes up again by a twentieth a tenth of a second: so nobody need know what a
 * machine can do. A flood, in which more is turned away than ends, has a lower least: whoever sends as much as a few
 * connections can, each after the answer before, never causes one. What does not end counts for nothing: it may wait for one subgraph that hangs, and others are answered.
 */
export class InFlight {
  readonly #limits: InFlightLimits;
  readonly #now: () => number;
  #limit: number;
  #open = 0;
  #peak = 0;
  #ended = 0;
  #slow = 0;
  #strained = 0;
  #refused = 0;
  #floodedUntil = Number.NEGATIVE_INFINITY;
  #windowFrom: number;

  constructor({ now = () => performance.now(), ...limits }: InFlightOptions) {
    this.#limits = limits;
    this.#now = now;
    this.#limit = limits.most;
    this.#windowFrom = now();
  }

  get open(): number {
    return this.#open;
  }

  /** How many may be under way now. */
  get limit(): number {
    return this.#limit;
  }

  /** Whether one more may come; one that may not is counted as turned away. */
  hasRoom(arrivedAt = this.#now()): boolean {
    if (this.#open >= this.#limit && arrivedAt - this.#windowFrom >= QUIET_MS) this.#look(arrivedAt);
    if (this.#open < this.#limit) return true;
    this.#refused += 1;
    return false;
  }

  /** @returns false where too much is under way */
  enter(arrivedAt = this.#now()): boolean {
    if (!this.hasRoom(arrivedAt)) return false;
    this.#open += 1;
    if (this.#open > this.#peak) this.#peak = this.#open;
    return true;
  }

  /** Call once for each that was let in, with the time of its arrival. */
  leave(arrivedAt: number): void {
    const now = this.#now();
    this.#open -= 1;
    this.#ended += 1;
    if (now - arrivedAt > this.#limits.targetMs) this.#slow += 1;
    if (now - this.#windowFrom >= WINDOW_MS) this.#look(now);
  }

  /** Ends the window where enough is known. */
  #look(now: number): void {
    // With few under way it is the work that is slow, and fewer would not make it faster.
    const isTooMuch = 2 * this.#slow > this.#ended && this.#peak > this.#least(now);
    if (this.#ended >= FEWEST_ENDS) this.#adapt(now, isTooMuch);
    else if (now - this.#windowFrom >= QUIET_MS) this.#adapt(now, false);
  }

  #adapt(now: number, isTooMuch: boolean): void {
    const { most, targetMs } = this.#limits;
    if (this.#refused > this.#ended) this.#floodedUntil = now + FLOOD_MS;
    const least = this.#least(now);
    const elapsedMs = now - this.#windowFrom;
    this.#strained = isTooMuch ? this.#strained + 1 : 0;
    if (isTooMuch) {
      // At the first sign no more than there were; then as many as end in time.
      const inTime = this.#strained < STRAINED_WINDOWS ? this.#peak : Math.floor((this.#ended / elapsedMs) * targetMs);
      this.#limit = Math.max(least, Math.min(this.#limit, inTime));
    } else if (elapsedMs >= QUIET_MS) this.#limit = most;
    else this.#limit = Math.min(most, Math.max(least, Math.ceil(this.#limit * GROWTH)));
    this.#windowFrom = now;
    this.#ended = 0;
    this.#slow = 0;
    this.#refused = 0;
    this.#peak = this.#open;
  }

  #least(now: number): number {
    const { least } = this.#limits;
    return now < this.#floodedUntil ? Math.ceil(least * FLOODED_LEAST) : least;
  }
}
