/** What bounds the payouts to one partner, over all workers. */
export interface LaneState {
  isPaused: boolean;
  perSecond: number | null;
  dailyLimit: bigint | null;
  tokens: number;
  tokensAt: Date;
  /** The day of `daySum`, in Jakarta. */
  day: string;
  daySum: bigint;
}

interface Moment {
  now: Date;
  /** The day of `now`, in Jakarta. */
  today: string;
}

/** What may be ordered now: orders, and rupiah. */
export interface Allowance {
  orders: number;
  amount: bigint | null;
  tokens: number;
  daySum: bigint;
}

/** Returns what a lane allows now: a second's worth of orders at once at most, and a day's worth of money. */
export const allowanceOf = (lane: LaneState, { now, today }: Moment): Allowance => {
  const daySum = lane.day === today ? lane.daySum : 0n;
  const amount = lane.dailyLimit === null ? null : lane.dailyLimit - daySum;
  if (lane.isPaused) return { orders: 0, amount, tokens: lane.tokens, daySum };
  if (lane.perSecond === null) return { orders: Number.MAX_SAFE_INTEGER, amount, tokens: 0, daySum };
  const elapsedMs = Math.max(0, now.getTime() - lane.tokensAt.getTime());
  const tokens = Math.min(lane.perSecond, lane.tokens + (elapsedMs / 1_000) * lane.perSecond);
  return { orders: Math.floor(tokens), amount, tokens, daySum };
};

/** Returns the first of `payouts` that an allowance covers, in their order: none is passed over for a smaller one. */
export const within = <P extends { amount: bigint }>(payouts: readonly P[], allowance: Allowance): P[] => {
  const taken: P[] = [];
  let sum = 0n;
  for (const payout of payouts) {
    sum += payout.amount;
    if (taken.length >= allowance.orders || (allowance.amount !== null && sum > allowance.amount)) break;
    taken.push(payout);
  }
  return taken;
};
