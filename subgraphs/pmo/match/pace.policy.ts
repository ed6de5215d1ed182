const FIRST_MS = 2_000;
const LONGEST_MS = 900_000;

/**
 * Returns how long to wait before the next try: twice as long each time up to a quarter of an hour, a tenth more or less
 * by chance so that not all come back at once, and never shorter than the registry asks for.
 * @param failures how many there have been, from 1
 * @param chance from 0 up to 1
 */
export const waitMs = (failures: number, chance: number, retryAfterMs = 0): number => {
  const doubled = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 20), LONGEST_MS);
  return Math.max(Math.round(doubled * (0.9 + 0.2 * chance)), retryAfterMs);
};
