import { setTimeout as delay } from 'node:timers/promises';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import type { Database } from './database.ts';
import { databaseAway } from './database-away.ts';
import { livingConnections } from './pool-limits.ts';
import { assertPostgresVersion } from './postgres-version.ts';

/** Key of the advisory lock: any constant that is the same in every process that migrates this database. */
const MIGRATION_LOCK = 7_214_019;
const LOCK_POLL_MS = 100;
/**
 * For so long a statement waits for a lock, and those who come after it behind it. Then it gives up its place, lets them
 * pass, and the migration is tried again.
 */
const LOCK_TIMEOUT_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
const TRIED_FOR_MS = 30 * 60_000;

const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';

/**
 * Takes the lock without waiting in a statement: such a one is a transaction that began before, for which an index that
 * another process builds concurrently would wait for ever.
 */
const takeTurn = async (client: pg.Client): Promise<void> => {
  for (;;) {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [MIGRATION_LOCK]);
    if (rows[0]?.mine) return;
    await delay(LOCK_POLL_MS);
  }
};

/** Connections of the migrations alone: they end with them, and so do their settings. */
const openMigrator = ({ url, name, migrations }: Database['origin']): MikroORM =>
  new MikroORM({
    clientUrl: url,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    // Each is committed by itself: what is done stays done when a later one has to be tried again.
    migrations: { migrationsList: [...migrations] as never, snapshot: false, silent: true, allOrNothing: false },
    // Settings hold from one statement to the next of a migration that runs outside of a transaction.
    pool: { min: 0, max: 1 },
    driverOptions: { application_name: `${name}-migrations`, lock_timeout: LOCK_TIMEOUT_MS, keepAlive: true },
  });

const isHeldUp = (error: unknown): boolean => {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return [code, cause?.code].some((each) => each === LOCK_NOT_AVAILABLE || each === DEADLOCK);
};

/** Tries what could not have its locks again, ever less often. */
const upWithRetries = async (orm: MikroORM): Promise<string[]> => {
  const done: string[] = [];
  const deadline = Date.now() + TRIED_FOR_MS;
  for (let pauseMs = LOCK_POLL_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const pending = (await orm.migrator.getPending()).map(({ name }) => name);
    try {
      done.push(...(await orm.migrator.up()).map(({ name }) => name));
      return done;
    } catch (error) {
      const left = new Set((await orm.migrator.getPending()).map(({ name }) => name));
      done.push(...pending.filter((name) => !left.has(name)));
      if (!isHeldUp(error) || Date.now() > deadline) throw error;
      await delay(pauseMs);
    }
  }
};

/**
 * Brings the database to the newest migration, on connections of its own without a limit of time. Processes that start
 * together wait for one another, so each migration runs once.
 * @returns the names of those that ran
 * @throws Error when PostgreSQL is too old, before anything is made, or is away
 */
export const migrate = async ({ origin }: Database): Promise<string[]> => {
  const client = new pg.Client({
    connectionString: origin.url,
    application_name: `${origin.name}-migrations`,
    ...livingConnections,
  });
  client.on('error', () => undefined);
  await client.connect().catch((error: unknown) => {
    throw databaseAway(origin.url, error);
  });
  try {
    await assertPostgresVersion(client);
    await takeTurn(client);
    const orm = openMigrator(origin);
    return await upWithRetries(orm).finally(() => orm.close(true));
  } finally {
    // The lock goes with the session.
    await client.end();
  }
};
