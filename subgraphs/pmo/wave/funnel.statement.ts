import { column, statement } from '../../kit/statement.ts';

// ELIGIBLE, SELECTED and NOT_SELECTED passed the screening; only SELECTED was drawn.
const counts = `count(*)::int as applied,
  (count(*) filter (where status in ('ELIGIBLE', 'SELECTED', 'NOT_SELECTED')))::int as eligible,
  (count(*) filter (where status = 'SELECTED'))::int as selected`;

const countColumns = { applied: column.int4, eligible: column.int4, selected: column.int4 };

// A wave with fewer registrations is counted when it is asked for, until it is drawn: that takes about two milliseconds.
const SMALL = 10_000;

// Behind the draw a wave moves by its steps only, and is counted after each.
const isDrawnAndCounted = `exists (select from wave where number = wave_number and status in ('DRAWN', 'ANNOUNCED', 'SETTLED'))
      and not exists (select from wave_step where wave_step.wave_number = stored.wave_number
        and (wave_step.status = 'RUNNING' or finished_at is null or finished_at >= counted_at))`;

const parts = `stored as (
    select wave_number, sum(applied)::int as applied, sum(eligible)::int as eligible, sum(selected)::int as selected,
      min(counted_at) as counted_at from wave_funnel where wave_number = any($1::int[]) group by 1
  ),
  small as (
    select asked from unnest($1::int[]) as asked left join stored on wave_number = asked
    where coalesce(applied, 0) < ${SMALL} and not (wave_number is not null and ${isDrawnAndCounted})
  )`;

/** Funnels of waves $1: large ones as they were counted last, small ones as they are, without a time. */
export const BY_WAVE = statement(
  'funnel-by-wave',
  { waveNumber: column.int4, ...countColumns, countedAt: column.timestamptz.orNull },
  `with ${parts}
  select wave_number as "waveNumber", applied, eligible, selected, counted_at as "countedAt" from stored
    where wave_number not in (select asked from small)
  union all
  select asked, live.*, null from small cross join lateral (
      select coalesce(sum(applied), 0)::int, coalesce(sum(eligible), 0)::int, coalesce(sum(selected), 0)::int
      from funnel_now(asked)
    ) as live`,
);

/** The same by region, or by province when $2 is PROVINCE. */
export const BY_REGION = statement(
  'funnel-by-region',
  { waveNumber: column.int4, regionCode: column.text, ...countColumns, countedAt: column.timestamptz.orNull },
  `with ${parts},
  counted as (
    select wave_number, region_code, applied, eligible, selected, counted_at from wave_funnel
      where wave_number = any($1::int[]) and wave_number not in (select asked from small)
    union all
    select asked, live.*, null from small cross join lateral funnel_now(asked) as live
  )
  select wave_number as "waveNumber", case when $2 = 'PROVINCE' then left(region_code, 2) else region_code end as "regionCode",
      sum(applied)::int as applied, sum(eligible)::int as eligible, sum(selected)::int as selected,
      min(counted_at) as "countedAt"
    from counted group by 1, 2 order by 1, 2`,
);

/** Waves whose registrations may have moved since they were counted, by what was known a minute before $1. */
export const DUE = statement(
  'funnels-due',
  { number: column.int4 },
  `select number from wave
    left join lateral (select min(counted_at) as at from wave_funnel where wave_number = number) as counted on true
    where status <> 'PLANNED' and coalesce(counted.at, '-infinity') < $1::timestamptz - interval '1 minute' and (
      status = 'OPEN' or closes_at >= counted.at
      or exists (select from wave_step where wave_number = number
        and (wave_step.status = 'RUNNING' or finished_at is null or finished_at >= counted.at))
      or (counted.at is null and exists (select from registration where wave_number = number))
    ) order by number`,
);

/** Counts wave $1 at $2 and stores that. */
export const COUNT = statement(
  'funnels-count',
  {},
  `with
  counted as materialized (select region_code, ${counts} from registration where wave_number = $1 group by 1),
  gone as (
    delete from wave_funnel where wave_number = $1
      and not exists (select from counted where counted.region_code = wave_funnel.region_code)
  )
  insert into wave_funnel (wave_number, region_code, applied, eligible, selected, counted_at)
  select $1, region_code, applied, eligible, selected, $2 from counted order by region_code
  on conflict (wave_number, region_code) do update set applied = excluded.applied, eligible = excluded.eligible,
    selected = excluded.selected, counted_at = excluded.counted_at`,
);
