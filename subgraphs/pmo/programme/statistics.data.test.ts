import { expect, test } from 'vitest';
import { programmeStatistics } from './statistics.data.ts';

const valuesOf = (wanted: string) =>
  programmeStatistics.filter(({ name }) => name === wanted).map(({ value }) => value);

test('contradicting figures stand side by side', () => {
  expect(valuesOf('RECIPIENTS_OF_2020')).toEqual([5_500_000, 5_600_000, 5_900_000]);
  expect(valuesOf('RECIPIENTS_OF_2022')).toEqual([3_460_000, 4_984_791]);
  expect(valuesOf('REGENCIES_REACHED')).toEqual([514, 15]);
  expect(valuesOf('REVOKED')).toEqual([189_436, 373_745]);
});

test('golden case: 189,436 revoked at Rp 3,550,000 returned Rp 672,497,800,000', () => {
  const [revoked = 0] = valuesOf('REVOKED');
  expect(valuesOf('REVOKED_FUNDS_RETURNED')).toEqual([revoked * 3_550_000]);
});

test('75 million applied and 12.8 million received', () => {
  expect(valuesOf('APPLICANTS')).toEqual([75_000_000]);
  expect(valuesOf('RECIPIENTS')).toContain(12_800_000);
});

test('every figure is a safe integer with a definition, a source and a real date or none', () => {
  for (const { value, asOf, definition, source } of programmeStatistics) {
    expect(Number.isSafeInteger(value) && value > 0).toBe(true);
    if (asOf !== null) expect(new Date(`${asOf}T00:00:00Z`).toISOString().slice(0, 10)).toBe(asOf);
    expect(definition).toMatch(/\.$/);
    expect(source).not.toBe('');
  }
});

test('figures of one name share their unit, and no figure is there twice', () => {
  const units = new Map(programmeStatistics.map(({ name, unit }) => [name, unit]));
  expect(programmeStatistics.filter(({ name, unit }) => units.get(name) !== unit)).toEqual([]);
  const keys = programmeStatistics.map(({ name, value, asOf }) => `${name} ${value} ${asOf}`);
  expect(new Set(keys).size).toBe(keys.length);
});
