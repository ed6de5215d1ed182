/** One sender's clock beside ours: ours less theirs, in milliseconds, for what was the shortest on its way. */
interface SenderClock {
  /** The least before `since`, and after. */
  former: number;
  least: number;
  since: number;
}

const PERIOD_MS = 30_000;
/** Gateways and their connections: further ones take the place of the first. */
const MOST_SENDERS = 256;

const pattern = /^t=(\d{13}),n=([\w-]{16})/;

/** When a request was signed, by its sender's clock, and the name of that clock; undefined for what is no signature. */
const stampOf = (signature: unknown): { timeMs: number; sender: string } | undefined => {
  const found = typeof signature === 'string' ? pattern.exec(signature) : null;
  if (found === null) return undefined;
  const [, time, sender = ''] = found;
  return { timeMs: Number(time), sender };
};

/**
 * How long requests have been on their way, by the time in their signatures, whatever the clocks of both sides say: the
 * shortest way of the last minute is taken for none. What lay in the buffer of a process that stood still, or of a network,
 * is known by it.
 */
export class SendTimes {
  readonly #senders = new Map<string, SenderClock>();
  readonly #now: () => number;

  /** @param now milliseconds of a clock that only goes forward */
  constructor({ now = () => performance.now() }: { now?: () => number } = {}) {
    this.#now = now;
  }

  /** Milliseconds since it was sent; 0 where nothing is known of its sender's clock. */
  ageOf(signature: unknown): number {
    const stamp = stampOf(signature);
    const known = stamp && this.#senders.get(stamp.sender);
    if (stamp === undefined || known === undefined) return 0;
    return Math.max(0, this.#now() - stamp.timeMs - Math.min(known.former, known.least));
  }

  /** Takes the time in a signature that was found good. */
  learn(signature: unknown): void {
    const stamp = stampOf(signature);
    if (stamp === undefined) return;
    const now = this.#now();
    const apart = now - stamp.timeMs;
    const known = this.#senders.get(stamp.sender);
    if (known === undefined) this.#add(stamp.sender, { former: apart, least: apart, since: now });
    else if (now - known.since > PERIOD_MS) {
      known.former = known.least;
      known.least = apart;
      known.since = now;
    } else if (apart < known.least) known.least = apart;
  }

  #add(sender: string, clock: SenderClock): void {
    const [first] = this.#senders.keys();
    if (first !== undefined && this.#senders.size >= MOST_SENDERS) this.#senders.delete(first);
    this.#senders.set(sender, clock);
  }
}
