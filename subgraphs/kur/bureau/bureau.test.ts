import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { fakeClock, openKur } from '../../../tests/testkit/kur.ts';
import type { Fault } from '../simulator/books.ts';
import { BureauSimulator } from '../simulator/simulator.ts';
import { createBureauClient } from './bureau.client.ts';
import { waitMs } from './pace.policy.ts';

const apiKey = 'a-key-of-the-tests';
const simulator = new BureauSimulator({ apiKey, isControlled: true, slowMs: 2_000 });
simulator.server.listen(0, '127.0.0.1');
await once(simulator.server, 'listening');
const url = `http://127.0.0.1:${(simulator.server.address() as AddressInfo).port}`;
afterAll(() => {
  simulator.server.closeAllConnections();
  simulator.server.close();
});

const TIMEOUT_MS = 100;
const HOUR_MS = 3_600_000;
const clock = fakeClock();
const bureau = createBureauClient({ url, apiKey, timeoutMs: TIMEOUT_MS });
const { apply, bank, database, withdraw } = await openKur({ now: clock.now, bureau, checkForMs: HOUR_MS });
beforeEach(() => {
  simulator.books.fault = 'NONE';
});

const idOf = async (name: string) => (await apply(name)).application?.id ?? '';
const stateOf = async (id: string) => {
  const [row] = await database.rows<{ status: string; tries: number; next: Date }>(
    'select status, tries, next_try_at as next from application where id = $1',
    [id],
  );
  return row;
};
const arrivalsOf = (id: string) => simulator.books.inquiries.filter((inquiry) => inquiry.id.startsWith(id));

test('the bureau is asked once, with the consent, about a name that links to nothing', async () => {
  const id = await idOf('siti');
  await bank.checks.run();
  await bank.checks.run();
  expect((await stateOf(id))?.status).toBe('CHECKED');
  expect(arrivalsOf(id)).toEqual([
    {
      id: `${id}.1`,
      borrower: expect.stringMatching(/^[\w-]{43}$/),
      consent: { textVersion: '2026-11', grantedAt: clock.now().toISOString() },
      arrivals: 1,
    },
  ]);
  const [report] = await database.rows<{ received: Date; expires: Date }>(
    'select received_at as received, expires_at as expires from bureau_report where application_id = $1',
    [id],
  );
  expect(Number(report?.expires) - Number(report?.received)).toBe(30 * 24 * HOUR_MS);
});

test.each<[Fault, RegExp]>([
  ['SLOW', /does not answer/],
  ['DOWN', /does not answer/],
  ['WRONG_BORROWER', /answered another inquiry/],
  ['GARBAGE', /no answer/],
  ['RATE_LIMITED', /answered 429/],
])('a bureau that is %s is tried again later, and believed when it answers', async (fault, message) => {
  const id = await idOf(fault);
  simulator.books.fault = fault;
  const consent = { textVersion: '2026-11', grantedAt: clock.now().toISOString() };
  await expect(bureau.ask({ id: 'probe', borrower: 'nobody', consent })).rejects.toThrow(message);
  await bank.checks.run();
  const failed = await stateOf(id);
  expect(failed?.status).toBe('SUBMITTED');
  const waits = Number(failed?.next) - clock.now().getTime();
  expect(waits).toBe(fault === 'RATE_LIMITED' ? 2_000 : 1_000);
  simulator.books.fault = 'NONE';
  await bank.checks.run();
  expect((await stateOf(id))?.status).toBe('SUBMITTED');
  clock.advance(waits);
  await bank.checks.run();
  expect((await stateOf(id))?.status).toBe('CHECKED');
  expect(arrivalsOf(id)).toHaveLength(1);
});

test('after its time the bureau is asked no longer, and the bank hears of it', async () => {
  const id = await idOf('rini');
  simulator.books.fault = 'DOWN';
  for (let minutes = 0; minutes < 60; minutes += 1) {
    await bank.checks.run();
    clock.advance(60_000);
  }
  const { tries } = (await stateOf(id)) ?? { tries: 0 };
  // Doubled each time up to five minutes: hardly twenty in an hour.
  expect(tries).toBeGreaterThan(8);
  expect(tries).toBeLessThan(25);
  await bank.checks.run();
  expect((await stateOf(id))?.status).toBe('UNCHECKED');
  simulator.books.fault = 'NONE';
  await bank.checks.run();
  expect((await stateOf(id))?.tries).toBe(tries);
});

test('a worker that dies while it asks is followed by another, and the bureau counts one inquiry', async () => {
  const id = await idOf('dewi');
  // Claimed as a worker does it that ends before the answer.
  await database.rows(`update application set tries = 1, next_try_at = $2 where id = $1`, [id, clock.now()]);
  await bureau.ask({
    id: `${id}.1`,
    borrower: (await borrowerOf(id)) ?? '',
    consent: { textVersion: '2026-11', grantedAt: clock.now().toISOString() },
  });
  await bank.checks.run();
  expect((await stateOf(id))?.status).toBe('CHECKED');
  expect(arrivalsOf(id).map(({ arrivals }) => arrivals)).toEqual([2]);
});

const borrowerOf = async (id: string) =>
  (await database.rows<{ borrower: string }>('select borrower from application where id = $1', [id]))[0]?.borrower;

test('several workers at once ask about each application once', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, (_, index) => idOf(`person-${index}`)));
  await Promise.all([bank.checks.run(), bank.checks.run(), bank.checks.run()]);
  for (const id of ids) expect(arrivalsOf(id).map(({ arrivals }) => arrivals)).toEqual([1]);
});

test('the bureau itself refuses who shows no consent, no key, or asks under one id about two', async () => {
  const ask = (body: object, key = apiKey) =>
    fetch(`${url}/inquiries`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    });
  const consent = { textVersion: '1', grantedAt: clock.now().toISOString() };
  expect((await ask({ id: 'x', borrower: 'y' })).status).toBe(400);
  expect((await ask({ id: 'x', borrower: 'y', consent }, 'another')).status).toBe(401);
  expect((await ask({ id: 'x', borrower: 'y', consent })).status).toBe(200);
  expect((await ask({ id: 'x', borrower: 'z', consent })).status).toBe(409);
});

test('who took the application back is asked about no more', async () => {
  const id = await idOf('maya');
  await withdraw('maya', id);
  await bank.checks.run();
  expect(arrivalsOf(id)).toEqual([]);
});

test('waits grow, never beyond five minutes and a tenth, and never below what the bureau asks for', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 0.999 }),
      fc.nat(86_400_000),
      (tries, chance, asked) => {
        const wait = waitMs(tries, chance, asked);
        expect(wait).toBeGreaterThanOrEqual(asked);
        expect(wait).toBeLessThanOrEqual(Math.max(330_000, asked));
        expect(waitMs(tries + 1, chance)).toBeGreaterThanOrEqual(waitMs(tries, chance));
      },
    ),
    { seed: 2021 },
  );
});
