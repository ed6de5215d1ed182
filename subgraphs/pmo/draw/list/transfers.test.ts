import { expect, test } from 'vitest';
import { Transfers } from './transfers.ts';

const start = () => {
  let now = 0;
  const transfers = new Transfers({ most: 3, aloneMs: 10_000, bytesPerMs: 256, now: () => now });
  const cut: string[] = [];
  return {
    begin: (name: string) => transfers.begin(() => void cut.push(name)),
    cut,
    pass: (ms: number) => {
      now += ms;
    },
  };
};

test('readers that take a list slowly hold their places while nobody else wants one, the slowest the shortest', () => {
  const { begin, cut, pass } = start();
  const [one, other, fast] = ['one', 'other', 'fast'].map(begin);
  pass(10_001);
  one?.took(2_000);
  other?.took(1_000);
  fast?.took(10_001 * 256);
  expect(cut).toEqual([]);
  expect(begin('fourth')).toBeDefined();
  expect(begin('fifth')).toBeDefined();
  expect(cut).toEqual(['other', 'one']);
  // The two new ones have not had their time, and the fast one stays.
  expect(begin('sixth')).toBeUndefined();
  expect(cut).toEqual(['other', 'one']);
});

test('a list that has ended gives its place to the next, once', () => {
  const { begin, cut } = start();
  const first = begin('first');
  begin('second');
  begin('third');
  expect(begin('fourth')).toBeUndefined();
  first?.end();
  first?.end();
  expect([begin('fourth'), begin('fifth')].map((transfer) => transfer !== undefined)).toEqual([true, false]);
  expect(cut).toEqual([]);
});
