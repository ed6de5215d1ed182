import { column, statement } from '../../kit/statement.ts';

const { int4, int8 } = column;

/** Locks a year's row: whoever else commits, releases, carries over or lapses money of that year waits. */
export const LOCK_YEAR = statement(
  'budget-lock-year',
  { budget: int8, unallocated: int8 },
  'select budget, budget - committed as unallocated from budget_year where year = $1 for no key update',
);

/** What was committed to waves, the year of it, and how much of it nobody has yet. */
export const COMMITMENTS = statement(
  'budget-commitments',
  { waveNumber: int4, year: int4, committed: int8, left: int8 },
  `select wave_number as "waveNumber", year, wave_budget.committed,
    coalesce((select sum(committed) from ledger_slot slot
      where slot.year = wave_budget.year and slot.wave_number = wave_budget.wave_number), 0)::bigint as left
  from wave_budget where wave_number = any($1::int[])`,
);

/** Waits for those who take from a wave's commitment, and lets no other begin. */
export const LOCK_COMMITMENT = 'select pg_advisory_xact_lock(7214031, $1)';

export const POSTED = statement('budget-posted', {}, 'select from journal_entry where reference = $1');
