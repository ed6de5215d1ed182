import { openStorePool } from '../store-pool.ts';
import type { HealthCounts, HealthSink } from './health-log.ts';

const keptDays = 90;

/** Points that an organisation spent in a day, which counts from the epoch by Jakarta's clock. */
export interface SpentDay {
  organization: string;
  day: number;
  points: number;
}

export interface HealthStore extends HealthSink {
  /** Removes what is older than 90 days. */
  prune(): Promise<void>;
  /** All that was counted since an hour, that hour included. */
  since(hour: number): Promise<HealthCounts & { spent: SpentDay[] }>;
  close(): Promise<void>;
}

const prepare = `
  begin;
  select pg_advisory_xact_lock(7105305);
  create table if not exists subgraph_hour (
    hour integer not null,
    subgraph text not null,
    calls bigint not null,
    failures bigint not null,
    latencies bigint[] not null,
    primary key (hour, subgraph)
  );
  create table if not exists organization_hour (
    hour integer not null,
    organization text not null,
    operations bigint not null,
    failed bigint not null,
    points bigint not null,
    primary key (hour, organization)
  );
  create table if not exists met_error_hour (
    hour integer not null,
    subgraph text not null,
    organization text not null,
    errors bigint not null,
    primary key (hour, subgraph, organization)
  );
  commit`;

// Each in the order of its key, so that two gateways never wait for each other in a circle.
const adding = {
  subgraphs: `
    insert into subgraph_hour as known (hour, subgraph, calls, failures, latencies)
    select hour, subgraph, calls, failures, latencies
      from jsonb_to_recordset($1::jsonb)
        as given (hour integer, subgraph text, calls bigint, failures bigint, latencies bigint[])
      order by hour, subgraph
    on conflict (hour, subgraph) do update set calls = known.calls + excluded.calls,
      failures = known.failures + excluded.failures,
      latencies = array(select one + other from unnest(known.latencies, excluded.latencies)
        with ordinality as pair (one, other, place) order by place)`,
  organizations: `
    insert into organization_hour as known (hour, organization, operations, failed, points)
    select hour, organization, operations, failed, points
      from jsonb_to_recordset($1::jsonb)
        as given (hour integer, organization text, operations bigint, failed bigint, points bigint)
      order by hour, organization
    on conflict (hour, organization) do update set operations = known.operations + excluded.operations,
      failed = known.failed + excluded.failed, points = known.points + excluded.points`,
  met: `
    insert into met_error_hour as known (hour, subgraph, organization, errors)
    select hour, subgraph, organization, errors
      from jsonb_to_recordset($1::jsonb) as given (hour integer, subgraph text, organization text, errors bigint)
      order by hour, subgraph, organization
    on conflict (hour, subgraph, organization) do update set errors = known.errors + excluded.errors`,
} as const;

const reading = {
  subgraphs: `select hour, subgraph, calls::float8, failures::float8, latencies::float8[] from subgraph_hour
    where hour >= $1 order by hour, subgraph limit 100000`,
  organizations: `select hour, organization, operations::float8, failed::float8, points::float8
    from organization_hour where hour >= $1 order by hour, organization limit 100000`,
  met: `select hour, subgraph, organization, errors::float8 from met_error_hour
    where hour >= $1 order by hour, subgraph, organization limit 100000`,
  // A day ends 17 hours into that of the epoch's clock.
  spent: `select account as organization, day, greatest(points, 0)::float8 as points from points_of_day
    where day >= ($1 + 7) / 24 order by day, account limit 100000`,
} as const;

const tables = ['subgraph_hour', 'organization_hour', 'met_error_hour'] as const;

const whole = ({ points, ...rest }: HealthCounts['organizations'][number]) => ({ ...rest, points: Math.ceil(points) });

/**
 * How subgraphs answered, in PostgreSQL, shared by every gateway on the same database.
 * @throws Error when the tables cannot be made
 */
export const openHealthStore = async (
  databaseUrl: string,
  log: { warn(details: object, message: string): void },
): Promise<HealthStore> => {
  const pool = await openStorePool({
    url: databaseUrl,
    name: 'gateway health',
    kept: 'the counts of health',
    prepare,
    log,
  });
  const rowsOf = async <T>(text: string, hour: number) => (await pool.query(text, [hour])).rows as T[];
  return {
    async add({ subgraphs, organizations, met }) {
      const client = await pool.connect();
      try {
        await client.query('begin');
        await client.query(adding.subgraphs, [JSON.stringify(subgraphs)]);
        await client.query(adding.organizations, [JSON.stringify(organizations.map(whole))]);
        await client.query(adding.met, [JSON.stringify(met)]);
        await client.query('commit');
        client.release();
      } catch (error) {
        // With the connection goes its transaction.
        client.release(true);
        throw error;
      }
    },
    async prune() {
      for (const table of tables)
        await pool.query(`delete from ${table} where hour < extract(epoch from now()) / 3600 - $1::integer * 24`, [
          keptDays,
        ]);
    },
    since: async (hour) => ({
      subgraphs: await rowsOf(reading.subgraphs, hour),
      organizations: await rowsOf(reading.organizations, hour),
      met: await rowsOf(reading.met, hour),
      spent: await rowsOf(reading.spent, hour),
    }),
    close: () => pool.end(),
  };
};
