/** The middle of paired measurements, and between which two of them it lies with a certainty of at least 95 %. */
export interface MedianInterval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Chance that at most `count` of `total` fair coins show heads. */
const chanceOfAtMost = (count: number, total: number): number => {
  let chance = 0.5 ** total;
  let sum = chance;
  for (let heads = 1; heads <= count; heads += 1) {
    chance *= (total - heads + 1) / heads;
    sum += chance;
  }
  return sum;
};

/** The median and its interval by order statistics, which hold whatever the distribution is. Takes six values at least. */
export const medianInterval = (values: readonly number[]): MedianInterval => {
  const sorted = values.toSorted((one, other) => one - other);
  const total = sorted.length;
  if (total < 6) throw new Error('an interval takes six pairs at least');
  let outside = 0;
  while (chanceOfAtMost(outside, total) <= 0.025) outside += 1;
  const low = sorted[outside - 1] as number;
  const high = sorted[total - outside] as number;
  const median = ((sorted[Math.ceil(total / 2) - 1] as number) + (sorted[Math.floor(total / 2)] as number)) / 2;
  return { median, low, high };
};
