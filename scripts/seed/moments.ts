const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
const JAKARTA_MS = 7 * HOUR_MS;
/** 10:00 in Jakarta. */
const MORNING_MS = 3 * HOUR_MS;

/** The moment to which the seeded people have lived; nothing of theirs is later. */
export const LATEST = new Date('2026-11-20T12:00:00Z');

/** Days after a moment, and never after the last one. */
export const later = (moment: Date, days: number): Date =>
  new Date(Math.min(moment.getTime() + days * DAY_MS, LATEST.getTime()));

/** The same time of the day in Jakarta, months later: on the same day, or the last one of a shorter month. */
export const monthsLater = (moment: Date, months: number): Date => {
  const local = new Date(moment.getTime() + JAKARTA_MS);
  const year = local.getUTCFullYear();
  const month = local.getUTCMonth() + months;
  const day = Math.min(local.getUTCDate(), new Date(Date.UTC(year, month + 1, 0)).getUTCDate());
  return new Date(Date.UTC(year, month, day) + (local.getTime() % DAY_MS) - JAKARTA_MS);
};

/** When the batch that pays what is due at a moment is made: on the next Thursday, an hour later at least. */
export const batchAfter = (dueAt: Date): Date =>
  // The first day of 1970 was a Thursday.
  new Date(Math.ceil((dueAt.getTime() + HOUR_MS - MORNING_MS) / WEEK_MS) * WEEK_MS + MORNING_MS);
