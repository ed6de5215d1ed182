import { execute, type Transaction } from '../../kit/database.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { column, statement } from '../../kit/statement.ts';
import { type Allowance, allowanceOf } from './lane.ts';

const { bool, int4, int8, float8, timestamptz, date } = column;

const LOCK_LANE = statement(
  'lane-lock',
  {
    isPaused: bool,
    perSecond: int4.orNull,
    dailyLimit: int8.orNull,
    tokens: float8,
    tokensAt: timestamptz,
    day: date,
    daySum: int8,
  },
  `select is_paused as "isPaused", per_second as "perSecond", daily_limit as "dailyLimit", tokens, tokens_at as "tokensAt",
    day, day_sum as "daySum" from payout_lane where partner_code = $1 for update`,
);

const SPEND = statement(
  'lane-spend',
  {},
  `update payout_lane set tokens = $2, tokens_at = $3, day = $4, day_sum = $5 where partner_code = $1`,
);

const UNBOUNDED: Allowance = { orders: Number.MAX_SAFE_INTEGER, amount: null, tokens: 0, daySum: 0n };

/** A partner's lane, held until the end of the transaction; one that nobody has set has no bounds and holds nothing. */
export class HeldLane {
  readonly #partner: string;
  readonly #now: Date;
  readonly #isSet: boolean;
  readonly allowance: Allowance;

  constructor(partner: string, now: Date, allowance: Allowance | null) {
    this.#partner = partner;
    this.#now = now;
    this.#isSet = allowance !== null;
    this.allowance = allowance ?? UNBOUNDED;
  }

  /** Counts what was ordered. */
  async spend(tx: Transaction, ordered: readonly { amount: bigint }[]): Promise<void> {
    if (!this.#isSet) return;
    const { tokens, daySum } = this.allowance;
    const sum = ordered.reduce((total, { amount }) => total + amount, daySum);
    const left = Math.max(0, tokens - ordered.length);
    await execute(tx, SPEND, [this.#partner, left, this.#now, jakartaDayAfter(this.#now, 0), sum]);
  }
}

export const holdLane = async (tx: Transaction, partner: string, now: Date): Promise<HeldLane> => {
  const [lane] = (await execute(tx, LOCK_LANE, [partner])).rows;
  const moment = { now, today: jakartaDayAfter(now, 0) };
  return new HeldLane(partner, now, lane ? allowanceOf(lane, moment) : null);
};
