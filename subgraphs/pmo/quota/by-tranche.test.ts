import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportionByTranche } from './by-tranche.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test('each region has its share of each tranche', () => {
  const regions = [
    { code: '32.73', quota: 600 },
    { code: '32.75', quota: 300 },
    { code: '32.76', quota: 100 },
  ];
  expect(Object.fromEntries(apportionByTranche([400, 400, 200], regions))).toEqual({
    '32.73': [240, 240, 120],
    '32.75': [120, 120, 60],
    '32.76': [40, 40, 20],
  });
});

test('fewer entries than places leave the last tranches empty', () => {
  expect(Object.fromEntries(apportionByTranche([5, 5, 5], [{ code: '32.73', quota: 7 }]))).toEqual({
    '32.73': [5, 2, 0],
  });
  expect(Object.fromEntries(apportionByTranche([5, 5], [{ code: '32.73', quota: 0 }]))).toEqual({ '32.73': [0, 0] });
});

const plans = fc.record({
  tranches: fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 2, maxLength: 12 }),
  quotas: fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 40 }),
});

test('every place of a region is in one tranche, every tranche has its places', () => {
  fc.assert(
    fc.property(plans, ({ tranches, quotas }) => {
      const regions = quotas.map((quota, index) => ({ code: `${10 + index}.01`, quota }));
      const shared = [...apportionByTranche(tranches, regions).values()];
      expect(shared.map(sum)).toEqual(quotas);
      expect(shared.flat().every((places) => places >= 0)).toBe(true);
      let left = sum(quotas);
      for (const [index, planned] of tranches.entries()) {
        // What no tranche was planned for is in the last one.
        const places = index === tranches.length - 1 ? left : Math.min(planned, left);
        expect(sum(shared.map((row) => row[index] as number))).toBe(places);
        left -= places;
      }
    }),
    { numRuns: 1_000 },
  );
});
