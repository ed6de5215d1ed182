import type { Invariant } from '../../kit/invariant.ts';

/** What holds of budgets at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'money lapses after the end of its year, and what is committed after the days of carrying over',
    sql: `select entry.id, reference from journal_entry entry join posting on entry_id = entry.id
      where kind = 'LAPSE' and account_code in ('UNALLOCATED', 'COMMITTED')
        and (amount > 0 or entry.posted_on < make_date(year + 1, case account_code when 'COMMITTED' then 2 else 1 end, 1))`,
  },
  {
    name: 'what is committed to a wave is what was committed, carried over and not released',
    sql: `select wave_number, known.committed, posted.amount from (
        select wave_number, sum(amount) as amount from posting join journal_entry on id = entry_id
        where kind in ('COMMIT', 'UNCOMMIT', 'CARRY') and account_code = 'COMMITTED' group by 1
      ) posted full join wave_budget known using (wave_number)
      where coalesce(known.committed, 0) <> coalesce(posted.amount, 0)`,
  },
  {
    name: 'what is carried over leaves one year and comes to the next, as two people decided',
    sql: `select carry_over.id from carry_over left join (
        select split_part(reference, ':', 2)::uuid as id,
          count(*) filter (where amount < 0 and year = split_part(reference, ':', 3)::int) as gone,
          -sum(amount) filter (where amount < 0) as taken, sum(amount) filter (where amount > 0) as given
        from journal_entry entry join posting on entry_id = entry.id
        where kind = 'CARRY' and account_code = 'COMMITTED' group by 1
      ) posted using (id)
      where (approved_at is null) <> (gone is null)
        or approved_at is not null and ((gone, taken, given) is distinct from (1::bigint, carried::numeric, carried::numeric)
          or approved_by = proposed_by)`,
  },
];
