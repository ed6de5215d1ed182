import pg from 'pg';
import { until } from './until.ts';

const WAITING = `select count(*)::int from pg_stat_activity where $1 = any(pg_blocking_pids(pid))`;

/**
 * Holds a lock until somebody waits for it, runs `meanwhile`, and lets go: what waits is in the middle of its work then.
 * @param lock a statement that takes the lock
 */
export const whileWaitingFor = async (
  { databaseUrl, lock, values = [] }: { databaseUrl: string; lock: string; values?: unknown[] },
  { begin, meanwhile }: { begin: () => void; meanwhile: () => Promise<void> },
): Promise<void> => {
  const [holder, observer] = [0, 1].map(() => new pg.Client({ connectionString: databaseUrl })) as [
    pg.Client,
    pg.Client,
  ];
  await Promise.all([holder.connect(), observer.connect()]);
  try {
    await holder.query('begin');
    const { rowCount } = await holder.query(lock, values);
    if (rowCount === 0) throw new Error(`nothing was locked by ${lock}`);
    const pid = (await holder.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
    begin();
    const waiting = async () => (await observer.query<{ count: number }>(WAITING, [pid])).rows[0]?.count ?? 0;
    if ((await until(waiting, (count) => count > 0, 60_000)) === 0) throw new Error(`nobody waited for ${lock}`);
    await meanwhile();
  } finally {
    await Promise.all([holder.end(), observer.end()]);
  }
};
