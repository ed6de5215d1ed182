import { InFlight, type InFlightLimits } from '../subgraphs/kit/in-flight.ts';
import type { Caller } from './caller.ts';
import { RequestRefusal } from './errors.ts';
import { networkOf } from './network.ts';

/** Above this part of what may be under way, one caller may have no more than its share. */
const crowded = 1 / 2;
const share = 1 / 8;
const longestAwayS = 3;

/** Gives the place of a request back; once, however often it is called. */
export type Leave = () => void;

interface LoadOptions extends InFlightLimits {
  now?: () => number;
}

/** Requests that are under way in this gateway: no more than it can answer in time, and not all of one caller. */
export class Load {
  readonly #inFlight: InFlight;
  readonly #shares = new Map<string, number>();
  readonly #now: () => number;
  #refused = 0;

  constructor({ now = () => performance.now(), ...limits }: LoadOptions) {
    this.#now = now;
    this.#inFlight = new InFlight({ ...limits, now });
  }

  /** How many are under way, and how many may be. */
  get state(): { open: number; limit: number } {
    return { open: this.#inFlight.open, limit: this.#inFlight.limit };
  }

  /** @throws RequestRefusal 503 where too much is under way: so much is known before anything is read */
  assertRoom(): void {
    if (!this.#inFlight.hasRoom()) throw this.#overloaded();
  }

  /**
   * Takes a place for a request that has arrived in full: one that arrives slowly holds none.
   * @throws RequestRefusal 503 where too much is under way, or this caller's share of it while others come too
   */
  enter(caller: Caller, address: string): Leave {
    const key = caller.isAnonymous ? networkOf(address) : (caller.id ?? '');
    const held = this.#shares.get(key) ?? 0;
    const { open, limit } = this.#inFlight;
    const isGreedy = open > crowded * limit && held >= share * limit;
    const arrivedAt = this.#now();
    if (isGreedy || !this.#inFlight.enter(arrivedAt)) throw this.#overloaded();
    this.#shares.set(key, held + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      this.#inFlight.leave(arrivedAt);
      this.#giveBack(key);
    };
  }

  #giveBack(key: string): void {
    const left = (this.#shares.get(key) ?? 0) - 1;
    if (left > 0) this.#shares.set(key, left);
    else this.#shares.delete(key);
  }

  // Not all of them shall come again at the same moment.
  #overloaded(): RequestRefusal {
    this.#refused += 1;
    return refusals[this.#refused % refusals.length] as RequestRefusal;
  }
}

/** Made once: under overload the price of a refusal is what counts. */
const refusals = Array.from({ length: longestAwayS }, (_, index) => {
  const retryAfterSeconds = index + 1;
  const text = {
    en: `Too much is under way; try again in ${retryAfterSeconds} s.`,
    id: `Terlalu banyak yang sedang diproses; coba lagi dalam ${retryAfterSeconds} detik.`,
  };
  const headers = { 'retry-after': String(retryAfterSeconds) };
  return new RequestRefusal(503, { code: 'OVERLOADED', text, extensions: { retryAfterSeconds } }, headers);
});
