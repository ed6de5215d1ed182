/** Points by account that this gateway spent since its last report; negative where it gave back more. */
export type SpentPoints = ReadonlyMap<string, number>;

/** Adds up what all gateways spend. `window` counts from the epoch: minutes, or days. */
export interface PointsStore {
  /** Adds `spending` and returns the new totals of its accounts. */
  add(window: number, spending: SpentPoints): Promise<SpentPoints>;
  close(): Promise<void>;
}

/** Time for which points are counted, and then anew. */
export interface MeterWindow {
  lengthMs: number;
  /** Added to the clock, where a window begins by another one than UTC. */
  offsetMs: number;
}

interface MeterOptions {
  store: PointsStore | undefined;
  log: { warn(details: object, message: string): void };
  window?: MeterWindow;
}

/** What one account spent in one window; negative parts are points that were given back. */
export interface Count {
  /** Points that all gateways spent, by the store's last answer. */
  known: number;
  /** Points reported to the store, which has not answered yet. */
  sent: number;
  unsent: number;
}

const aMinute: MeterWindow = { lengthMs: 60_000, offsetMs: 0 };
const reportEveryMs = 500;
const maximumAccounts = 200_000;

/**
 * Counts points by account and window, a minute unless told. A request never waits for the store: every half second what was spent is
 * reported in one statement, so gateways together may exceed a limit by what they spend in that time.
 */
export const createMeter = ({ store, log, window: { lengthMs, offsetMs } = aMinute }: MeterOptions) => {
  let window = 0;
  let counts = new Map<string, Count>();
  let isReporting = false;

  const current = () => {
    const now = Math.floor((Date.now() + offsetMs) / lengthMs);
    if (now !== window) {
      window = now;
      counts = new Map();
    }
    return counts;
  };

  const countOf = (key: string): Count => {
    const known = current().get(key);
    if (known !== undefined) return known;
    const count = { known: 0, sent: 0, unsent: 0 };
    // Beyond it, accounts start over: memory is bounded, and the store still knows what they spent.
    if (counts.size >= maximumAccounts) counts.clear();
    counts.set(key, count);
    return count;
  };

  const report = async (to: PointsStore) => {
    const reported = [...current()].filter(([, { unsent }]) => unsent !== 0);
    if (isReporting || reported.length === 0) return;
    isReporting = true;
    const spending = new Map(reported.map(([key, { unsent }]) => [key, unsent]));
    for (const [, count] of reported) {
      count.sent = count.unsent;
      count.unsent = 0;
    }
    try {
      const totals = await to.add(window, spending);
      for (const [key, count] of reported) settle(count, totals.get(key) ?? count.known + count.sent);
    } catch (error) {
      for (const [, count] of reported) {
        count.unsent += count.sent;
        count.sent = 0;
      }
      log.warn({ err: error }, 'points cannot be shared with the other gateways');
    } finally {
      isReporting = false;
    }
  };

  const timer = store && setInterval(() => void report(store), reportEveryMs).unref();

  return {
    add(key: string, points: number): Count {
      const count = countOf(key);
      count.unsent += points;
      return count;
    },
    /** Takes back what was added to `count`, which belongs to the window in which it was added. */
    giveBack(count: Count, points: number): void {
      count.unsent -= Math.min(points, total(count));
    },
    spent(key: string): number {
      const count = current().get(key);
      return count === undefined ? 0 : total(count);
    },
    /** Seconds to the next window, at least 1. */
    resetSeconds: (): number => Math.ceil((lengthMs - ((Date.now() + offsetMs) % lengthMs)) / 1000),
    async close(): Promise<void> {
      clearInterval(timer);
      if (store === undefined) return;
      await report(store);
      await store.close();
    },
  };
};

const total = ({ known, sent, unsent }: Count) => known + sent + unsent;

const settle = (count: Count, known: number) => {
  count.known = known;
  count.sent = 0;
};
