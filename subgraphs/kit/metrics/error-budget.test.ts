import { expect, test } from 'vitest';
import { ErrorBudget, LEAST_REQUESTS } from './error-budget.ts';

interface Requests {
  all: number;
  failed?: number;
  slow?: number;
}

const budgetOf = (canary: Requests, stable: Requests): ErrorBudget => {
  const budget = new ErrorBudget();
  for (const [side, { all, failed = 0, slow = 0 }] of [
    ['canary', canary],
    ['stable', stable],
  ] as const) {
    for (let index = 0; index < all; index += 1)
      budget[side].add({ isFailure: index < failed, durationMs: index < slow ? 900 : 30 });
  }
  return budget;
};

interface Case {
  canary: Requests;
  stable: Requests;
  isBurnt: boolean;
}

const cases: [string, Case][] = [
  [
    'too few requests, all of which failed',
    { canary: { all: LEAST_REQUESTS - 1, failed: 49 }, stable: { all: 1000 }, isBurnt: false },
  ],
  ['half of them failed', { canary: { all: 50, failed: 25 }, stable: { all: 1000 }, isBurnt: true }],
  ['one of them failed', { canary: { all: 50, failed: 1 }, stable: { all: 1000 }, isBurnt: false }],
  [
    'as many failed as of the others',
    { canary: { all: 100, failed: 20 }, stable: { all: 1000, failed: 200 }, isBurnt: false },
  ],
  ['more failed by chance', { canary: { all: 100, failed: 24 }, stable: { all: 1000, failed: 200 }, isBurnt: false }],
  [
    'less than one in a hundred more failed',
    { canary: { all: 1000, failed: 8 }, stable: { all: 100_000 }, isBurnt: false },
  ],
  ['some failed while nobody else asks', { canary: { all: 50, failed: 10 }, stable: { all: 0 }, isBurnt: true }],
  ['a third is slow, as with nobody else', { canary: { all: 60, slow: 20 }, stable: { all: 1000 }, isBurnt: true }],
  [
    'as many are slow as of the others',
    { canary: { all: 60, slow: 20 }, stable: { all: 900, slow: 300 }, isBurnt: false },
  ],
  ['all are slow while nobody else asks', { canary: { all: 60, slow: 60 }, stable: { all: 0 }, isBurnt: false }],
];

test.each(cases)('a canary of which %s', (_name, { canary, stable, isBurnt }) => {
  expect(budgetOf(canary, stable).burnt() !== undefined).toBe(isBurnt);
});

test('a canary that went well for long is stopped soon after it begins to fail', () => {
  const budget = budgetOf({ all: 0 }, { all: 20_000 });
  for (let index = 0; index < 20_000; index += 1) {
    budget.canary.add({ isFailure: false, durationMs: 30 });
    expect(budget.burnt()).toBeUndefined();
  }
  let failed = 0;
  while (budget.burnt() === undefined && failed < 1000) {
    budget.canary.add({ isFailure: true, durationMs: 30 });
    failed += 1;
  }
  expect(failed).toBeLessThan(60);
});

test('the reason has figures of both sides', () => {
  expect(budgetOf({ all: 50, failed: 25 }, { all: 1000, failed: 10 }).burnt()).toBe(
    '50 % of 50 requests failed, and 1 % of the others',
  );
  expect(budgetOf({ all: 60, slow: 30 }, { all: 1000 }).burnt()).toBe(
    '50 % of 60 requests took more than 0.05 s, and 0 % of the others',
  );
});
