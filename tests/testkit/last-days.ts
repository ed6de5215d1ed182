/** Moments of an announcement around the turn of 15 December in Jakarta, each with the last day of its balances. */
export const lastDays: readonly (readonly [announcedAt: string, lastDay: string])[] = [
  ['2020-04-17T05:00:00.000Z', '2020-12-15'],
  ['2020-12-14T16:59:59.999Z', '2020-12-15'],
  ['2020-12-15T16:59:59.999Z', '2020-12-15'],
  ['2020-12-15T17:00:00.000Z', '2021-12-15'],
  ['2020-12-31T16:59:59.999Z', '2021-12-15'],
  ['2020-12-31T17:00:00.000Z', '2021-12-15'],
];
