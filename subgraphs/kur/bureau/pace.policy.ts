const FIRST_MS = 1_000;
const LONGEST_MS = 300_000;

/**
 * How long to wait before the next try: twice as long each time, a tenth more or less by chance so that not all come back at once,
 * and never shorter than the bureau asks for.
 *
 * @param tries how many there have been, from 1
 * @param chance from 0 up to 1
 */
export const waitMs = (tries: number, chance: number, retryAfterMs = 0): number => {
  const doubled = Math.min(FIRST_MS * 2 ** (tries - 1), LONGEST_MS);
  return Math.max(Math.round(doubled * (0.9 + 0.2 * chance)), retryAfterMs);
};
