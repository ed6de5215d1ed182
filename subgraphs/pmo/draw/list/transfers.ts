interface TransferLimits {
  most: number;
  /** Milliseconds for which each is let alone. */
  aloneMs: number;
  /** A reader who takes less in a millisecond gives way. */
  bytesPerMs: number;
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number;
}

/** One list on its way to its reader. */
export interface Transfer {
  /** Its reader has taken so many more bytes. */
  took(bytes: number): void;
  end(): void;
}

interface OpenTransfer {
  beganMs: number;
  bytes: number;
  cut(): void;
}

/** Lists that are sent at a time. When there are as many as may be, the slowest reader gives way to the next one: it can go on by a range. */
export class Transfers {
  readonly #limits: Required<TransferLimits>;
  readonly #open = new Set<OpenTransfer>();

  constructor(limits: TransferLimits) {
    this.#limits = { now: () => performance.now(), ...limits };
  }

  /** @param cut ends it early @returns undefined where there is no room, and none that can be made */
  begin(cut: () => void): Transfer | undefined {
    const { most, now } = this.#limits;
    if (this.#open.size >= most && !this.#makeRoom()) return undefined;
    const transfer: OpenTransfer = { beganMs: now(), bytes: 0, cut };
    this.#open.add(transfer);
    return {
      took: (bytes) => {
        transfer.bytes += bytes;
      },
      end: () => void this.#open.delete(transfer),
    };
  }

  #makeRoom(): boolean {
    const { aloneMs, bytesPerMs, now } = this.#limits;
    let slowest: { transfer: OpenTransfer; pace: number } | undefined;
    for (const transfer of this.#open) {
      const elapsedMs = now() - transfer.beganMs;
      const pace = transfer.bytes / elapsedMs;
      if (elapsedMs > aloneMs && pace < (slowest?.pace ?? bytesPerMs)) slowest = { transfer, pace };
    }
    if (slowest === undefined) return false;
    this.#open.delete(slowest.transfer);
    slowest.transfer.cut();
    return true;
  }
}
