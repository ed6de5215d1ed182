/**
 * Reckons the time within which 95 of 100 calls ended, evenly within a bucket.
 * @param bounds upper bounds of all buckets but the last, which is open
 * @returns milliseconds; the highest bound where it lies beyond, null without calls
 */
export const p95Of = (latencies: readonly number[], bounds: readonly number[]): number | null => {
  const total = latencies.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let before = 0;
  for (const [index, count] of latencies.entries()) {
    const wanted = total * 0.95 - before;
    const to = bounds[index];
    if (to === undefined) break;
    const from = bounds[index - 1] ?? 0;
    if (count > 0 && count >= wanted) return Math.round(from + ((to - from) * wanted) / count);
    before += count;
  }
  return bounds.at(-1) ?? null;
};

/** Share of calls that shall be answered. */
export const OBJECTIVE = 0.995;

/** Returns the part of the failures that an owner may have which is left; below 0 where there were more. */
export const errorBudgetLeft = (calls: number, failures: number): number =>
  calls === 0 ? 1 : Math.round((1 - failures / (calls * (1 - OBJECTIVE))) * 1000) / 1000;
