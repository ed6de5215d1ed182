import { expect, test } from 'vitest';
import { Breaker } from './breaker.ts';
import { allowanceOf, within } from './lane.ts';
import { RetryBudget } from './retry-budget.ts';

test('a breaker opens when half of the answers are bad, and one call finds out whether it may close', () => {
  const breaker = new Breaker({ window: 10, firstPauseMs: 1_000, longestPauseMs: 4_000 });
  for (let call = 0; call < 10; call += 1) breaker.end(call % 2 === 0, 0);
  expect(breaker.allows(8, 0)).toBe(8);
  breaker.end(true, 0);
  breaker.end(true, 0);
  expect([breaker.allows(8, 999), breaker.allows(8, 1_000)]).toEqual([0, 1]);
  breaker.begin();
  expect(breaker.allows(8, 1_000)).toBe(0);
  breaker.end(true, 1_100);
  expect([breaker.allows(8, 3_000), breaker.allows(8, 3_100)]).toEqual([0, 1]);
  breaker.begin();
  breaker.end(false, 3_200);
  expect(breaker.allows(8, 3_200)).toBe(8);
});

test('what began before a pause does not end it', () => {
  const breaker = new Breaker({ window: 2, firstPauseMs: 1_000 });
  for (const isBad of [true, true, false, false]) breaker.end(isBad, 0);
  expect(breaker.allows(8, 500)).toBe(0);
});

test('retries are bounded by calls and by time', () => {
  const budget = new RetryBudget({ most: 10, perCall: 0.5, perSecond: 2 });
  expect(budget.left(0)).toBe(10);
  budget.spend(10);
  expect(budget.left(1_500)).toBe(3);
  budget.earn(4);
  expect(budget.left(1_500)).toBe(5);
  budget.earn(100);
  expect(budget.left(1_500)).toBe(10);
});

const now = new Date('2026-11-28T05:00:00Z');
const lane = { isPaused: false, perSecond: 10, dailyLimit: 1_000n, tokens: 0, tokensAt: now, day: '2026-11-28' };

test('a lane lets through a second of orders and a day of money', () => {
  const halfSecond = new Date(now.getTime() + 500);
  const allowance = allowanceOf({ ...lane, daySum: 300n }, { now: halfSecond, today: '2026-11-28' });
  expect(allowance).toEqual({ orders: 5, amount: 700n, tokens: 5, daySum: 300n });
  const payouts = [400n, 200n, 200n, 50n].map((amount) => ({ amount }));
  expect(within(payouts, allowance)).toEqual(payouts.slice(0, 2));
  const later = allowanceOf(
    { ...lane, daySum: 300n },
    { now: new Date(now.getTime() + 86_400_000), today: '2026-11-29' },
  );
  expect([later.orders, later.amount]).toEqual([10, 1_000n]);
  expect(allowanceOf({ ...lane, isPaused: true, daySum: 0n }, { now, today: '2026-11-28' }).orders).toBe(0);
});
