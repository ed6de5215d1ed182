import type { Database } from '../../kit/database.ts';

const AT_ONCE = 1_000;

// What another process is marking is left to it.
const EXPIRE = `update consent set status = 'EXPIRED', ended_at = until where id = any(array(
    select id from consent where status = 'GRANTED' and until <= $1 order by until limit $2 for update skip locked))`;

export interface ExpiryOptions {
  database: Pick<Database, 'pool'>;
  now: () => Date;
}

/**
 * Writes down which consents have run out, in statements of at most 1,000. Nothing waits for it: whoever asks compares
 * with the time.
 * @returns how many
 */
export const expireConsents = async ({ database, now }: ExpiryOptions): Promise<number> => {
  const at = now();
  let expired = 0;
  for (;;) {
    const { rowCount } = await database.pool.query(EXPIRE, [at, AT_ONCE]);
    expired += rowCount ?? 0;
    if ((rowCount ?? 0) < AT_ONCE) return expired;
  }
};
