import { column, statement } from '../../kit/statement.ts';
import { claimsOf } from './claim.statement.ts';

const { int4, int8, date } = column;

// Whoever has an instalment before them is to be looked at again: an index holds these people, however many were paid.
const upcoming = claimsOf('known.recheck_at is not null');

// By the month, in Jakarta, in which it falls due.
const byMonth = (isOfSubject: string) => `select date_trunc('month', due_at at time zone 'Asia/Jakarta')::date as month,
    count(*)::int as count, sum(amount)::bigint as amount
  from open where ${isOfSubject} group by 1 order by 1`;

const columns = { month: date, count: int4, amount: int8 } as const;

/** What will fall due to the people of wave $1, as it is known at $2. */
export const FORECAST_WAVE = statement(
  'forecast-wave',
  columns,
  `with ${upcoming} ${byMonth('wave_number = $1::int')}`,
);

/** The same of the waves that have money of year $1. */
export const FORECAST_YEAR = statement(
  'forecast-year',
  columns,
  `with ${upcoming}
  ${byMonth('wave_number in (select wave_budget.wave_number from wave_budget where year = $1::int)')}`,
);
