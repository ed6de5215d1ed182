import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { silent } from '../../tests/testkit/event-secret.ts';
import { type EventDatabase, eventDatabase, eventually } from '../../tests/testkit/events.ts';
import { createBoss } from './events/boss.ts';
import { createQueues, deadQueue, deliveryJob, deliveryQueue } from './events/queues.ts';
import { idempotencyTables } from './idempotency.tables.ts';
import { KEPT_DAYS, prune, pruning } from './prune.ts';

const DAY_MS = 86_400_000;
const NOW = new Date('2026-11-24T05:00:00Z');
const now = () => NOW;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

afterEach(() => {
  vi.useRealTimers();
});

const KEYS = `insert into idempotency_key (caller, operation, key, body_hash, created_at)
  select 'siti', 'register', 'key-' || $1 || '-' || n, sha256(n::text::bytea), $2 from generate_series(1, $3::int) as n`;
const RECEIVED = `insert into event_inbox (id, source, type, request_id, received_at)
  select gen_random_uuid(), 'pmo', 'pmo.wave.opened', 'r', $1 from generate_series(1, $2::int)`;
const PUBLISHED = `insert into event_outbox (type, version, occurred_at, request_id, data)
  values ('pmo.wave.opened', 1, $1, 'r', '{}') returning id`;

const withKeys = async () => {
  const database = await eventDatabase();
  for (const statement of idempotencyTables()) await database.rows(statement);
  return database;
};

const count = async ({ rows }: EventDatabase, table: string) =>
  (await rows<{ count: number }>(`select count(*)::int from ${table}`))[0]?.count;

test('keys go after 30 days and inbox rows after 400, not a day sooner', async () => {
  const database = await withKeys();
  for (const days of [29, 30.5]) await database.rows(KEYS, [days, daysAgo(days), 7]);
  for (const days of [30, 399, 401]) await database.rows(RECEIVED, [daysAgo(days), 3]);
  expect(await prune({ database, now, batch: 2 })).toEqual({ idempotency_key: 7, event_inbox: 3, event_outbox: 0 });
  expect([await count(database, 'idempotency_key'), await count(database, 'event_inbox')]).toEqual([7, 6]);
  expect(await prune({ database, now })).toEqual({ idempotency_key: 0, event_inbox: 0, event_outbox: 0 });
});

test('counted tries go when their day is over, not before', async () => {
  const database = await withKeys();
  await database.rows('create table attempt (subject bytea primary key, tries int, until timestamptz)');
  const counted = `insert into attempt select int8send(number), 5, $1::timestamptz + number * interval '1 second'
    from generate_series(-3, 2) as number`;
  await database.rows(counted, [NOW]);
  expect(await prune({ database, now })).toMatchObject({ attempt: 3 });
  expect(await count(database, 'attempt')).toBe(3);
});

test('the inbox outlives every event that can still come', () => {
  expect(KEPT_DAYS.inbox).toBeGreaterThan(365 + 3);
});

test('an event goes when nobody waits for it any more: one in delivery or a dead letter stays', async () => {
  const database = await withKeys();
  const boss = await createBoss({ databaseUrl: database.url, logger: silent });
  onTestFinished(() => boss.stop());
  await createQueues(boss, 'payments');
  const publish = async (days: number) =>
    (await database.rows<{ id: string }>(PUBLISHED, [daysAgo(days)]))[0]?.id ?? '';
  const waiting = await publish(200);
  const dead = await publish(200);
  const delivered = await publish(200);
  const done = await publish(91);
  const young = await publish(89);
  const job = (event: string) => deliveryJob({ event, type: 'pmo.wave.opened' });
  await boss.insert(deliveryQueue('payments'), [job(waiting), job(delivered)]);
  await boss.insert(deadQueue('payments'), [job(dead)]);
  await database.rows(`update pgboss.job set state = 'completed' where data ->> 'event' = $1`, [delivered]);
  expect(await prune({ database, now })).toMatchObject({ event_outbox: 2 });
  const left = await database.rows<{ id: string }>('select id from event_outbox order by id');
  expect(left.map(({ id }) => id)).toEqual([waiting, dead, young].sort());
  expect(done).not.toBe('');
});

test('a run is bounded, and several at once share the work', async () => {
  const database = await withKeys();
  await database.rows(KEYS, ['old', daysAgo(31), 1_000]);
  expect(await prune({ database, now, batch: 10, batches: 3 })).toMatchObject({ idempotency_key: 30 });
  const runs = await Promise.all(Array.from({ length: 4 }, () => prune({ database, now, batch: 50 })));
  const total = runs.reduce((sum, { idempotency_key: rows = 0 }) => sum + rows, 0);
  expect([total + ((await count(database, 'idempotency_key')) ?? 0)]).toEqual([970]);
});

test('a subgraph prunes when it starts and every day after that, and waits for it when it stops', async () => {
  const database = await withKeys();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  let today = NOW;
  const work = pruning({ database, log: silent, now: () => today });
  work.start();
  await database.rows(KEYS, ['aging', daysAgo(20), 5]);
  await vi.advanceTimersByTimeAsync(DAY_MS);
  expect(await count(database, 'idempotency_key')).toBe(5);
  today = new Date(NOW.getTime() + 11 * DAY_MS);
  // A day on which the run before is still under way is left out.
  const isPruned = async () => {
    await vi.advanceTimersByTimeAsync(DAY_MS);
    return (await count(database, 'idempotency_key')) === 0;
  };
  await eventually(isPruned);
  await work.stop();
  await database.rows(KEYS, ['later', daysAgo(90), 1]);
  await vi.advanceTimersByTimeAsync(3 * DAY_MS);
  expect(await count(database, 'idempotency_key')).toBe(1);
});

test('a database that is away is reported and nothing else', async () => {
  const database = await withKeys();
  await database.rows('alter table event_inbox rename column received_at to arrived_at');
  const told: string[] = [];
  const log = { ...silent, error: (_about: object, message: string) => void told.push(message) } as typeof silent;
  const work = pruning({ database, log, now });
  work.start();
  await work.stop();
  expect(told).toEqual(['old rows were not pruned']);
});
