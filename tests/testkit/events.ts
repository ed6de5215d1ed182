import { setTimeout } from 'node:timers/promises';
import fastify, { type FastifyInstance } from 'fastify';
import type { Clock } from 'pg-boss';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { execute, openDatabase } from '../../subgraphs/kit/database.ts';
import { createBoss } from '../../subgraphs/kit/events/boss.ts';
import { CONTENT_TYPE, type StoredEvent, toCloudEvent } from '../../subgraphs/kit/events/envelope.ts';
import { chunk, defineEvent } from '../../subgraphs/kit/events/event.ts';
import { eventInbox, on } from '../../subgraphs/kit/events/inbox.ts';
import type { Outbox } from '../../subgraphs/kit/events/outbox.ts';
import { startPublisher } from '../../subgraphs/kit/events/publisher.ts';
import { signatureHeaders } from '../../subgraphs/kit/events/signature.ts';
import { EventTables } from '../../subgraphs/kit/events/tables.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import { databaseFrom } from './database.ts';
import { SECRET, silent } from './event-secret.ts';
import { freePort } from './port.ts';

export const requestId = 'request-0001';

/** Each of its participants gets one more rupiah: applying it twice shows. */
export const announced = defineEvent({
  type: 'pmo.recipients.announced',
  version: 1,
  data: z.object({ wave: z.int().positive(), participants: chunk(z.string().min(1)) }),
});

const open = (url: string) =>
  openDatabase({ url, name: 'test', entities: [], migrations: [{ name: '001-events', class: EventTables }] });

const prepare = async (url: string) => {
  const database = await open(url);
  await migrate(database);
  await database.pool.query('create table balance (participant text primary key, amount int not null)');
  await database.close();
  const boss = await createBoss({ databaseUrl: url, logger: silent });
  await boss.stop();
};

/** A database with the event tables, pg-boss and a table of balances, open until the test ends. */
export const eventDatabase = async () => {
  const url = await databaseFrom('events', prepare);
  const database = await open(url);
  onTestFinished(() => database.close());
  const rows = async <T>(sql: string, values: unknown[] = []) => (await database.pool.query(sql, values)).rows as T[];
  return { ...database, url, rows };
};

export type EventDatabase = Awaited<ReturnType<typeof eventDatabase>>;

const grant = `
  insert into balance select participant, 1 from unnest($1::text[]) as participant order by participant
  on conflict (participant) do update set amount = balance.amount + 1`;

/** A subscriber over its own database: use it by `inject`, or `listen` and deliver to it. */
export const createSubscriber = async ({ orm }: EventDatabase, effect?: () => Promise<void>) => {
  const server = fastify({ forceCloseConnections: true });
  onTestFinished(() => server.close());
  const handler = on(announced, async (em, { participants }) => {
    await execute(em, grant, [participants]);
    await effect?.();
  });
  const publishers = ['pmo', 'jobs'].map((name) => ({ name, secret: SECRET }));
  await server.register(eventInbox({ orm, publishers, handlers: [handler], logger: silent }));
  return server;
};

/** What each participant has, by participant. */
export const balances = async ({ rows }: EventDatabase) => {
  const all = await rows<{ participant: string; amount: number }>('select * from balance order by participant');
  return Object.fromEntries(all.map(({ participant, amount }) => [participant, amount]));
};

interface SentEvent {
  event?: Partial<StoredEvent>;
  source?: string;
  secret?: string;
  at?: Date;
}

/** A signed request with one event, as its publisher would send it. */
export const signedEvent = ({ event = {}, source = 'pmo', secret = SECRET, at }: SentEvent = {}) => {
  const data = { wave: 1, participants: ['siti'] };
  const base = { id: crypto.randomUUID(), type: announced.type, version: 1, occurredAt: new Date(), requestId, data };
  const stored = { ...base, ...event };
  const payload = JSON.stringify(toCloudEvent(stored, source));
  const signature = signatureHeaders(secret, { id: stored.id, body: payload, ...(at && { at }) });
  const headers: Record<string, string> = { 'content-type': CONTENT_TYPE, ...signature };
  return { method: 'POST', url: '/events', headers, payload } as const;
};

/** Makes `server` reachable and returns the URL of its events. */
export const listen = async (server: FastifyInstance, port = 0) =>
  `${await server.listen({ host: '127.0.0.1', port })}/events`;

interface PublisherFixture {
  clock?: Clock;
  subscribers: readonly { name: string; url: string; types?: readonly string[] }[];
}

/** Publishes one event for each participant, all in one transaction. */
export const announceBy =
  (outbox: Outbox, { orm }: EventDatabase) =>
  (...participants: readonly string[]) =>
    orm.em.fork().transactional((em) => {
      const data = participants.map((participant) => ({ wave: 1, participants: [participant] }));
      return outbox.add(em, announced, { data, requestId });
    });

/** Publishes from `database` as pmo until the test ends. */
export const startPmo = async (database: EventDatabase, { subscribers, clock }: PublisherFixture) => {
  const publisher = await startPublisher({
    source: 'pmo',
    databaseUrl: database.url,
    subscribers: subscribers.map((subscriber) => ({ ...subscriber, secret: SECRET })),
    logger: silent,
    ...(clock && { clock }),
  });
  onTestFinished(() => publisher.stop());
  return { ...publisher, announce: announceBy(publisher.outbox, database) };
};

/** Publishes to subscribers that are down, lets the second try be the last and waits for it. */
export const publishInVain = async (database: EventDatabase, names: readonly string[], people: readonly string[]) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/events`;
  const pmo = await startPmo(database, { subscribers: names.map((name) => ({ name, url })) });
  const ids = await pmo.announce(...people);
  await database.rows(`update pgboss.job set retry_limit = 1 where name like 'deliver-%'`);
  const dead = () => database.rows(`select from pgboss.job where name like 'dead-%'`);
  await eventually(async () => (await dead()).length === ids.length * names.length);
  return { ids, port };
};

/** Waits until `isDone` holds. */
export const eventually = async (isDone: () => Promise<boolean>, timeoutMs = 45_000) => {
  for (const end = Date.now() + timeoutMs; !(await isDone()); await setTimeout(20)) {
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms`);
  }
};
