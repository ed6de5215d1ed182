import { expect, test } from 'vitest';
import { offlinePolicies } from './offline.policy.data.ts';
import { mayTeachOffline } from './offline.policy.ts';

test.each([
  ['2022-12-31', '32', false],
  ['2023-01-01', '32', true],
  ['2023-07-31', '33', false],
  ['2023-08-01', '33', true],
  ['2026-11-28', '32', true],
  ['2026-11-28', '96', false],
])('on %s province %s: %s', (day, province, isAllowed) => {
  expect(mayTeachOffline(day, province)).toBe(isAllowed);
});

test('ten provinces at first, ten more from August 2023, each named once, with a source', () => {
  expect(offlinePolicies.map(({ provinces }) => new Set(provinces).size)).toEqual([10, 20]);
  expect(offlinePolicies.map(({ from }) => from)).toEqual(offlinePolicies.map(({ from }) => from).toSorted());
  for (const { source } of offlinePolicies) expect(source).not.toBe('');
});
