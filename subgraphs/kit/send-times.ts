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
    const [, time, sender = ''] = (typeof signature === 'string' && pattern.exec(signature)) || [];
    const known = this.#senders.get(sender);
    if (known === undefined) return 0;
    return Math.max(0, this.#now() - Number(time) - Math.min(known.former, known.least));
  }

  /** Takes the time in a signature that was found good. */
  learn(signature: unknown): void {
    const [, time, sender] = (typeof signature === 'string' && pattern.exec(signature)) || [];
    if (time === undefined || sender === undefined) return;
    const now = this.#now();
    const apart = now - Number(time);
    const known = this.#senders.get(sender);
    if (known === undefined) this.#add(sender, { former: apart, least: apart, since: now });
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
