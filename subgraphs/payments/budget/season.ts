import { jakartaDayAfter } from '../../kit/jakarta.ts';

/**
 * Decides whether committed money of a year can be carried over: what is left is known once its balances have ended, on 15
 * December, and is wanted before February (assumed).
 */
export const isInSeason = (year: number, now: Date): boolean => {
  const day = jakartaDayAfter(now, 0);
  return day >= `${year}-12-16` && day <= `${year + 1}-01-31`;
};

/** The first year whose committed money can still be carried over, or need not be: all of it before has lapsed. */
export const firstYearThatCarries = (now: Date): number => {
  const day = jakartaDayAfter(now, 0);
  const year = Number(day.slice(0, 4));
  return day <= `${year}-01-31` ? year - 1 : year;
};
