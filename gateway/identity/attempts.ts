import type { Pool } from 'pg';
import type { Surroundings } from './surroundings.ts';

export const MOST_TRIES = 5;
export const LOCKED_MS = 15 * 60_000;

export interface Attempt {
  isAllowed: boolean;
  triesLeft: number;
  /** Until when nothing more is allowed; set once the last try is taken. */
  lockedUntil: Date | undefined;
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
    if (!rows[0]) return { isAllowed: false, triesLeft: 0, lockedUntil: await this.lockedUntil(subject) };
    const { tries, until } = rows[0];
    return { isAllowed: true, triesLeft: MOST_TRIES - tries, lockedUntil: tries >= MOST_TRIES ? until : undefined };
  }

  async lockedUntil(subject: Buffer): Promise<Date | undefined> {
    const { rows } = await this.#pool.query<{ until: Date }>(
      'select until from attempt where subject_index = $1 and tries >= $2 and until > $3',
      [subject, MOST_TRIES, this.#now()],
    );
    return rows[0]?.until;
  }

  async clear(subject: Buffer): Promise<void> {
    await this.#pool.query('delete from attempt where subject_index = $1', [subject]);
  }
}
