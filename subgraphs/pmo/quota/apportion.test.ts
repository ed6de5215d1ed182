import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion, formulas, type RegionCount } from './apportion.ts';

const regions = fc
  .uniqueArray(
    fc.record({ code: fc.stringMatching(/^[0-9]{2}[.][0-9]{2}$/), eligible: fc.integer({ min: 1, max: 5_000 }) }),
    {
      selector: ({ code }) => code,
      maxLength: 40,
    },
  )
  .map((list) => list.toSorted((a, b) => (a.code < b.code ? -1 : 1)));

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const eligibleIn = (list: readonly RegionCount[]) => sum(list.map(({ eligible }) => eligible));

test('the places add up, no region gets more than its entries, and the order of regions does not matter', () => {
  fc.assert(
    fc.property(regions, fc.nat({ max: 100_000 }), fc.constantFrom(...formulas), (list, quota, formula) => {
      const places = apportion(quota, list, formula);
      expect(sum(places.values())).toBe(Math.min(quota, eligibleIn(list)));
      for (const { code, eligible } of list) {
        expect(places.get(code)).toBeGreaterThanOrEqual(0);
        expect(places.get(code)).toBeLessThanOrEqual(eligible);
      }
      expect(apportion(quota, list.toReversed(), formula)).toEqual(places);
    }),
    { numRuns: 1_000 },
  );
});

test('in proportion, a region is within one place of its exact share', () => {
  fc.assert(
    fc.property(regions, fc.nat({ max: 10_000 }), (list, wanted) => {
      const total = eligibleIn(list);
      const quota = Math.min(wanted, total);
      for (const [code, places] of apportion(quota, list)) {
        const share = (quota * (list.find((region) => region.code === code)?.eligible ?? 0)) / total;
        expect(Math.abs(places - share)).toBeLessThan(1);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('the largest fraction gets the spare place', () => {
  const list = [
    { code: '11.01', eligible: 22 },
    { code: '11.02', eligible: 61 },
    { code: '11.03', eligible: 17 },
  ];
  expect(Object.fromEntries(apportion(10, list))).toEqual({ '11.01': 2, '11.02': 6, '11.03': 2 });
});

test('of equal fractions the lower region code gets the spare place', () => {
  const list = ['11.03', '11.01', '11.02'].map((code) => ({ code, eligible: 10 }));
  expect(Object.fromEntries(apportion(4, list))).toEqual({ '11.01': 2, '11.02': 1, '11.03': 1 });
});

test('what a small region cannot take is shared out among the others', () => {
  const list = [
    { code: '11.01', eligible: 1 },
    { code: '11.02', eligible: 50 },
    { code: '11.03', eligible: 50 },
  ];
  expect(Object.fromEntries(apportion(31, list, 'EQUAL'))).toEqual({ '11.01': 1, '11.02': 15, '11.03': 15 });
});
