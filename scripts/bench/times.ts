/** Runs work, and returns the milliseconds that it took, with its result. */
export const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const startedMs = performance.now();
  const result = await work();
  return [performance.now() - startedMs, result];
};

/** The value below which a share of the values lies. */
export const quantile = (values: readonly number[], share: number): number =>
  Number((values.toSorted((one, other) => one - other)[Math.floor(share * (values.length - 1))] ?? 0).toFixed(2));

/** Median, 95th percentile and maximum of some times in ms. */
export const figuresOf = (name: string, times: readonly number[]) => ({
  name,
  p50: quantile(times, 0.5),
  p95: quantile(times, 0.95),
  max: quantile(times, 1),
});
