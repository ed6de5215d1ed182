import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import fastify from 'fastify';
import { TestClock } from 'pg-boss';
import { expect, onTestFinished, test } from 'vitest';
import {
  announceBy,
  balances,
  createSubscriber,
  type EventDatabase,
  eventDatabase,
  eventually,
  listen,
  startPmo,
} from '../../../tests/testkit/events.ts';
import { freePort } from '../../../tests/testkit/port.ts';
import { openBoss } from './boss.ts';
import { createOutbox } from './outbox.ts';

const people = (count: number) => Array.from({ length: count }, (_, index) => `person-${index}`);
const onceEach = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 1]));
const have = (database: EventDatabase, count: number) => async () =>
  Object.keys(await balances(database)).length === count;

const jobsIn = async ({ rows }: EventDatabase, state: string) =>
  (await rows('select from pgboss.job where name like $1 and state = $2', ['deliver-%', state])).length;

/** A subscriber that keeps every request waiting. */
const startHanging = async () => {
  const server = fastify({ forceCloseConnections: true });
  let held = 0;
  server.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume();
    done(null);
  });
  server.post('/events', () => {
    held += 1;
    return new Promise(() => undefined);
  });
  onTestFinished(() => server.close());
  return { url: await listen(server), held: () => held, close: () => server.close() };
};

test('an event arrives well within a second', async () => {
  const source = await eventDatabase();
  const target = await eventDatabase();
  const url = await listen(await createSubscriber(target));
  const pmo = await startPmo(source, { subscribers: [{ name: 'payments', url }] });
  const took: number[] = [];
  // Each follows the delivery of the one before, when the next poll is furthest away.
  for (let sent = 1; sent <= 5; sent += 1) {
    const start = performance.now();
    await pmo.announce(`person-${sent}`);
    await eventually(have(target, sent));
    took.push(performance.now() - start);
  }
  expect(Math.min(...took)).toBeLessThan(300);
});

test('a slow subscriber does not delay another', async () => {
  const source = await eventDatabase();
  const target = await eventDatabase();
  const hanging = await startHanging();
  const url = await listen(await createSubscriber(target));
  const pmo = await startPmo(source, {
    subscribers: [
      { name: 'training', url: hanging.url },
      { name: 'payments', url },
    ],
  });
  const start = performance.now();
  await pmo.announce(...people(100));
  await eventually(have(target, 100));
  // The other one is given up after ten seconds.
  expect(performance.now() - start).toBeLessThan(8_000);
  expect(hanging.held()).toBeGreaterThan(0);
  await hanging.close();
});

/** Moves the clock a minute on and lets the tries that are due finish. */
const passMinute = async (clock: TestClock, database: EventDatabase) => {
  await clock.setTime(clock.now() + 60_000);
  await clock.tick(600);
  await eventually(async () => (await jobsIn(database, 'active')) === 0);
};

test('a subscriber that is down for an hour misses nothing', async () => {
  const source = await eventDatabase();
  const target = await eventDatabase();
  const port = await freePort();
  const clock = new TestClock();
  const subscribers = [{ name: 'payments', url: `http://127.0.0.1:${port}/events` }];
  const pmo = await startPmo(source, { subscribers, clock });
  const names = people(60);
  for (let minute = 0; minute < 60; minute += 1) {
    await pmo.announce(names[minute] ?? '');
    await passMinute(clock, source);
  }
  expect(await jobsIn(source, 'completed')).toBe(0);
  const [first] = await source.rows<{ tries: number }>('select max(retry_count) as tries from pgboss.job');
  expect(first?.tries).toBeGreaterThan(50);
  await listen(await createSubscriber(target), port);
  for (let minute = 0; (await jobsIn(source, 'completed')) < 60 && minute < 5; minute += 1) {
    await passMinute(clock, source);
  }
  expect(await balances(target)).toEqual(onceEach(names));
});

test('a killed worker’s jobs are delivered after the restart, once each', async () => {
  const source = await eventDatabase();
  const target = await eventDatabase();
  const hanging = await startHanging();
  const script = 'tests/testkit/event-publisher.process.ts';
  const child = spawn(process.execPath, ['--import', './scripts/loader.mjs', script, source.url, hanging.url]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const boss = await openBoss(source.url);
  const outbox = createOutbox({ source: 'pmo', boss, subscriptions: [{ name: 'payments' }] });
  await announceBy(outbox, source)(...people(20));
  await boss.stop();
  await eventually(async () => hanging.held() > 0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await jobsIn(source, 'active')).toBeGreaterThan(0);
  const url = await listen(await createSubscriber(target));
  await startPmo(source, { subscribers: [{ name: 'payments', url }] });
  await eventually(have(target, 20), 25_000);
  expect(await balances(target)).toEqual(onceEach(people(20)));
});

test('stopping finishes the deliveries in flight', async () => {
  const source = await eventDatabase();
  const target = await eventDatabase();
  let isWorking = false;
  const slow = await createSubscriber(target, async () => {
    isWorking = true;
    await setTimeout(700);
  });
  const pmo = await startPmo(source, { subscribers: [{ name: 'payments', url: await listen(slow) }] });
  await pmo.announce('siti');
  await eventually(async () => isWorking);
  await pmo.stop();
  expect([await balances(target), await jobsIn(source, 'completed')]).toEqual([{ siti: 1 }, 1]);
});
