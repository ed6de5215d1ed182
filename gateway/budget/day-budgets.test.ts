import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { Caller } from '../caller.ts';
import { createRateLimiter } from '../rate-limit.ts';
import { ofDays, openPointsStore } from '../rate-store.ts';
import { people } from '../testkit/people.ts';
import { type Stack, startStack } from '../testkit/stack.ts';
import { createDayBudgets, type DayLimits } from './day-budgets.ts';

const log = { warn: () => undefined };
/** 23:59:50 in Jakarta. */
const NOW = Date.parse('2026-11-29T16:59:50Z');
const limits: DayLimits = { default: 100, organizations: { 'org-2': 0, 'org-3': 40 } };
const callerOf = (org: string | undefined, sub = 'portal') =>
  new Caller({ sub, azp: 'portal', ...(org && { org }), scope: '' }, Number.POSITIVE_INFINITY);

const made: { close(): Promise<void> }[] = [];
const limiter = (store?: Awaited<ReturnType<typeof openPointsStore>>) => {
  const days = createDayBudgets({ limits, store, log });
  const both = createRateLimiter({ limits: { client: 60, person: 60, anonymous: 60 }, store: undefined, days, log });
  made.push(both);
  return both;
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: NOW });
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(made.splice(0).map((each) => each.close()));
});

const refusal = (spend: () => void) => {
  try {
    return spend();
  } catch (error) {
    return error as { status: number; code: string; headers: object; extensions: object };
  }
};

test('all clients and people of an organisation spend the same points, until midnight in Jakarta', () => {
  const { budgetOf } = limiter();
  budgetOf(callerOf('org-1'), '').spend(60);
  const other = budgetOf(callerOf('org-1', 'developer'), '');
  expect(other.ofDay()).toEqual({ organization: 'org-1', points: 100, left: 40, resetsAt: '2026-11-29T17:00:00Z' });
  expect(refusal(() => other.spend(41))).toMatchObject({
    status: 429,
    code: 'BUDGET_SPENT',
    headers: { 'retry-after': '10' },
    extensions: { budget: { organization: 'org-1', points: 100, left: 40, requested: 41 } },
  });
  other.spend(40);
  expect(other.isExhausted()).toBe(true);
  other.refund(30);
  expect(other.ofDay()).toMatchObject({ left: 30 });
  vi.setSystemTime(NOW + 10_000);
  expect(budgetOf(callerOf('org-1'), '').ofDay()).toMatchObject({ left: 100, resetsAt: '2026-11-30T17:00:00Z' });
});

test('who acts for no organisation, or for one without a limit, has no budget of a day; a limit of its own counts', () => {
  const { budgetOf } = limiter();
  expect(budgetOf(callerOf(undefined), '').ofDay()).toBeUndefined();
  expect(budgetOf(callerOf('org-2'), '').ofDay()).toBeUndefined();
  expect(budgetOf(callerOf('org-3'), '').ofDay()).toMatchObject({ points: 40 });
});

test('what the minute refuses takes nothing of the day', () => {
  const { budgetOf } = limiter();
  const budget = budgetOf(callerOf('org-1'), '');
  expect(refusal(() => budget.spend(61))).toMatchObject({ code: 'RATE_LIMITED' });
  expect(budget.ofDay()).toMatchObject({ left: 100 });
});

let url: string;
let stack: Stack;
beforeAll(async () => {
  url = await createDatabase('gateway');
  const env = { RATE_LIMIT_DATABASE_URL: url, DAY_BUDGETS: '{"organizations":{"org-small":3}}' };
  stack = await startStack({ subgraphs: people(), env });
});
afterAll(() => stack.stop());

test('several gateways agree within a second, and a restarted one knows what was spent', async () => {
  vi.useRealTimers();
  const stores = [await openPointsStore(url, log, ofDays), await openPointsStore(url, log, ofDays)];
  const [one, other] = stores.map((store) => limiter(store));
  one?.budgetOf(callerOf('org-9'), '').spend(30);
  other?.budgetOf(callerOf('org-9'), '').spend(20);
  await expect
    .poll(() => one?.budgetOf(callerOf('org-9'), '').ofDay()?.left, { timeout: 5_000 })
    .toSatisfy(() => {
      one?.budgetOf(callerOf('org-9'), '').charge(0.001);
      return (one?.budgetOf(callerOf('org-9'), '').ofDay()?.left ?? 100) < 51;
    });
  await Promise.all(made.splice(0).map((each) => each.close()));
  const restarted = limiter(await openPointsStore(url, log, ofDays));
  restarted.budgetOf(callerOf('org-9'), '').charge(1);
  await expect.poll(() => restarted.budgetOf(callerOf('org-9'), '').ofDay()?.left, { timeout: 5_000 }).toBeLessThan(50);
});

test('an answer says what is left, and beyond it the organisation is refused with a code and Retry-After', async () => {
  vi.useRealTimers();
  const authorization = `Bearer ${await stack.issuer.sign({ sub: 'portal', azp: 'portal', org: 'org-small' })}`;
  const ask = () => stack.post({ query: '{ me { id } }' }, { authorization });
  const first = (await (await ask()).json()) as { extensions: { budget: { left: number } } };
  expect(first.extensions.budget).toMatchObject({ organization: 'org-small', points: 3 });
  let answer = await ask();
  for (let tries = 0; tries < 5 && answer.status === 200; tries += 1) answer = await ask();
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BUDGET_SPENT' } }] });
  const free = `Bearer ${await stack.issuer.sign({ sub: 'siti', azp: 'app' })}`;
  const other = await stack.post({ query: '{ me { id } }' }, { authorization: free });
  expect([other.status, await other.json()]).toEqual([
    200,
    expect.not.objectContaining({ extensions: expect.anything() }),
  ]);
});
