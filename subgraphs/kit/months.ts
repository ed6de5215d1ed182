import type { Database } from './database.ts';
import { jakartaDayAfter } from './jakarta.ts';

const MONTHS_AHEAD = 2;

/**
 * Makes the monthly partitions of this month and the next two by a function of the database; what falls in a month
 * without one goes to the default partition.
 */
export const createMonths = async (database: Pick<Database, 'pool'>, maker: string, now: Date): Promise<void> => {
  await database.pool.query(
    `select ${maker}(($1::date + make_interval(months => ahead))::date) from generate_series(0, $2::int) as ahead`,
    [jakartaDayAfter(now, 0), MONTHS_AHEAD],
  );
};
