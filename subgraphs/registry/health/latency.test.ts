import { expect, test } from 'vitest';
import { errorBudgetLeft, p95Of } from './latency.ts';

const bounds = [10, 100, 1000];

test.each([
  [[0, 0, 0, 0], null],
  [[100, 0, 0, 0], 10],
  [[90, 10, 0, 0], 55],
  [[0, 0, 20, 0], 955],
  [[50, 0, 0, 50], 1000],
])('of %j calls 95 of 100 ended within %s ms', (latencies, expected) => {
  expect(p95Of(latencies, bounds)).toBe(expected);
});

test.each([
  [0, 0, 1],
  [1000, 0, 1],
  [1000, 5, 0],
  [1000, 10, -1],
])('of %i calls with %i failures a budget of %d is left', (calls, failures, left) => {
  expect(errorBudgetLeft(calls, failures)).toBe(left);
});
