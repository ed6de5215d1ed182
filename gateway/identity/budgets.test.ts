import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { Budgets, PERIOD_MS, SLOWED_MS } from './budgets.ts';
import { sweep } from './state.ts';

const network = (name: string) => Buffer.from(name.padEnd(32, '.'));
const here = network('here');
const there = network('there');

let identity: TestIdentity;
let alarms: object[];
let waits: number[];
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(() => identity.stop());
beforeEach(async () => {
  alarms = [];
  waits = [];
  await identity.pool.query('truncate sign_in_budget');
});

/** One process; all of them share the counts. */
const processOf = (limit: { network: number; total: number }) =>
  new Budgets({
    pool: identity.pool,
    limits: { codesSent: limit, codesTried: limit, passwordsTried: limit },
    surroundings: { now: identity.clock.now, wait: async (ms) => void waits.push(ms) },
    log: { warn: (details) => void alarms.push(details) },
  });

test('of 100 at once from one network, in two processes, as many are let through as the limit says', async () => {
  const processes = [processOf({ network: 30, total: 1_000 }), processOf({ network: 30, total: 1_000 })];
  const spendings = Array.from({ length: 100 }, (_, at) => processes[at % 2]?.spend('codesSent', here));
  const refused = (await Promise.all(spendings)).filter((until) => until !== undefined);
  expect(refused.length).toBe(70);
  const endsInMs = Number(refused[0]) - identity.clock.now().getTime();
  expect(endsInMs).toBeGreaterThan(PERIOD_MS - 10_000);
  expect(endsInMs).toBeLessThanOrEqual(PERIOD_MS);
  expect([await processes[0]?.spend('codesSent', there), await processes[0]?.spend('codesTried', here)]).toEqual([
    undefined,
    undefined,
  ]);
});

test('a refusal is known at the door for two seconds, and a new period begins anew', async () => {
  const budgets = processOf({ network: 1, total: 1_000 });
  await budgets.spend('passwordsTried', here);
  expect(budgets.refusedUntil('passwordsTried', here)).toBeUndefined();
  const until = await budgets.spend('passwordsTried', here);
  expect(budgets.refusedUntil('passwordsTried', here)).toEqual(until);
  expect(budgets.refusedUntil('passwordsTried', there)).toBeUndefined();
  identity.clock.advance(2_000);
  expect(budgets.refusedUntil('passwordsTried', here)).toBeUndefined();
  identity.clock.advance(PERIOD_MS);
  expect(await budgets.spend('passwordsTried', here)).toBeUndefined();
});

test('beyond the budget of all nobody is refused, and everybody waits for a second', async () => {
  const budgets = processOf({ network: 10, total: 4 });
  for (let at = 0; at < 6; at += 1) expect(await budgets.spend('codesSent', network(`network-${at}`))).toBeUndefined();
  expect(waits).toEqual([SLOWED_MS, SLOWED_MS]);
});

test('what a refused network tries does not count for all', async () => {
  const budgets = processOf({ network: 2, total: 5 });
  for (let at = 0; at < 50; at += 1) await budgets.spend('codesSent', here);
  await budgets.spend('codesSent', there);
  expect(waits).toEqual([]);
});

test('what is proven right is given back, never below nothing', async () => {
  const budgets = processOf({ network: 2, total: 1_000 });
  await budgets.giveBack('codesSent', here);
  for (let at = 0; at < 10; at += 1) {
    expect(await budgets.spend('codesSent', here)).toBeUndefined();
    await budgets.giveBack('codesSent', here);
    await budgets.giveBack('codesSent', there);
  }
  const { rows } = await identity.pool.query('select distinct spent from sign_in_budget');
  expect(rows).toEqual([{ spent: 0 }]);
});

test('an alarm is raised once a period when half is used, in one of the processes, and names nobody', async () => {
  const processes = [processOf({ network: 8, total: 12 }), processOf({ network: 8, total: 12 })];
  const spend = async (count: number, from = here) => {
    for (let at = 0; at < count; at += 1) await processes[at % 2]?.spend('codesSent', from);
  };
  await spend(3);
  expect(alarms).toEqual([]);
  await spend(1);
  const of = here.toString('base64url').slice(0, 8);
  expect(alarms).toMatchObject([{ budget: 'codesSent', of, spent: 4, limit: 8 }]);
  await processes[0]?.giveBack('codesSent', here);
  await spend(3);
  expect(alarms).toMatchObject([{ of }, { budget: 'codesSent', of: 'total', spent: 6, limit: 12 }]);
  identity.clock.advance(PERIOD_MS);
  await spend(4);
  expect(alarms.length).toBe(3);
});

test('an account may be tried 20 times from anywhere, then once in half a minute', async () => {
  const budgets = processOf({ network: 10, total: 10 });
  const tries = await Promise.all(Array.from({ length: 30 }, () => budgets.spendAccount(here)));
  expect(tries.filter((until) => until === undefined).length).toBe(20);
  expect(alarms).toMatchObject([{ budget: 'account', spent: 10, limit: 20 }]);
  expect(await budgets.spendAccount(there)).toBeUndefined();
  identity.clock.advance(30_000);
  expect([await budgets.spendAccount(here), await budgets.spendAccount(here)]).toEqual([undefined, expect.any(Date)]);
});

test('counts that have run out are swept away, tries too', async () => {
  const { pool, clock } = identity;
  const budgets = processOf({ network: 10, total: 10 });
  await budgets.spend('codesSent', here);
  const until = new Date(clock.now().getTime() + 60_000);
  await pool.query(`insert into attempt (subject_index, tries, until) values ('\\x01', 5, $1), ('\\x02', 1, $2)`, [
    until,
    new Date(until.getTime() + PERIOD_MS * 2),
  ]);
  await sweep(pool, new Date(until.getTime() + PERIOD_MS));
  const { rows } = await pool.query('select subject_index from attempt');
  expect([rows, (await pool.query('select from sign_in_budget')).rowCount]).toEqual([
    [{ subject_index: Buffer.from([2]) }],
    0,
  ]);
});
