import type { Caller } from './caller.ts';
import { RequestRefusal } from './errors.ts';
import { createMeter, type PointsStore } from './rate-meter.ts';

/** Points per minute, by what is counted; 0 counts without limiting. */
export interface RateLimits {
  client: number;
  person: number;
  /** By network address. */
  anonymous: number;
}

export interface BudgetState {
  limit: number;
  remaining: number;
  resetSeconds: number;
}

/** What one caller may still spend in this minute. */
export interface Budget {
  /** @throws RequestRefusal 429 RATE_LIMITED when less than `points` is left; `spend(0)` when nothing is. */
  spend(points: number): void;
  /** Counts what was used already. */
  charge(points: number): void;
  /** Of the account that has least left; undefined without a limit. */
  state(): BudgetState | undefined;
}

export interface RateLimiterOptions {
  limits: RateLimits;
  /** Shared by several gateways; without it each counts alone. */
  store: PointsStore | undefined;
  log: { warn(details: object, message: string): void };
}

interface Account {
  key: string;
  limit: number;
}

export const createRateLimiter = ({ limits, store, log }: RateLimiterOptions) => {
  const meter = createMeter({ store, log });

  const accountsOf = (caller: Caller, address: string): Account[] => {
    if (caller.isAnonymous) return [{ key: `address:${networkOf(address)}`, limit: limits.anonymous }];
    const accounts: Account[] = [];
    if (caller.client !== undefined) accounts.push({ key: `client:${caller.client}`, limit: limits.client });
    // A client that acts for itself is its own subject, and no person.
    if (caller.id !== caller.client) accounts.push({ key: `person:${caller.id}`, limit: limits.person });
    return accounts;
  };

  const budgetOf = (caller: Caller, address: string): Budget => {
    const accounts = accountsOf(caller, address).filter(({ limit }) => limit > 0);
    const charge = (points: number) => {
      for (const { key } of accounts) meter.add(key, points);
    };
    return {
      charge,
      spend(points) {
        for (const { key, limit } of accounts) {
          const remaining = limit - meter.spent(key);
          if (remaining < points || remaining <= 0)
            throw exhausted({ limit, requested: points, remaining }, meter.resetSeconds());
        }
        if (points > 0) charge(points);
      },
      state() {
        const left = accounts.map(({ key, limit }) => ({ limit, remaining: Math.max(0, limit - meter.spent(key)) }));
        const [least] = left.sort((one, other) => one.remaining - other.remaining);
        return least && { ...least, resetSeconds: meter.resetSeconds() };
      },
    };
  };

  return { budgetOf, close: () => meter.close() };
};

export type RateLimiter = ReturnType<typeof createRateLimiter>;

/** IPv4 as it is, IPv6 by the /64 that one subscriber commonly has. */
const networkOf = (address: string): string => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  if (tail !== undefined) {
    const after = tail.split(':').filter(Boolean);
    while (groups.length + after.length < 8) groups.push('0');
  }
  return groups.slice(0, 4).join(':').toLowerCase();
};

const exhausted = (cost: { limit: number; requested: number; remaining: number }, resetSeconds: number) =>
  new RequestRefusal(
    429,
    {
      code: 'RATE_LIMITED',
      message: `This minute's points are used up; try again in ${resetSeconds} s.`,
      extensions: { cost: { ...cost, remaining: Math.max(0, cost.remaining), resetSeconds } },
    },
    { 'retry-after': String(resetSeconds) },
  );
