import { expect, test } from 'vitest';
import { figuresOf, median } from './report.ts';

const query = { name: 'heavy', query: '{ __typename }', cpuGoal: 0.45 };
const round = (requestsPerSecond: number, cpuSecondsPer1000: number) => ({ requestsPerSecond, cpuSecondsPer1000 });

test('the median ignores one wild round', () => {
  expect(median([3, 1, 900])).toBe(3);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

test('ours is divided by the reference, and less CPU than the goal passes', () => {
  const pairs = [
    { ours: round(300, 2), reference: round(100, 5) },
    { ours: round(10, 90), reference: round(100, 5) },
    { ours: round(310, 1.9), reference: round(100, 5) },
  ];
  expect(figuresOf(query, pairs)).toEqual([
    { bench: 'gateway-heavy-throughput', unit: 'requests/s', ours: 300, reference: 100, ratio: 3 },
    {
      bench: 'gateway-heavy-cpu',
      unit: 'CPU s/1000 requests',
      ours: 2,
      reference: 5,
      ratio: 0.4,
      goal: 0.45,
      pass: true,
    },
  ]);
});

test('more CPU than the goal does not pass', () => {
  const [, cpu] = figuresOf(query, [{ ours: round(1, 2.5), reference: round(1, 5) }]);
  expect(cpu?.pass).toBe(false);
});
