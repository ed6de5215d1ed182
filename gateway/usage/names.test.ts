import { expect, test } from 'vitest';
import { clientVersionOf, keptId, keptName } from './names.ts';

test('a name that may be a number of somebody is not kept, and a long one is cut', () => {
  expect(
    ['Journey', 'Q2026', undefined, 'Nik3201150101900001', 'n_32_01_15_010190_0001', 'p081234567890'].map(keptName),
  ).toEqual(['Journey', 'Q2026', '', '', '', '']);
  expect(keptName('a'.repeat(5000))).toHaveLength(64);
});

test('a version is kept where it looks like one', () => {
  const versions = ['1.4.2', 'web-3.0.0+a1b2', '3201150101900001', '32.01.15.010190.0001', 'a b', '', 'x'.repeat(33)];
  const kept = versions.map((version) => clientVersionOf({ 'apollographql-client-version': version }));
  expect(kept).toEqual(['1.4.2', 'web-3.0.0+a1b2', '', '', '', '', '']);
  expect(clientVersionOf({ 'x-client-version': '2', 'apollographql-client-version': '1' })).toBe('2');
  expect(clientVersionOf({})).toBe('');
});

test('ids of clients are kept, but for what no issuer should have given', () => {
  const uuid = '01977000-1234-7123-8123-123456789012';
  expect([uuid, 'portal', undefined, '3201150101900001', 'a\nb'].map(keptId)).toEqual([uuid, 'portal', '', '', '']);
});
