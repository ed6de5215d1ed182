import type { Pool } from 'pg';
import { type Outcome, refusedUntil } from './outcome.ts';
import type { Surroundings } from './surroundings.ts';

export const MOST_TRIES = 5;
export const LOCKED_MS = 15 * 60_000;

export interface Attempt {
  isAllowed: boolean;
  triesLeft: number;
  /** Time when the tries are forgotten; with no try left, nothing is allowed before it. */
  until: Date;
}

/**
 * Counts tries by subject (a phone number, an address, an account), not by request: at most 5, then nothing for 15
 * minutes. One statement takes a try, so that tries at the same moment count one by one.
 */
export class Attempts {
  readonly #pool: Pool;
  readonly #now: Surroundings['now'];

  constructor(pool: Pool, { now }: Pick<Surroundings, 'now'>) {
    this.#pool = pool;
    this.#now = now;
  }

  /** Takes one of the subject's tries. The last one locks the subject, unless it succeeds and clears it. */
  async take(subject: Buffer): Promise<Attempt> {
    const now = this.#now();
    const { rows } = await this.#pool.query<{ tries: number; until: Date }>(
      `insert into attempt (subject_index, tries, until) values ($1, 1, $3)
       on conflict (subject_index) do update set
         tries = case when attempt.until <= $2 then 1 else attempt.tries + 1 end,
         until = case when attempt.until <= $2 or attempt.tries + 1 >= $4 then $3 else attempt.until end
       where attempt.until <= $2 or attempt.tries < $4
       returning tries, until`,
      [subject, now, new Date(now.getTime() + LOCKED_MS), MOST_TRIES],
    );
    if (!rows[0]) return { isAllowed: false, triesLeft: 0, until: (await this.lockedUntil(subject)) ?? now };
    const { tries, until } = rows[0];
    return { isAllowed: true, triesLeft: MOST_TRIES - tries, until };
  }

  /** What is answered after a wrong try. */
  wrong({ triesLeft, until }: Attempt, kind: 'wrongCode' | 'expiredCode' | 'wrongPassword'): Outcome {
    return triesLeft === 0 ? refusedUntil('locked', until, this.#now()) : { refusal: { kind, triesLeft } };
  }

  async lockedUntil(subject: Buffer): Promise<Date | undefined> {
    const { rows } = await this.#pool.query<{ until: Date }>(
      'select until from attempt where subject_index = $1 and tries >= $2 and until > $3',
      [subject, MOST_TRIES, this.#now()],
    );
    return rows[0]?.until;
  }

  /** Gives a try back that was refused before its code or password was checked. */
  async giveBack(subject: Buffer): Promise<void> {
    await this.#pool.query(
      `with last as (delete from attempt where subject_index = $1 and tries = 1)
       update attempt set tries = tries - 1 where subject_index = $1 and tries > 1`,
      [subject],
    );
  }

  async clear(subject: Buffer): Promise<void> {
    await this.#pool.query('delete from attempt where subject_index = $1', [subject]);
  }
}
