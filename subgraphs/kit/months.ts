import type { Database } from './database.ts';
import { jakartaDayAfter } from './jakarta.ts';

const MONTHS_AHEAD = 2;

/**
 * Makes the monthly partitions of this month and the next two by a function of the database; what falls in a month
 * without one goes to the default partition. A month that fails does not stop the others.
 * @throws AggregateError with the error of each month that failed
 */
export const createMonths = async (database: Pick<Database, 'pool'>, maker: string, now: Date): Promise<void> => {
  const errors: unknown[] = [];
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
    await database.pool
      .query(`select ${maker}(($1::date + make_interval(months => $2))::date)`, [jakartaDayAfter(now, 0), ahead])
      .catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) throw new AggregateError(errors, `${maker}: ${errors.length} partitions were not made`);
};

const MONTHS = `select name from (select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass) as part
  where name ~ '_[0-9]{4}_[0-9]{2}$' order by 1`;

interface PrunedMonths {
  table: string;
  /** Days for which rows are kept, and longer until their month is over. */
  days: number;
  now: Date;
}

/** Returns the first day behind the month of a partition, such as `fact_2026_03`. */
const endOf = (name: string): string => {
  const [year = 0, month = 0] = name.slice(-7).split('_').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
};

/** Drops the monthly partitions all of whose rows have outlived their use. @returns their names */
export const dropMonths = async (
  { pool }: Pick<Database, 'pool'>,
  { table, days, now }: PrunedMonths,
): Promise<string[]> => {
  const { rows } = await pool.query<{ name: string }>(MONTHS, [table]);
  const old = rows.map(({ name }) => name).filter((name) => endOf(name) <= jakartaDayAfter(now, -days));
  // A transaction each: the lock on the whole table is held as shortly as can be.
  for (const name of old) {
    await pool.query(`do $$ begin perform set_config('lock_timeout', '3s', true); drop table ${name}; end $$`);
  }
  return old;
};
