import pg from 'pg';

interface ReadinessOptions {
  url: string;
  /** The service's name. */
  name: string;
  /** Milliseconds that an answer is waited for. */
  withinMs?: number;
}

export interface Readiness {
  /** @throws Error while the database does not answer */
  check(): Promise<void>;
  close(): Promise<void>;
}

const WITHIN_MS = 1_200;

const tooLate = (withinMs: number) => new Error(`the database has not answered in ${withinMs} ms`);

/**
 * Asks the database over a connection of its own: the others may all be in use, and a service that has much to do is
 * ready all the same. However many ask at a time, the database is asked once.
 */
export const createReadiness = ({ url, name, withinMs = WITHIN_MS }: ReadinessOptions): Readiness => {
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
    const asked = pool.query('select 1').then(() => undefined);
    // Both the connection and its answer may take that long; who asks waits once.
    asked.catch(() => undefined);
    return Promise.race([asked, timer.promise]).finally(() => {
      clearTimeout(late);
      asking = undefined;
    });
  };
  return {
    check: () => {
      asking ??= ask();
      return asking;
    },
    close: () => pool.end(),
  };
};
