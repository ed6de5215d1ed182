import { expect, test } from 'vitest';
import { medianInterval } from './interval.ts';

test('of 20 pairs the median lies between the sixth and the fifteenth', () => {
  const values = Array.from({ length: 20 }, (_, index) => ((index * 7) % 20) + 1);
  expect(medianInterval(values)).toEqual({ median: 10.5, low: 6, high: 15 });
});

test('of six it lies between the least and the greatest, of fewer nowhere', () => {
  expect(medianInterval([3, 1, 2, 6, 5, 4])).toEqual({ median: 3.5, low: 1, high: 6 });
  expect(() => medianInterval([1, 2, 3, 4, 5])).toThrow('six pairs');
});
