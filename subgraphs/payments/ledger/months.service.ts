import type { Database } from '../../kit/database.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { Logger } from '../../kit/log.ts';

const MONTHS_AHEAD = 2;
const DAY_MS = 86_400_000;

/** Makes the partitions of this month and the next two; what falls in a month without one goes to the default. */
export const createPostingMonths = async (database: Database, now: Date): Promise<void> => {
  await database.pool.query(
    `select create_posting_month(($1::date + make_interval(months => ahead))::date)
      from generate_series(0, $2::int) as ahead`,
    [jakartaDayAfter(now, 0), MONTHS_AHEAD],
  );
};

/** Makes partitions now and once a day, for as long as the process lives. */
export const keepPostingMonths = ({ database, log, now }: { database: Database; log: Logger; now: () => Date }) => {
  const create = () =>
    createPostingMonths(database, now()).catch((error: unknown) => log.error({ err: error }, 'no partition was made'));
  setInterval(create, DAY_MS).unref();
  return create();
};
