import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesEnd, cutOffs, cutOffsOf, isFinishedInTime, ratingEnds } from './cut-offs.data.ts';

const moment = fc.date({ min: new Date('2020-04-11Z'), max: new Date('2026-01-01Z'), noInvalidDate: true });

test('a rating is changed for thirty days at most, and never when the time to rate is over', () => {
  fc.assert(
    fc.property(fc.constantFrom(...cutOffs), moment, moment, (rules, completedAt, ratedAt) => {
      const end = changesEnd(rules, { ratedAt, completedAt });
      expect(end.getTime()).toBeLessThanOrEqual(ratingEnds(rules, completedAt).getTime());
      expect(end.getTime() - ratedAt.getTime()).toBeLessThanOrEqual(30 * 86_400_000);
    }),
  );
});

test.each([
  ['2021-12-31T16:59:59Z', 'cut-offs-2020'],
  ['2021-12-31T17:00:00Z', 'cut-offs-2022'],
  ['2022-12-31T16:59:59Z', 'cut-offs-2022'],
  ['2022-12-31T17:00:00Z', 'cut-offs-2023'],
  ['2019-01-01T00:00:00Z', 'cut-offs-2020'],
])('a seat that was reserved at %s follows %s', (time, version) => {
  expect(cutOffsOf(new Date(time)).version).toBe(version);
});

test('the days of 2022 end at midnight in Jakarta, to the millisecond', () => {
  const rules = cutOffsOf(new Date('2022-06-01Z'));
  expect(ratingEnds(rules, new Date('2022-06-20Z')).toISOString()).toBe('2022-12-10T17:00:00.000Z');
  expect(isFinishedInTime(rules, new Date('2022-12-05T16:59:59.999Z'))).toBe(true);
  expect(isFinishedInTime(rules, new Date('2022-12-05T17:00:00.000Z'))).toBe(false);
});
