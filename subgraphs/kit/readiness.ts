import pg from 'pg';
import type { ClockWatch } from './clock-watch.ts';

interface ReadinessOptions {
  url: string;
  /** The service's name. */
  name: string;
  /** Milliseconds that an answer is waited for. */
  withinMs?: number;
  /** Compared with that of the database each time, and every ten seconds by itself; a service whose clock is wrong is not ready. */
  clock?: ClockWatch;
}

export interface Readiness {
  /** @throws Error while the database does not answer, or the clock is wrong */
  check(): Promise<void>;
  close(): Promise<void>;
}

const WITHIN_MS = 1_200;
const COMPARED_EVERY_MS = 10_000;

const TIME = 'select extract(epoch from clock_timestamp())::float8 * 1000 as "theirMs"';

const tooLate = (withinMs: number) => new Error(`the database has not answered in ${withinMs} ms`);

/**
 * Asks the database over a connection of its own: the others may all be in use, and a service that has much to do is
 * ready all the same. However many ask at a time, the database is asked once.
 */
export const createReadiness = ({ url, name, withinMs = WITHIN_MS, clock }: ReadinessOptions): Readiness => {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `${name} readiness`,
    max: 1,
    connectionTimeoutMillis: withinMs,
    query_timeout: withinMs,
    statement_timeout: withinMs,
  });
  // One that breaks is replaced by the next check.
  pool.on('error', () => undefined);
  let asking: Promise<void> | undefined;
  const ask = () => {
    const timer = Promise.withResolvers<never>();
    const late = setTimeout(() => timer.reject(tooLate(withinMs)), withinMs);
    const askedAt = performance.now();
    const asked = pool.query<{ theirMs: number }>(TIME).then(({ rows: [time] }) => {
      if (time) clock?.compare('database', { ...time, tookMs: performance.now() - askedAt });
    });
    // Both the connection and its answer may take that long; who asks waits once.
    asked.catch(() => undefined);
    return Promise.race([asked, timer.promise]).finally(() => {
      clearTimeout(late);
      asking = undefined;
    });
  };
  const check = async () => {
    asking ??= ask();
    await asking;
    clock?.assertRight();
  };
  const comparing = clock && setInterval(() => check().catch(() => undefined), COMPARED_EVERY_MS).unref();
  return {
    check,
    close: () => {
      clearInterval(comparing);
      return pool.end();
    },
  };
};
