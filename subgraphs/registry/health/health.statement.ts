import { column, statement } from '../../kit/statement.ts';

/** Copies what was counted; $1 is the list, as JSON. */
export const COPY = {
  subgraphs: `insert into subgraph_health (hour, subgraph, calls, failures, latencies)
    select hour, subgraph, calls, failures, latencies from jsonb_to_recordset($1::jsonb)
      as given (hour integer, subgraph text, calls bigint, failures bigint, latencies bigint[])
    on conflict (subgraph, hour) do update
      set calls = excluded.calls, failures = excluded.failures, latencies = excluded.latencies`,
  organizations: `insert into organization_use (hour, organization, operations, failed, points)
    select hour, organization, operations, failed, points from jsonb_to_recordset($1::jsonb)
      as given (hour integer, organization text, operations bigint, failed bigint, points bigint)
    on conflict (organization, hour) do update
      set operations = excluded.operations, failed = excluded.failed, points = excluded.points`,
  met: `insert into met_error (hour, subgraph, organization, errors)
    select hour, subgraph, organization, errors from jsonb_to_recordset($1::jsonb)
      as given (hour integer, subgraph text, organization text, errors bigint)
    on conflict (organization, subgraph, hour) do update set errors = excluded.errors`,
  spent: `insert into organization_spending (day, organization, points)
    select day, organization, points::bigint from jsonb_to_recordset($1::jsonb)
      as given (day integer, organization text, points numeric)
    on conflict (organization, day) do update set points = excluded.points`,
} as const;

export const KEEP_BUDGETS = `insert into day_budgets (budgets, latency_bounds, counted_at)
  values ($1::jsonb, $2::integer[], $3::timestamptz)
  on conflict (id) do update set budgets = excluded.budgets, latency_bounds = excluded.latency_bounds,
    counted_at = excluded.counted_at`;

/** Removes hours before $1. */
export const PRUNE = [
  'delete from subgraph_health where hour < $1::integer',
  'delete from organization_use where hour < $1::integer',
  'delete from met_error where hour < $1::integer',
];

export const BUDGETS = statement(
  'health-budgets',
  { budgets: column.jsonb, latencyBounds: column.int4Array, countedAt: column.timestamptz },
  `select budgets, latency_bounds as "latencyBounds", counted_at as "countedAt" from day_budgets`,
);

/** Calls of subgraphs ($1) by hour since $2. */
export const BY_HOUR = statement(
  'health-by-hour',
  { subgraph: column.text, hour: column.int4, calls: column.float8, failures: column.float8, latencies: column.json },
  `select subgraph, hour, calls::float8, failures::float8, to_json(latencies) as latencies
    from subgraph_health where subgraph = any($1::text[]) and hour >= $2::integer order by subgraph, hour`,
);

/** What an organisation ($1) asked since the hour $2, by day of Jakarta. */
export const BY_DAY = statement(
  'health-by-day',
  { day: column.date, operations: column.float8, failed: column.float8, points: column.float8 },
  `select (to_timestamp(hour * 3600.0) at time zone 'Asia/Jakarta')::date as day,
      sum(operations)::float8 as operations, sum(failed)::float8 as failed, sum(points)::float8 as points
    from organization_use where organization = $1 and hour >= $2::integer group by 1 order by 1 desc`,
);

/** Errors that an organisation ($1) met since the hour $2. */
export const MET = statement(
  'health-met',
  { subgraph: column.text, errors: column.float8 },
  `select subgraph, sum(errors)::float8 as errors from met_error
    where organization = $1 and hour >= $2::integer group by 1 order by 2 desc, 1 limit 100`,
);

/** Errors of subgraphs ($1) that others than an organisation ($3) met since the hour $2. */
export const CAUSED = statement(
  'health-caused',
  { subgraph: column.text, organization: column.text, name: column.text.orNull, errors: column.float8 },
  `select caused.*, known.name from (
      select subgraph, organization, sum(errors)::float8 as errors from met_error
        where subgraph = any($1::text[]) and hour >= $2::integer and organization <> $3
        group by 1, 2 order by 3 desc, 1, 2 limit 100) as caused
    left join known_organization as known on known.id::text = caused.organization
    order by caused.errors desc, caused.subgraph, caused.organization`,
);

export const SPENT = statement(
  'health-spent',
  { points: column.float8 },
  'select points::float8 from organization_spending where organization = $1 and day = $2::integer',
);
