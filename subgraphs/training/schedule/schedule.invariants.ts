import type { Invariant } from '../../kit/invariant.ts';

/** What the tables of classes and sessions cannot guard by themselves, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'a class lasts from its first session to its last one, and has one',
    sql: `select schedule.id from schedule
      left join (select schedule_id, min(starts_at) as first, max(ends_at) as last from session group by 1) as held
        on schedule_id = schedule.id
      where (starts_at, ends_at) is distinct from (first, last)`,
  },
  {
    name: 'no session begins before the one before it ends',
    sql: `select schedule_id, number from (
        select schedule_id, number, starts_at,
          lag(ends_at) over (partition by schedule_id order by number) as ended_before
        from session
      ) as session where starts_at < ended_before`,
  },
  {
    name: 'no more seats of a class are taken than it has',
    sql: 'select id from schedule where seats_taken not between 0 and seats',
  },
];
