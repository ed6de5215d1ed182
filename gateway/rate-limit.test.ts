import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createDatabase } from '../tests/testkit/database.ts';
import { anonymous, Caller } from './caller.ts';
import { createRateLimiter, type RateLimits } from './rate-limit.ts';
import type { PointsStore, SpentPoints } from './rate-meter.ts';
import { openPointsStore } from './rate-store.ts';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

const NOW = 1_800_000_030_000;
const limits: RateLimits = { client: 100, person: 50, anonymous: 20 };
const warnings: string[] = [];
const log = { warn: (_: object, message: string) => void warnings.push(message) };
const siti = new Caller({ sub: 'siti', azp: 'app', scope: '' }, Number.POSITIVE_INFINITY);
const portal = new Caller({ sub: 'portal', azp: 'portal', org: 'o1', scope: '' }, Number.POSITIVE_INFINITY);

/** Adds up for several gateways, in memory. */
const sharedStore = () => {
  const totals = new Map<string, number>();
  const statements: SpentPoints[] = [];
  const store: PointsStore = {
    add: async (minute, spending) => {
      statements.push(spending);
      for (const [key, points] of spending)
        totals.set(`${minute} ${key}`, (totals.get(`${minute} ${key}`) ?? 0) + points);
      return new Map([...spending.keys()].map((key) => [key, totals.get(`${minute} ${key}`) ?? 0]));
    },
    close: async () => undefined,
  };
  return { store, statements };
};

const limiters: { close(): Promise<void> }[] = [];
const limiter = (store?: PointsStore) => {
  const made = createRateLimiter({ limits, store, log });
  limiters.push(made);
  return made;
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: NOW });
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(limiters.splice(0).map((each) => each.close()));
});

const refusal = (spend: () => void) => {
  try {
    spend();
    return undefined;
  } catch (error) {
    return error as { status: number; code: string; headers: object; extensions: object };
  }
};

test('a person has a budget of their own, whatever the other people of the same client spend', () => {
  const { budgetOf } = limiter();
  budgetOf(siti, '').spend(50);
  expect(refusal(() => budgetOf(siti, '').spend(1))).toMatchObject({
    status: 429,
    code: 'RATE_LIMITED',
    headers: { 'retry-after': '30' },
    extensions: { cost: { limit: 50, requested: 1, remaining: 0, resetSeconds: 30 } },
  });
  for (const sub of ['budi', 'ani', 'dewi', 'eko']) {
    const person = new Caller({ sub, azp: 'app', scope: '' }, Number.POSITIVE_INFINITY);
    expect(refusal(() => budgetOf(person, '').spend(50))).toBeUndefined();
  }
  const app = new Caller({ sub: 'app', azp: 'app', scope: '' }, Number.POSITIVE_INFINITY);
  expect(budgetOf(app, '').state()).toMatchObject({ limit: 100, remaining: 100 });
});

test('what is given back can be spent again, and never more than was spent', () => {
  const { budgetOf } = limiter();
  budgetOf(siti, '').spend(10);
  const budget = budgetOf(siti, '');
  budget.spend(40);
  expect(refusal(() => budgetOf(siti, '').spend(1))?.status).toBe(429);
  budget.refund(39);
  expect(budget.state()?.remaining).toBe(39);
  budget.refund(1000);
  expect(budget.state()?.remaining).toBe(50);
});

test('what was spent in one minute is not given back in the next', () => {
  const { budgetOf } = limiter();
  const budget = budgetOf(siti, '');
  budget.spend(50);
  vi.setSystemTime(NOW + 30_000);
  budgetOf(siti, '').spend(20);
  budget.refund(50);
  expect(budget.state()?.remaining).toBe(30);
});

test('what one gateway gives back the other may spend', async () => {
  const { store } = sharedStore();
  const one = limiter(store);
  const two = limiter(store);
  const budget = one.budgetOf(siti, '');
  budget.spend(45);
  await vi.advanceTimersByTimeAsync(500);
  two.budgetOf(siti, '').spend(1);
  budget.refund(44);
  await vi.advanceTimersByTimeAsync(500);
  two.budgetOf(siti, '').charge(0.5);
  await vi.advanceTimersByTimeAsync(500);
  expect(two.budgetOf(siti, '').state()?.remaining).toBe(47.5);
});

test('what is refused is not counted', () => {
  const { budgetOf } = limiter();
  budgetOf(siti, '').spend(40);
  expect(refusal(() => budgetOf(siti, '').spend(11))?.status).toBe(429);
  budgetOf(siti, '').spend(10);
  expect(refusal(() => budgetOf(siti, '').spend(0))?.status).toBe(429);
});

test('a client that acts for itself has the budget of a client', () => {
  const { budgetOf } = limiter();
  budgetOf(portal, '').spend(100);
  expect(budgetOf(portal, '').state()).toEqual({ limit: 100, remaining: 0, resetSeconds: 30 });
});

