import pg from 'pg';
import type { PointsStore, SpentPoints } from './rate-meter.ts';

const statementTimeoutMs = 2000;
const keptMinutes = 2;

// Unlogged: after a crash everyone starts the minute anew.
const prepare = `
  begin;
  select pg_advisory_xact_lock(7105302);
  create unlogged table if not exists points_spent (
    account text not null,
    minute integer not null,
    points bigint not null,
    primary key (minute, account)
  );
  commit`;

// Points that are given back are negative; only after a crash is there no row that holds them.
// In the order of accounts, so that two gateways never wait for each other in a circle.
const add = {
  name: 'add points',
  text: `
    insert into points_spent as known (account, minute, points)
    select account, $1::integer, points from unnest($2::text[], $3::bigint[]) as spent (account, points) order by account
    on conflict (minute, account) do update set points = known.points + excluded.points
    returning account, greatest(points, 0)::float8 as points`,
};

/**
 * Points in PostgreSQL, shared by every gateway on the same database.
 * @throws Error when the table cannot be made
 */
export const openPointsStore = async (
  databaseUrl: string,
  log: { warn(details: object, message: string): void },
): Promise<PointsStore> => {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 2,
    connectionTimeoutMillis: statementTimeoutMs,
    statement_timeout: statementTimeoutMs,
    application_name: 'gateway',
  });
  // A connection that breaks while it is idle must not end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to the points broke'));
  await pool.query(prepare);
  let cleanedAt = 0;

  return {
    async add(minute: number, spending: SpentPoints): Promise<SpentPoints> {
      const values = [minute, [...spending.keys()], [...spending.values()].map(Math.ceil)];
      const { rows } = await pool.query<{ account: string; points: number }>({ ...add, values });
      if (cleanedAt !== minute) {
        cleanedAt = minute;
        await pool.query('delete from points_spent where minute < $1', [minute - keptMinutes]);
      }
      return new Map(rows.map(({ account, points }) => [account, points]));
    },
    close: () => pool.end(),
  };
};
