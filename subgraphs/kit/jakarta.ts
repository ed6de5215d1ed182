const DAY_MS = 86_400_000;
/**
 * Offset of Jakarta's clock from UTC since 1964, without summer time. A formatter of `Intl` would cost every start 60
 * ms.
 */
const OFFSET_MS = 7 * 3_600_000;

/** The day that was asked for last: nearly every request asks for today. */
const last = { number: 0, text: '1970-01-01' };

/** The day in Asia/Jakarta that lies `days` after the moment, as `YYYY-MM-DD`. */
export const jakartaDayAfter = (moment: Date, days: number): string => {
  const number = Math.floor((moment.getTime() + OFFSET_MS) / DAY_MS) + days;
  if (number !== last.number) {
    last.text = new Date(number * DAY_MS).toISOString().slice(0, 10);
    last.number = number;
  }
  return last.text;
};
