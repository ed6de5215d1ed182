import type { Metrics } from './metrics/registry.ts';

/** Owners of the clocks that ours is compared with. */
const peers = ['database', 'issuer'] as const;
export type ClockPeer = (typeof peers)[number];

interface ClockWatchOptions {
  log: { info(details: object, message: string): void; error(details: object, message: string): void };
  /** The clock that is watched, in milliseconds since 1970. */
  now?: () => number;
}

/** More than NTP ever leaves, and than the second to which HTTP tells the time. */
const TOLD_MS = 2_000;
/** The difference at which signatures are not taken any more, so that calls fail; see `request-signature.ts`. */
const WRONG_MS = 30_000;
const TOLD_AGAIN_MS = 600_000;

interface Comparison {
  aheadMs: number;
  toldAtMs: number | undefined;
}

const inSeconds = (ms: number) => `${(Math.abs(ms) / 1_000).toFixed(1)} s ${ms > 0 ? 'ahead of' : 'behind'}`;

/** Something was to be decided by a clock that is wrong. */
export class WrongClockError extends Error {}

/**
 * Compares the clock of this process with others. By one that is half a minute away from that of its own database, nothing
 * is decided: which of the two is wrong is for a person to find out.
 */
export class ClockWatch {
  readonly #options: ClockWatchOptions;
  readonly #now: () => number;
  readonly #compared = new Map<ClockPeer, Comparison>();

  constructor(options: ClockWatchOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /**
   * Takes the time that another clock told.
   * @param theirMs milliseconds since 1970
   * @param tookMs how long the question and its answer were on their way; it may be wrong by half of it
   */
  compare(peer: ClockPeer, { theirMs, tookMs }: { theirMs: number; tookMs: number }): void {
    const apartMs = this.#now() - tookMs / 2 - theirMs;
    const unsureMs = tookMs / 2;
    const aheadMs = Math.abs(apartMs) <= unsureMs ? 0 : apartMs - Math.sign(apartMs) * unsureMs;
    const toldAtMs = this.#compared.get(peer)?.toldAtMs;
    this.#compared.set(peer, { aheadMs, toldAtMs: this.#tell(peer, aheadMs, toldAtMs) });
  }

  /** What is wrong with the clock, in words for a log; undefined where it can be decided by. */
  fault(): string | undefined {
    const aheadMs = this.#compared.get('database')?.aheadMs ?? 0;
    return Math.abs(aheadMs) < WRONG_MS ? undefined : this.#wordsOf('database', aheadMs);
  }

  /** @throws WrongClockError when nothing may be decided by it */
  assertRight(): void {
    const fault = this.fault();
    if (fault !== undefined) throw new WrongClockError(fault);
  }

  addMetrics(metrics: Metrics): void {
    metrics.reading({
      kind: 'gauge',
      name: 'prakerja_clock_ahead_seconds',
      help: 'By how much the clock of the process is ahead of another; below 0, behind it.',
      labels: { of: peers },
      read: () => [...this.#compared].map(([peer, { aheadMs }]) => [aheadMs / 1_000, peer]),
    });
  }

  #wordsOf(peer: ClockPeer, aheadMs: number): string {
    return `the clock of this process is ${inSeconds(aheadMs)} that of its ${peer}`;
  }

  /** @returns when it was told that the clocks differ, by a clock that only goes forward; undefined when they agree */
  #tell(peer: ClockPeer, aheadMs: number, toldAtMs: number | undefined): number | undefined {
    const { log } = this.#options;
    const isApart = Math.abs(aheadMs) >= TOLD_MS;
    if (!isApart) {
      if (toldAtMs !== undefined)
        log.info({ peer, aheadMs }, `the clock of this process agrees with that of its ${peer} again`);
      return undefined;
    }
    const now = performance.now();
    if (toldAtMs !== undefined && now - toldAtMs < TOLD_AGAIN_MS) return toldAtMs;
    log.error({ peer, aheadMs: Math.round(aheadMs) }, this.#wordsOf(peer, aheadMs));
    return now;
  }
}

/** The same time, of a clock that is watched. @returns what throws WrongClockError while it is wrong */
export const watched =
  (now: () => Date, clock: ClockWatch): (() => Date) =>
  () => {
    clock.assertRight();
    return now();
  };
