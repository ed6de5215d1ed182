import { column, statement } from '../../kit/statement.ts';

/** Lets one process count at a time; false when another one does. */
export const CLAIM = statement(
  'programme-count-claim',
  { isOurs: column.bool },
  `select pg_try_advisory_xact_lock(${0x63_6f_75_6e}) as "isOurs"`,
);

/** When it was counted last, and how long that took. */
export const LAST = statement(
  'programme-count-last',
  { countedAt: column.timestamptz, tookMs: column.int4 },
  'select counted_at as "countedAt", took_ms as "tookMs" from programme_count order by counted_at desc limit 1',
);

/** Counts people and awards at $1 in one pass over each table, however many there are. */
export const COUNT = statement(
  'programme-count',
  {},
  `with people as materialized (
    select count(*) as registered, count(*) filter (where status = 'REVOKED') as revoked,
      count(*) filter (where status = 'ALUMNI') as alumni from participant
  )
  insert into programme_count (name, value, counted_at, took_ms)
  select name, value, $1, extract(epoch from clock_timestamp() - statement_timestamp())::float8 * 1000 from (
    select 'REGISTERED_IN_GRAPH' as name, registered as value from people
    union all select 'REVOKED_IN_GRAPH', revoked from people
    union all select 'ALUMNI_IN_GRAPH', alumni from people
    union all select 'AWARDED_IN_GRAPH', count(*) from award_claim
  ) as counted order by name
  on conflict (name) do update set value = excluded.value, counted_at = excluded.counted_at, took_ms = excluded.took_ms`,
);

/** What was counted last. */
export const READ = statement(
  'programme-counts',
  { name: column.text, value: column.float8, countedAt: column.timestamptz },
  'select name, value::float8 as value, counted_at as "countedAt" from programme_count',
);
