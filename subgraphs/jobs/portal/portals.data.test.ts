import { expect, test } from 'vitest';
import { jobPortals } from './portals.data.ts';

test('there are four job portals, each named as synthetic', () => {
  expect(new Set(jobPortals.map(({ id }) => id)).size).toBe(4);
  expect(jobPortals.filter(({ name }) => !name.endsWith('(synthetic)'))).toEqual([]);
});
