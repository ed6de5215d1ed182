/** Bounds of durations in seconds: an objective of 50, 250 or 1,000 ms falls on one. */
export const durationBuckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15] as const;
