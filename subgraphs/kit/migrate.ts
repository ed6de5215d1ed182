import type { PoolClient } from 'pg';
import type { Database } from './database.ts';
import { assertPostgresVersion } from './postgres-version.ts';

/** Key of the advisory lock: any constant that is the same in every process that migrates this database. */
const MIGRATION_LOCK = 7_214_019;

const upUnderLock = async ({ orm }: Database, client: PoolClient): Promise<string[]> => {
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return (await orm.migrator.up()).map(({ name }) => name);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
  }
};

/**
 * Brings the database to the newest migration. Processes that start together wait for one another on an advisory
 * lock, so each migration runs once.
 * @returns the names of those that ran
 * @throws Error when PostgreSQL is too old, before anything is made
 */
export const migrate = async (database: Database): Promise<string[]> => {
  const client = await database.pool.connect();
  try {
    await assertPostgresVersion(client);
    return await upUnderLock(database, client);
  } finally {
    client.release();
  }
};
