import { networkOf } from './network.ts';

/** Something that was begun: what succeeds does not count. */
export interface Attempt {
  succeeded(): void;
}

interface AllowanceOptions {
  /** Failures of one network each second. */
  perNetwork: number;
  /** Failures of all networks each second. */
  inTotal: number;
  now?: () => number;
}

/** Counts attempts that are under way or failed, by network and second. */
export const createAllowance = ({ perNetwork, inTotal, now = Date.now }: AllowanceOptions) => {
  let second = 0;
  let total = 0;
  const counts = new Map<string, number>();

  const add = (network: string, count: number) => {
    counts.set(network, (counts.get(network) ?? 0) + count);
    total += count;
  };

  return {
    /** Undefined when too many failed in this second. */
    take(address: string): Attempt | undefined {
      const current = Math.floor(now() / 1000);
      if (current !== second) {
        second = current;
        total = 0;
        counts.clear();
      }
      const network = networkOf(address);
      if (total >= inTotal || (counts.get(network) ?? 0) >= perNetwork) return undefined;
      add(network, 1);
      return { succeeded: () => void (current === second && add(network, -1)) };
    },
  };
};

export type Allowance = ReturnType<typeof createAllowance>;
