interface SendingLimits {
  most: number;
  /** Milliseconds for which each is let alone. */
  aloneMs: number;
  /** A reader who takes less in a millisecond gives way. */
  bytesPerMs: number;
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number;
}

/** One list that is being sent. */
export interface Sent {
  /** Its reader has taken so many more bytes. */
  took(bytes: number): void;
  end(): void;
}

interface Sending {
  beganMs: number;
  bytes: number;
  cut(): void;
}

/** Lists that are sent at a time. When there are as many as may be, the slowest reader gives way to the next one: it can go on by a range. */
export class Sendings {
  readonly #limits: Required<SendingLimits>;
  readonly #open = new Set<Sending>();

  constructor(limits: SendingLimits) {
    this.#limits = { now: () => performance.now(), ...limits };
  }

  /** @param cut ends it early @returns undefined where there is no room, and none that can be made */
  begin(cut: () => void): Sent | undefined {
    const { most, now } = this.#limits;
    if (this.#open.size >= most && !this.#makeRoom()) return undefined;
    const sending: Sending = { beganMs: now(), bytes: 0, cut };
    this.#open.add(sending);
    return {
      took: (bytes) => {
        sending.bytes += bytes;
      },
      end: () => void this.#open.delete(sending),
    };
  }

  #makeRoom(): boolean {
    const { aloneMs, bytesPerMs, now } = this.#limits;
    let slowest: { sending: Sending; pace: number } | undefined;
    for (const sending of this.#open) {
      const elapsedMs = now() - sending.beganMs;
      const pace = sending.bytes / elapsedMs;
      if (elapsedMs > aloneMs && pace < (slowest?.pace ?? bytesPerMs)) slowest = { sending, pace };
    }
    if (slowest === undefined) return false;
    this.#open.delete(slowest.sending);
    slowest.sending.cut();
    return true;
  }
}
