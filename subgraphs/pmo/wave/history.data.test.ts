import { expect, test } from 'vitest';
import { waveHistory } from './history.data.ts';

const figuresOf = (number: number) =>
  Object.fromEntries(waveHistory.find((wave) => wave.number === number)?.figures.map((f) => [f.name, f.value]) ?? []);

test('the history has waves 1 to 32, in order, each once', () => {
  expect(waveHistory.map(({ number }) => number)).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
});

test('policy 2020-B begins with wave 4', () => {
  const of2020A = waveHistory.filter(({ policyVersion }) => policyVersion === '2020-A');
  expect(of2020A.map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('golden case, wave 19: 3,967,595 applied, 2,413,677 eligible, 800,000 accepted', () => {
  expect(figuresOf(19)).toEqual({ APPLIED: 3_967_595, ELIGIBLE: 2_413_677, ACCEPTED: 800_000 });
});

test('only the waves with published figures have figures', () => {
  const published = waveHistory.filter(({ figures }) => figures.length > 0).map(({ number }) => number);
  expect(published).toEqual([1, 10, 12, 13, 19, 24]);
  expect([1, 10, 12, 13, 24].map(figuresOf)).toEqual([
    { ACCEPTED: 168_111 },
    { QUOTA: 116_261 },
    { QUOTA: 600_000 },
    { QUOTA: 600_000 },
    { QUOTA: 300_000 },
  ]);
});

test('every figure is a positive integer with definition, source and, where known, a date', () => {
  for (const { value, asOf, definition, source } of waveHistory.flatMap(({ figures }) => figures)) {
    expect(Number.isSafeInteger(value) && value > 0).toBe(true);
    expect(asOf ?? '2020-01-01').toMatch(/^202\d-\d\d-\d\d$/);
    expect(definition).toMatch(/\.$/);
    expect(source).not.toBe('');
  }
});
