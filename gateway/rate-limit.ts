import type { Text } from '../subgraphs/kit/language.ts';
import type { Budget } from './budget/budget.ts';
import { type DayBudgets, spentOfDay } from './budget/day-budgets.ts';
import type { Caller } from './caller.ts';
import { RequestRefusal } from './errors.ts';
import { networkOf } from './network.ts';
import { budgetHeaders } from './rate-headers.ts';
import { type Count, createMeter, type PointsStore } from './rate-meter.ts';

/** Points per minute, by what is counted; 0 does not limit. */
export interface RateLimits {
  /** A client that acts for itself; what its people ask counts on them. */
  client: number;
  person: number;
  /** Points for all anonymous callers of one network. */
  anonymous: number;
}

export type { Budget } from './budget/budget.ts';

export interface RateLimiterOptions {
  limits: RateLimits;
  /** Shared by several gateways; without it each counts alone. */
  store: PointsStore | undefined;
  /** Budgets of organisations for a day, beside those of a minute. */
  days?: DayBudgets | undefined;
  log: { warn(details: object, message: string): void };
}

interface Account {
  key: string;
  limit: number;
}

export const createRateLimiter = ({ limits, store, days, log }: RateLimiterOptions) => {
  const meter = createMeter({ store, log });

  const ofMinute = (caller: Caller, address: string): Budget => {
    const { key, limit } = accountOf(caller, address, limits);
    if (limit === 0) return unlimited;
    let reserved: Count | undefined;
    const remaining = () => limit - meter.spent(key);
    return {
      charge: (points) => void meter.add(key, points),
      spend(points) {
        const left = remaining();
        if (left < points || left <= 0)
          throw exhausted({ limit, requested: points, remaining: left }, meter.resetSeconds());
        if (points > 0) reserved = meter.add(key, points);
      },
      refund: (points) => reserved && meter.giveBack(reserved, points),
      isExhausted: () => remaining() <= 0,
      state: () => ({ limit, remaining: Math.max(0, remaining()), resetSeconds: meter.resetSeconds() }),
      ofDay: () => undefined,
    };
  };

  const budgetOf = (caller: Caller, address: string): Budget => {
    const minute = ofMinute(caller, address);
    const day = days?.of(caller.token.org);
    return day === undefined ? minute : spentOfDay(minute, day);
  };

  const close = async () => {
    await meter.close();
    await days?.close();
  };

  return { budgetOf, close };
};

const unlimited: Budget = {
  charge: () => undefined,
  spend: () => undefined,
  refund: () => undefined,
  isExhausted: () => false,
  state: () => undefined,
  ofDay: () => undefined,
};

// One account each: neither the people of a client nor the strangers at an address can use up what is another's.
const accountOf = (caller: Caller, address: string, limits: RateLimits): Account => {
  const { isAnonymous, id, client } = caller;
  if (isAnonymous) return { key: `address:${networkOf(address)}`, limit: limits.anonymous };
  if (id === client) return { key: `client:${client}`, limit: limits.client };
  return { key: `person:${id}`, limit: limits.person };
};

export type RateLimiter = ReturnType<typeof createRateLimiter>;

const exhausted = (cost: { limit: number; requested: number; remaining: number }, resetSeconds: number) => {
  const state = { limit: cost.limit, remaining: Math.max(0, cost.remaining), resetSeconds };
  const text = {
    en: `This minute's points are used up; try again in ${resetSeconds} s.`,
    id: `Poin untuk menit ini sudah habis; coba lagi dalam ${resetSeconds} detik.`,
  };
  return tryAgain(text, resetSeconds, {
    extensions: { cost: { ...cost, ...state } },
    headers: budgetHeaders(state),
  });
};

interface RefusalDetails {
  extensions?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** 429 RATE_LIMITED with Retry-After. */
export const tryAgain = (text: Text, inSeconds: number, { extensions = {}, headers = {} }: RefusalDetails = {}) =>
  new RequestRefusal(429, { code: 'RATE_LIMITED', text, extensions }, { ...headers, 'retry-after': String(inSeconds) });
