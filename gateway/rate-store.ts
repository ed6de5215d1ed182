import type { PointsStore, SpentPoints } from './rate-meter.ts';
import { openStorePool } from './store-pool.ts';

/** A table of points, and how many windows it keeps. */
export interface PointsTable {
  name: 'points_spent' | 'points_of_day';
  window: 'minute' | 'day';
  /** Whether it outlives a crash; after one, everyone starts the minute anew. */
  isLasting: boolean;
  kept: number;
}

/** What organisations spent in a day. */
export const ofDays: PointsTable = { name: 'points_of_day', window: 'day', isLasting: true, kept: 2 };

const ofMinutes: PointsTable = { name: 'points_spent', window: 'minute', isLasting: false, kept: 2 };

const prepare = ({ name, window, isLasting }: PointsTable) => `
  begin;
  select pg_advisory_xact_lock(7105302);
  create ${isLasting ? '' : 'unlogged'} table if not exists ${name} (
    account text not null,
    ${window} integer not null,
    points bigint not null,
    primary key (${window}, account)
  );
  commit`;

// Points that are given back are negative; only after a crash is there no row that holds them.
// In the order of accounts, so that two gateways never wait for each other in a circle.
const add = ({ name, window }: PointsTable) => ({
  name: `add to ${name}`,
  text: `
    insert into ${name} as known (account, ${window}, points)
    select account, $1::integer, points from unnest($2::text[], $3::bigint[]) as spent (account, points) order by account
    on conflict (${window}, account) do update set points = known.points + excluded.points
    returning account, greatest(points, 0)::float8 as points`,
});

/**
 * Points in PostgreSQL, shared by every gateway on the same database.
 * @throws Error when the table cannot be made
 */
export const openPointsStore = async (
  databaseUrl: string,
  log: { warn(details: object, message: string): void },
  table: PointsTable = ofMinutes,
): Promise<PointsStore> => {
  const pool = await openStorePool({
    url: databaseUrl,
    name: 'gateway',
    kept: 'the points',
    prepare: prepare(table),
    log,
    withinMs: 2000,
    max: 2,
  });
  const adding = add(table);
  let cleanedAt = 0;

  return {
    async add(window: number, spending: SpentPoints): Promise<SpentPoints> {
      const values = [window, [...spending.keys()], [...spending.values()].map(Math.ceil)];
      const { rows } = await pool.query<{ account: string; points: number }>({ ...adding, values });
      if (cleanedAt !== window) {
        cleanedAt = window;
        await pool.query(`delete from ${table.name} where ${table.window} < $1`, [window - table.kept]);
      }
      return new Map(rows.map(({ account, points }) => [account, points]));
    },
    close: () => pool.end(),
  };
};
