import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Surroundings } from './surroundings.ts';

export const PERIOD_MS = 10 * 60_000;
/**
 * The tries at one account by all who are not known: guessing from many networks goes on at one try in half a minute.
 */
const ACCOUNT_TRIES = 20;
const ACCOUNT_SPACING_MS = 30_000;
/** How long each waits while the budget of all is used up. */
export const SLOWED_MS = 1_000;
/** How long a refusal is repeated without asking the database. */
const REFUSED_MS = 2_000;
const MOST_REMEMBERED = 10_000;
const TOTAL = Buffer.from('total');

export interface BudgetLimit {
  /** The limit of one network: beyond it, it is refused. */
  network: number;
  /** The limit of all together: beyond it, all are slowed down. */
  total: number;
}

export const budgetKinds = ['codesSent', 'codesTried', 'passwordsTried'] as const;
export type BudgetKind = (typeof budgetKinds)[number];
export type BudgetLimits = Record<BudgetKind, BudgetLimit>;

interface Row {
  spent: number;
  until: Date;
  isAlarm: boolean;
  isTotal: boolean;
}

// Both counts in one statement, the total always last, so that two of them never wait for each other. `isAlarm` is true
// once a period, in whichever process.
const spend = (rows: string, { most, half }: { most: string; half: string }) =>
  `insert into sign_in_budget as budget (kind, subject, spent, until, taken_at, is_alarmed) ${rows}
   on conflict (kind, subject) do update set
     spent = case when budget.until <= $3 then 1 else budget.spent + 1 end,
     until = case when budget.until <= $3 then excluded.until else budget.until end,
     is_alarmed = case when budget.until <= $3 then 1 else budget.spent + 1 end >= ${half}
       or budget.is_alarmed and budget.until > $3,
     taken_at = $3
   where ${most}
   returning new.spent, new.until,
     new.is_alarmed and not coalesce(old.is_alarmed and old.until > $3, false) as "isAlarm"`;

const SPEND = `with own as (${spend('values ($1, $2, 1, $4, $3, 1 >= $6::int)', { most: 'budget.until <= $3 or budget.spent < $5', half: '$6::int' })}),
  total as (${spend('select $1, $7, 1, $4, $3, 1 >= $8::int from own', { most: 'true', half: '$8::int' })})
  select own.*, false as "isTotal" from own union all select total.*, true from total`;

const SPEND_ACCOUNT = spend(`values ('account', $1, 1, $2, $3, 1 >= $5::int)`, {
  most: 'budget.until <= $3 or budget.spent < $4 or budget.taken_at <= $6',
  half: '$5::int',
});

const half = (limit: number) => Math.ceil(limit / 2);

export interface BudgetsOptions {
  pool: Pool;
  limits: BudgetLimits;
  surroundings: Pick<Surroundings, 'now' | 'wait'>;
  log: { warn(details: object, message: string): void };
}

/**
 * How many codes and passwords a network and all networks may use up in ten minutes; what is proven right costs
 * nothing.
 */
export class Budgets {
  readonly #options: BudgetsOptions;
  readonly #refused = new Map<string, { until: Date; again: number }>();

  constructor(options: BudgetsOptions) {
    this.#options = options;
  }

  /** Returns the time until which the network is refused, from memory: it may be a moment old and asks no database. */
  refusedUntil(kind: BudgetKind, network: Buffer): Date | undefined {
    const refused = this.#refused.get(`${kind} ${network.toString('base64')}`);
    return refused && refused.again > this.#options.surroundings.now().getTime() ? refused.until : undefined;
  }

  /**
   * Counts one; waits while the budget of all is used up, since nobody is refused for what others do.
   * @returns until when the network is refused, if it is
   */
  async spend(kind: BudgetKind, network: Buffer): Promise<Date | undefined> {
    const { pool, limits, surroundings } = this.#options;
    const { network: most, total } = limits[kind];
    const now = surroundings.now();
    const until = new Date(now.getTime() + PERIOD_MS);
    const values = [kind, network, now, until, most, half(most), TOTAL, half(total)];
    const { rows } = await pool.query<Row>({ name: 'spend', text: SPEND, values });
    if (rows.length === 0) return this.#refuse(kind, network);
    for (const row of rows) {
      if (row.isAlarm) this.#alarm(row, { budget: kind, limit: row.isTotal ? total : most, subject: network });
    }
    const wait = surroundings.wait ?? sleep;
    if (rows.some(({ isTotal, spent }) => isTotal && spent > total)) await wait(SLOWED_MS);
    return undefined;
  }

  /** What was proven right is taken from the count again. */
  async giveBack(kind: BudgetKind, network: Buffer): Promise<void> {
    for (const subject of [network, TOTAL]) await this.#giveBack(kind, subject);
  }

  /**
   * Counts a try of an account by somebody who is not known. @returns when the next one is allowed, if this one is not
   */
  async spendAccount(account: Buffer): Promise<Date | undefined> {
    const { pool, surroundings } = this.#options;
    const now = surroundings.now();
    const values = [
      account,
      new Date(now.getTime() + PERIOD_MS),
      now,
      ACCOUNT_TRIES,
      half(ACCOUNT_TRIES),
      new Date(now.getTime() - ACCOUNT_SPACING_MS),
    ];
    const { rows } = await pool.query<Row>({ name: 'spend account', text: SPEND_ACCOUNT, values });
    if (!rows[0]) return new Date(now.getTime() + ACCOUNT_SPACING_MS);
    if (rows[0].isAlarm) this.#alarm(rows[0], { budget: 'account', limit: ACCOUNT_TRIES, subject: account });
    return undefined;
  }

  giveBackAccount(account: Buffer): Promise<void> {
    return this.#giveBack('account', account);
  }

  async #giveBack(kind: string, subject: Buffer): Promise<void> {
    await this.#options.pool.query(
      'update sign_in_budget set spent = spent - 1 where kind = $1 and subject = $2 and spent > 0 and until > $3',
      [kind, subject, this.#options.surroundings.now()],
    );
  }

  async #refuse(kind: BudgetKind, network: Buffer): Promise<Date> {
    const { pool, surroundings } = this.#options;
    const text = 'select until from sign_in_budget where kind = $1 and subject = $2';
    const { rows } = await pool.query<{ until: Date }>(text, [kind, network]);
    const now = surroundings.now();
    const until = rows[0]?.until ?? now;
    if (this.#refused.size >= MOST_REMEMBERED) this.#refused.clear();
    this.#refused.set(`${kind} ${network.toString('base64')}`, { until, again: now.getTime() + REFUSED_MS });
    return until;
  }

  /** A network is named by the beginning of its blind index: the same one is known again, and nobody is named. */
  #alarm({ spent, until, isTotal }: Row, about: { budget: string; limit: number; subject: Buffer }): void {
    const { budget, limit, subject } = about;
    const of = isTotal ? 'total' : subject.toString('base64url').slice(0, 8);
    this.#options.log.warn({ budget, of, spent, limit, until }, 'half of a sign-in budget is used up');
  }
}
