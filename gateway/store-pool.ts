import pg from 'pg';
import { briefStatements, livingConnections, STATEMENT_MS } from '../subgraphs/kit/pool-limits.ts';

export interface StorePoolOptions {
  url: string;
  /** The pool's name in pg_stat_activity. */
  name: string;
  /** What the store keeps, for the log: "the revisions". */
  kept: string;
  /** SQL that makes the store's tables where they are not there yet. */
  prepare: string;
  log: { warn(details: object, message: string): void };
  /** Milliseconds for each statement, and for a connection. */
  withinMs?: number;
  max?: number;
}

/** A database that every service migrates at once takes a connection late: at a start nobody waits for an answer yet. */
const prepareTables = async ({ url, name, prepare, log }: StorePoolOptions): Promise<void> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: name,
    ...livingConnections,
    statement_timeout: STATEMENT_MS,
  });
  client.on('error', (error) => log.warn({ err: error }, 'a connection that made tables broke'));
  await client.connect();
  try {
    await client.query(prepare);
  } finally {
    await client.end();
  }
};

/**
 * Opens the few connections of a store that all gateways on a database share, after its tables are made.
 * @throws Error when the tables cannot be made
 */
export const openStorePool = async (options: StorePoolOptions): Promise<pg.Pool> => {
  const { url, name, kept, log, withinMs = 5000, max = 1 } = options;
  await prepareTables(options);
  const pool = new pg.Pool({ connectionString: url, application_name: name, max, ...briefStatements(withinMs) });
  // A connection that breaks while it is idle must not end the process.
  pool.on('error', (error) => log.warn({ err: error }, `a connection to ${kept} broke`));
  return pool;
};