test('an anonymous caller is a network', () => {
  const { budgetOf } = limiter();
  budgetOf(anonymous, '2001:db8:1:2::1').spend(20);
  expect(refusal(() => budgetOf(anonymous, '2001:db8:1:2::7').spend(1))?.status).toBe(429);
  expect(refusal(() => budgetOf(anonymous, '2001:db8:1:3::1').spend(1))).toBeUndefined();
});

test('a new minute is a new budget', () => {
  const { budgetOf } = limiter();
  budgetOf(siti, '').spend(50);
  vi.setSystemTime(NOW + 29_999);
  expect(refusal(() => budgetOf(siti, '').spend(1))?.status).toBe(429);
  vi.setSystemTime(NOW + 30_000);
  budgetOf(siti, '').spend(50);
});

test('two gateways share a budget, by one statement each half second, and a blocked caller costs none', async () => {
  const { store, statements } = sharedStore();
  const one = limiter(store);
  const two = limiter(store);
  for (let count = 0; count < 25; count++) one.budgetOf(siti, '').spend(1);
  for (let count = 0; count < 24; count++) two.budgetOf(siti, '').spend(1);
  await vi.advanceTimersByTimeAsync(500);
  expect(statements).toHaveLength(2);
  two.budgetOf(siti, '').spend(1);
  expect(refusal(() => two.budgetOf(siti, '').spend(1))?.status).toBe(429);
  await vi.advanceTimersByTimeAsync(500);
  expect(statements).toHaveLength(3);
  expect(refusal(() => one.budgetOf(siti, '').spend(26))?.status).toBe(429);
  for (let count = 0; count < 100; count++) expect(refusal(() => two.budgetOf(siti, '').spend(1))?.status).toBe(429);
  await vi.advanceTimersByTimeAsync(2000);
  expect(statements).toHaveLength(3);
});

test('while the store is away each gateway counts alone, and reports later', async () => {
  const { store, statements } = sharedStore();
  let isAway = true;
  const failing: PointsStore = {
    ...store,
    add: (minute, spending) => (isAway ? Promise.reject(new Error('away')) : store.add(minute, spending)),
  };
  const { budgetOf } = limiter(failing);
  budgetOf(siti, '').spend(30);
  await vi.advanceTimersByTimeAsync(500);
  expect(warnings.at(-1)).toContain('cannot be shared');
  expect(refusal(() => budgetOf(siti, '').spend(21))?.status).toBe(429);
  isAway = false;
  await vi.advanceTimersByTimeAsync(500);
  expect(statements.map((spending) => spending.get('person:siti'))).toEqual([30]);
});

test('PostgreSQL adds up what gateways report at once, and forgets past minutes', async () => {
  vi.useRealTimers();
  const url = await createDatabase('points');
  const stores = await Promise.all([openPointsStore(url, log), openPointsStore(url, log), openPointsStore(url, log)]);
  const spending = new Map(Array.from({ length: 200 }, (_, index) => [`person:${index}`, 2]));
  const backwards = new Map([...spending].reverse());
  await Promise.all(
    Array.from({ length: 30 }, (_, index) => stores[index % 3]?.add(100, index % 2 === 0 ? spending : backwards)),
  );
  const totals = await stores[0]?.add(100, new Map([['person:7', 1]]));
  expect(totals).toEqual(new Map([['person:7', 61]]));
  const given = await stores[2]?.add(
    100,
    new Map([
      ['person:7', -50],
      ['person:8', -100],
    ]),
  );
  expect(given).toEqual(
    new Map([
      ['person:7', 11],
      ['person:8', 0],
    ]),
  );
  await stores[1]?.add(103, spending);
  await Promise.all(stores.map((store) => store.close()));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  expect((await client.query('select distinct minute from points_spent')).rows).toEqual([{ minute: 103 }]);
  await client.end();
});

let stack: Stack;
beforeAll(async () => {
  const env = { RATE_LIMITS: '{"client":0,"person":3,"anonymous":2}', PROXIES: '1' };
  stack = await startStack({ subgraphs: people(), env });
});
afterAll(() => stack.stop());

const from = (address: string) => ({ 'x-forwarded-for': `1.1.1.1, ${address}` });

// A minute may begin in between, and with it a new budget.
test('beyond the budget the answer is 429 with Retry-After, before the body is read', { retry: 2 }, async () => {
  vi.useRealTimers();
  const query = '{ me { id } }';
  const ask = (headers: Record<string, string>) => stack.post({ query }, headers);
  expect([(await ask(from('9.9.9.9'))).status, (await ask(from('9.9.9.9'))).status]).toEqual([200, 200]);
  const refused = await stack.post('not JSON', from('9.9.9.9'));
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  expect((await ask(from('8.8.8.8'))).status).toBe(200);
  const authorization = `Bearer ${await stack.issuer.sign({ sub: 'siti', azp: 'app' })}`;
  expect((await ask({ ...from('9.9.9.9'), authorization })).status).toBe(200);
});
