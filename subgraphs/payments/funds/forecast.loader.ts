import type { Database } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';
import { forecastWave, forecastYear } from '../entitlement/index.ts';
import type { ForecastType } from './forecast.type.ts';

const { int8 } = column;

const sums = { due: int8, committed: int8 } as const;

const sumsOf = (key: string) => `select coalesce(sum(incentive_payable), 0)::bigint as due,
    coalesce(sum(committed), 0)::bigint as committed from ledger_slot where ${key} = $1 and wave_number > 0`;

const SUMS_OF_WAVE = statement('forecast-sums-of-wave', sums, sumsOf('wave_number'));
const SUMS_OF_YEAR = statement('forecast-sums-of-year', sums, sumsOf('year'));

/** What will fall due by month, as it is known now: two statements, however many people. */
export const readForecast = async (
  database: Database,
  subject: { wave: number } | { year: number },
  now: Date,
): Promise<ForecastType> => {
  const [[sum], months] = await Promise.all(
    'wave' in subject
      ? [database.rows(SUMS_OF_WAVE, [subject.wave]), forecastWave(database, subject.wave, now)]
      : [database.rows(SUMS_OF_YEAR, [subject.year]), forecastYear(database, subject.year, now)],
  );
  const { due = 0n, committed = 0n } = sum ?? {};
  const earned = months.reduce((total, { amount }) => total + amount, 0n);
  return { due, months, unearned: committed > earned ? committed - earned : 0n };
};
