import type { Database } from './database.ts';

/** Any constant: it only has to be the same in every process that migrates this database. */
const MIGRATION_LOCK = 7_214_019;

/**
 * Brings the database to the newest migration. Processes that start together wait for one another on an advisory
 * lock, so each migration runs once.
 * @returns the names of those that ran
 */
export const migrate = async (database: Database): Promise<string[]> => {
  const client = await database.pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return (await database.orm.migrator.up()).map(({ name }) => name);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    client.release();
  }
};
