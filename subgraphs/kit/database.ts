import type { EntitySchema } from '@mikro-orm/core';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';
import pg, { type ClientBase, type Pool } from 'pg';
import { databaseAway } from './database-away.ts';
import { livingConnections, STATEMENT_MS } from './pool-limits.ts';
import { sqlTypes } from './sql-types.ts';
import { cutStalled } from './stalled-statements.ts';
import type { Query, Statement } from './statement.ts';
import { watchPool } from './statements.ts';

type MigrationClass = new (...args: never[]) => object;

/** A migration under the name that the database remembers it by. */
export interface MigrationEntry {
  name: string;
  class: MigrationClass;
}

export interface DatabaseOptions {
  url: string;
  /** The process's name in pg_stat_activity. */
  name: string;
  entities: readonly EntitySchema[];
  /** Oldest first. A migration that has been released is never edited. */
  migrations: readonly MigrationEntry[];
  connections?: number;
}

export interface Database {
  /** How it was opened, for its migrations. */
  origin: Pick<DatabaseOptions, 'url' | 'name' | 'migrations'>;
  orm: MikroORM;
  pool: Pool;
  /** All of its pools by their names. */
  pools: Readonly<Record<string, Pool>>;
  /** Runs a prepared statement and returns its rows; int8 as bigint, date as a string, timestamptz as a Date. */
  rows<T>(statement: Statement<T>, values?: readonly unknown[]): Promise<T[]>;
  /** Runs a query over entities, as a prepared statement. */
  read<Values extends object, Row>(query: Query<Values, Row>, values: Values): Promise<Row[]>;
  /**
   * Like `rows`, for statements that touch a few rows by their keys, very often: planned once a connection and never to
   * read a whole table, since a table that was empty then may hold millions a minute later.
   */
  point<T>(statement: Statement<T>, values?: readonly unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

const limits = { statement_timeout: STATEMENT_MS, idle_in_transaction_session_timeout: 60_000, ...livingConnections };

const watchBoth = (pool: Pool): void => {
  // The inner one sees what is sent, not what is refused.
  cutStalled(pool);
  watchPool(pool);
};

const POINT_PLANS = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off';

const openPointPool = ({ name, url, connections = 10 }: DatabaseOptions): Pool => {
  const named = { connectionString: url, application_name: name, options: POINT_PLANS };
  const pool = new pg.Pool({ ...named, max: connections, ...limits });
  watchBoth(pool);
  // An idle connection that breaks is replaced by the next statement.
  pool.on('error', () => undefined);
  return pool;
};

/** Opens the pool that the ORM and the hot reads share. It connects lazily. */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  const orm = new MikroORM({
    clientUrl: options.url,
    entities: [...options.entities],
    discovery: { warnWhenNoEntities: false },
    pool: { min: 0, max: options.connections ?? 10 },
    driverOptions: {
      application_name: options.name,
      ...limits,
      onPoolCreated: watchBoth,
      // In a transaction as elsewhere: int8 is a bigint, a date a string, a timestamptz a Date.
      types: sqlTypes,
    },
    // An entity is built by the ORM or by its service, both typed; a second check at run time costs and finds nothing.
    validateRequired: false,
  });
  const pool = (await orm.em
    .getConnection()
    .getNativeClient()
    .catch((error: unknown) => {
      throw databaseAway(options.url, error);
    })) as Pool;
  const pointPool = openPointPool(options);
  const rowsOf =
    (where: Pool) =>
    async <T>({ name, text }: Statement<T>, values: readonly unknown[] = []) =>
      (await where.query({ name, text, values: [...values], types: sqlTypes })).rows as T[];
  const rows = rowsOf(pool);
  return {
    origin: options,
    orm,
    pool,
    pools: { main: pool, point: pointPool },
    rows,
    read: (query, values) => rows(query, query.valuesOf(values)),
    point: rowsOf(pointPool),
    close: async () => {
      await pointPool.end();
      await orm.close(true);
    },
  };
};

/** A transaction for a statement: one of the ORM, or one on a connection of its own. */
export type Transaction = EntityManager | ClientBase;

/**
 * Runs one statement in a transaction, a declared one with the rows that it declares; arrays are passed as PostgreSQL
 * arrays.
 */
export const execute = async <T = unknown>(
  transaction: Transaction,
  statement: string | Statement<T>,
  values: readonly unknown[] = [],
) => {
  const text = typeof statement === 'string' ? statement : statement.text;
  if ('query' in transaction) {
    const { rows, rowCount } = await transaction.query(text, [...values]);
    return { rows: rows as T[], affected: rowCount ?? 0 };
  }
  const query = CompiledQuery.raw(text, [...values]);
  const result = await transaction.getKysely<Record<string, never>>().executeQuery(query);
  return { rows: result.rows as T[], affected: Number(result.numAffectedRows ?? 0n) };
};

/** Runs a query over entities in a transaction. */
export const run = async <Values extends object, Row>(
  transaction: Transaction,
  query: Query<Values, Row>,
  values: Values,
): Promise<Row[]> => (await execute<Row>(transaction, query.text, query.valuesOf(values))).rows;
