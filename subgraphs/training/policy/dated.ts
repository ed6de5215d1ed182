/** A rule of the programme as it holds from a day on, with where it is written. */
export interface DatedRule<T> {
  /** First day of Asia/Jakarta on which it holds, as `YYYY-MM-DD`. */
  from: string;
  value: T;
  /** Regulation, article or press; "assumed" says that nothing public states it. */
  source: string;
}

/**
 * Returns what holds on a day.
 * @param rule oldest first
 * @throws Error for a day before the first one
 */
export const inForce = <T>(rule: readonly DatedRule<T>[], day: string): DatedRule<T> => {
  const found = rule.findLast(({ from }) => from <= day);
  if (!found) throw new Error(`no rule holds on ${day}`);
  return found;
};
