import { setTimeout as sleep } from 'node:timers/promises';
import { networkOf } from './network.ts';

/** Something that was begun: what succeeds does not count. */
export interface Attempt {
  succeeded(): void;
}

interface AllowanceOptions {
  /** Failures of one network in a window. */
  perNetwork: number;
  /** Failures of all networks in a window. */
  inTotal: number;
  now?: () => number;
}

const windowMs = 100;
const mostWaiting = 30;
const waitMs = 50;
const mostWaits = 20;

/** Counts attempts that are under way or failed, by network and window. */
export const createAllowance = ({ perNetwork, inTotal, now = Date.now }: AllowanceOptions) => {
  let window = 0;
  let total = 0;
  const counts = new Map<string, number>();
  const waiting = new Map<string, number>();

  const add = (network: string, count: number) => {
    counts.set(network, (counts.get(network) ?? 0) + count);
    total += count;
  };

  const tryTake = (network: string): Attempt | undefined => {
    const current = Math.floor(now() / windowMs);
    if (current !== window) {
      window = current;
      total = 0;
      counts.clear();
    }
    if (total >= inTotal || (counts.get(network) ?? 0) >= perNetwork) return undefined;
    add(network, 1);
    return { succeeded: () => void (current === window && add(network, -1)) };
  };

  return {
    /** Undefined when too many failed in this window. */
    take: (address: string): Attempt | undefined => tryTake(networkOf(address)),
    /** Waits up to a second for its turn; undefined when too many of its network wait already, or it never came. */
    async wait(address: string): Promise<Attempt | undefined> {
      const network = networkOf(address);
      const before = waiting.get(network) ?? 0;
      // Who waits comes first.
      const attempt = before === 0 ? tryTake(network) : undefined;
      if (attempt !== undefined || before >= mostWaiting) return attempt;
      waiting.set(network, before + 1);
      try {
        for (let waits = 0; waits < mostWaits; waits++) {
          await sleep(waitMs);
          const late = tryTake(network);
          if (late !== undefined) return late;
        }
        return undefined;
      } finally {
        const left = (waiting.get(network) ?? 1) - 1;
        if (left > 0) waiting.set(network, left);
        else waiting.delete(network);
      }
    },
  };
};

export type Allowance = ReturnType<typeof createAllowance>;
