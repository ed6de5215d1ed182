import type { Database } from '../../kit/database.ts';
import type { Logger } from '../../kit/log.ts';

const AT_ONCE = 1_000;
const EVERY_MS = 60_000;

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

/** Marks now and once a minute. @returns stops it; a run that goes on is waited for */
export const startExpiry = ({ log, ...options }: ExpiryOptions & { log: Pick<Logger, 'error'> }) => {
  let running: Promise<unknown> = Promise.resolve();
  const run = () => {
    running = running
      .then(() => expireConsents(options))
      .catch((error: unknown) => log.error({ err: error }, 'consents that ran out were not marked'));
  };
  run();
  const timer = setInterval(run, EVERY_MS).unref();
  return async (): Promise<void> => {
    clearInterval(timer);
    await running;
  };
};
