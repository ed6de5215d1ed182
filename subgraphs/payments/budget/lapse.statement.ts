import { column, statement } from '../../kit/statement.ts';

const { int4 } = column;

/** Years before $1 of which something is promised to nobody. */
export const YEARS_TO_LAPSE = statement(
  'budget-years-to-lapse',
  { year: int4 },
  'select year from budget_year where year < $1 and budget > committed order by year',
);

/** Waves with money of a year before $1 that nobody has yet. */
export const WAVES_TO_LAPSE = statement(
  'budget-waves-to-lapse',
  { wave: int4 },
  `select wave_number as wave from wave_budget join ledger_slot slot using (year, wave_number)
  where year < $1 group by wave_number having sum(slot.committed) > 0 order by wave_number`,
);
