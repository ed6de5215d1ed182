import pg from 'pg';
import { migrations } from './migrations.ts';

/** What a statement returns, one object a row; amounts are bigint. */
export interface Queries {
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Database extends Queries {
  /** Runs all or nothing. */
  transaction<T>(run: (queries: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const { builtins, getTypeParser } = pg.types;

const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === builtins.INT8 ? BigInt : getTypeParser(oid, format)) as typeof getTypeParser,
};

const queriesOn = (client: Pick<pg.ClientBase, 'query'>): Queries => ({
  rows: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
    (await client.query(text, [...values])).rows as Row[],
});

/** Any number, the same for all who migrate this database. */
const MIGRATION_LOCK = 771_013_525;

const migrate = async (pool: pg.Pool): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('create table if not exists migration (name text primary key, applied_at timestamptz not null)');
    const { rows } = await client.query('select name from migration');
    const known = new Set(rows.map(({ name }) => name));
    for (const { name, sql } of migrations.filter((each) => !known.has(each.name))) {
      await client.query('begin');
      await client.query(sql);
      await client.query('insert into migration values ($1, now())', [name]);
      await client.query('commit');
    }
  } finally {
    // With its connection the lock and what was begun end, also after an error.
    client.release(true);
  }
};

const inTransaction = async <T>(pool: pg.Pool, run: (queries: Queries) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await run(queriesOn(client));
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    const isBroken = await client.query('rollback').then(
      () => false,
      () => true,
    );
    client.release(isBroken);
    throw error;
  }
};

/** Opens the bank's own database, and brings it to the newest form. */
export const openDatabase = async (url: string, connections = 10): Promise<Database> => {
  const pool = new pg.Pool({ connectionString: url, max: connections, types, statement_timeout: 15_000 });
  // An idle connection that breaks is replaced at its next use.
  pool.on('error', () => undefined);
  await migrate(pool);
  return {
    ...queriesOn(pool),
    transaction: (run) => inTransaction(pool, run),
    close: () => pool.end(),
  };
};
