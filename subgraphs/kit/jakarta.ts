const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' });

const DAY_MS = 86_400_000;

/** The day in Asia/Jakarta (UTC+7, no summer time) that lies `days` after the moment, as `YYYY-MM-DD`. */
export const jakartaDayAfter = (moment: Date, days: number): string =>
  day.format(new Date(moment.getTime() + days * DAY_MS));
