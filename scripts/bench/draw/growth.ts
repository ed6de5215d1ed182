/** What a wave of some size took. */
export interface Point {
  entries: number;
  ms: number;
  /** Peak of memory. */
  peakMb: number;
}

const BYTES_AN_ENTRY = 18;
const BYTES_A_RANK = 32;

/** Least squares through the logarithms: the exponent tells how time grows, 1 being in proportion. */
const powerOf = (points: readonly Point[]) => {
  const logs = points.map(({ entries, ms }) => [Math.log(entries), Math.log(ms)] as const);
  const mean = (index: 0 | 1) => logs.reduce((sum, point) => sum + point[index], 0) / logs.length;
  const meanX = mean(0);
  const meanY = mean(1);
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const exponent = covariance / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return { exponent, at: (entries: number) => Math.exp(meanY + exponent * (Math.log(entries) - meanX)) };
};

/**
 * What the points say of a larger wave. An exponent below 1 comes of costs that do not grow, so that the largest point
 * in proportion is the more careful estimate. Memory holds the list and, beside it, first what was read and then the
 * ranks.
 */
export const extrapolate = (points: readonly Point[], entries: number) => {
  const largest = points.at(-1) as Point;
  const { exponent, at } = powerOf(points);
  const growingMb = (count: number) => (count * (BYTES_AN_ENTRY + BYTES_A_RANK)) / 1e6;
  return {
    exponent: Number(exponent.toFixed(2)),
    entries,
    secondsByPower: Math.round(at(entries) / 1_000),
    secondsInProportion: Math.round((largest.ms * entries) / largest.entries / 1_000),
    memoryMb: Math.round(largest.peakMb + growingMb(entries - largest.entries)),
  };
};
