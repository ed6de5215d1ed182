import type { Database } from '../../kit/database.ts';
import { cutOffColumns } from './cut-offs.data.ts';
import { FORECAST_WAVE, FORECAST_YEAR } from './forecast.statement.ts';

/** What will fall due to people of a wave by month, of what they have earned by now. */
export const forecastWave = (database: Pick<Database, 'rows'>, wave: number, now: Date) =>
  database.rows(FORECAST_WAVE, [wave, now, ...cutOffColumns()]);

/** The same of all waves that have money of a year. */
export const forecastYear = (database: Pick<Database, 'rows'>, year: number, now: Date) =>
  database.rows(FORECAST_YEAR, [year, now, ...cutOffColumns()]);
