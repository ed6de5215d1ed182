import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { GraphQLInt, GraphQLNonNull, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { SignJWT } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { openHangingWay } from '../../tests/testkit/hanging-way.ts';
import { until } from '../../tests/testkit/until.ts';
import { type Database, execute, openDatabase } from './database.ts';
import { gather } from './gather.ts';
import { createLogger } from './log.ts';
import { beginWriting } from './request-life.ts';
import { callerKeys, createRequestSigner } from './request-signature.ts';
import { createServer } from './server.ts';

const secret = Buffer.alloc(32, 7).toString('base64url');
const MOST_WAITING = 20;
let database: Database;
let observer: pg.Client;
/** Another one, since what a transaction sees of the others' activity stays as it was. */
let holder: pg.Client;
let app: Awaited<ReturnType<typeof createServer>>;
let assertion: string;
let begun = 0;

const statement = (text: string) => ({ name: text.slice(0, 60), text });
const int = (resolve: (args: { n: number }) => Promise<unknown>) => ({
  type: new GraphQLNonNull(GraphQLInt),
  args: { n: { type: GraphQLInt, defaultValue: 0 } },
  resolve: async (_root: unknown, args: { n: number }) => {
    begun += 1;
    await resolve(args);
    return args.n;
  },
});

const MARK = statement('insert into mark values ($1)');

/** `n` is written, then the row of the lock is changed. */
const transact = ({ n }: { n: number }) =>
  database.orm.em.fork().transactional(async (em) => {
    await execute(em, MARK.text, [n]);
    await execute(em, 'update lock set taken = taken + 1');
  });

const gathered = () =>
  gather<number, number>({
    run: async (calls) => {
      await database.point(
        statement('insert into mark select unnest($1::int[]) from (select from lock for update) one'),
        [calls],
      );
      return [...calls];
    },
    keysOf: () => [],
    atOnce: 1,
    most: 8,
    mostWaiting: MOST_WAITING,
  });

const schemaOf = (write: (n: number) => Promise<number>) =>
  new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: {
        one: int(() => database.rows(statement('select 1'))),
        long: int(async ({ n }) => {
          await database.rows(statement('select pg_sleep(20)'));
          await database.rows(MARK, [n]);
        }),
      },
    }),
    mutation: new GraphQLObjectType({
      name: 'Mutation',
      fields: {
        transact: int(async (args) => {
          beginWriting();
          await transact(args);
        }),
        gathered: int(async ({ n }) => {
          beginWriting();
          await write(n);
        }),
      },
    }),
  });

beforeAll(async () => {
  const url = await createDatabase('life');
  [observer, holder] = [0, 1].map(() => new pg.Client({ connectionString: url })) as [pg.Client, pg.Client];
  await Promise.all([observer.connect(), holder.connect()]);
  await observer.query('create table mark (n int); create table lock (taken int); insert into lock values (0)');
  database = await openDatabase({ url, name: 'life', entities: [], migrations: [], connections: 3 });
  app = await createServer({
    name: 'pmo',
    schema: schemaOf(gathered()),
    callerSecret: secret,
    log: createLogger({ service: 'pmo', level: 'silent' }),
    isProduction: false,
    contextOf: (facts) => facts,
    checkReady: async () => undefined,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  assertion = await new SignJWT({ sub: 'siti', scope: 'self' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('gateway')
    .setAudience('pmo')
    .setExpirationTime('5m')
    .sign(callerKeys(secret).assertion);
});

afterAll(async () => {
  await app.close();
  await database.close();
  await Promise.all([observer.end(), holder.end()]);
});

beforeEach(async () => {
  begun = 0;
  await observer.query('truncate mark');
});

const signatureOf = createRequestSigner(secret);

interface Posting {
  deadlineMs?: number;
  signal?: AbortSignal;
  /** Another way to the subgraph than the direct one. */
  url?: string;
}

const ownUrl = () => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql`;

const post = async (query: string, { deadlineMs, signal, url = ownUrl() }: Posting = {}) => {
  const body = JSON.stringify({ query });
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-caller': assertion,
      'x-signature': signatureOf({ method: 'POST', path: '/graphql', assertion, body }),
      ...(deadlineMs !== undefined && { 'x-deadline-ms': String(deadlineMs) }),
    },
    body,
    signal: signal ?? null,
  });
  const answer = (await response.json()) as {
    data: object | null;
    errors?: { extensions: { code: string; retryAfterSeconds?: number } }[];
  };
  return { status: response.status, data: answer.data, ...answer.errors?.[0]?.extensions };
};

/** Sends it and leaves once its statement runs. */
const postAndLeave = async (query: string, deadlineMs?: number) => {
  const leaving = new AbortController();
  const asked = post(query, { signal: leaving.signal, ...(deadlineMs && { deadlineMs }) }).catch(() => 'left');
  await until(running, (count) => count > 0);
  leaving.abort();
  expect(await asked).toBe('left');
};

const running = async () => {
  const text = `select count(*)::int from pg_stat_activity where application_name = 'life' and state = 'active'`;
  return (await observer.query<{ count: number }>(text)).rows[0]?.count ?? -1;
};
const marks = async () => (await observer.query<{ n: number }>('select n from mark order by n')).rows.map(({ n }) => n);

const whileLocked = async (work: () => Promise<void>) => {
  await holder.query('begin; select from lock for update');
  await work().finally(() => holder.query('rollback'));
};

test('when the client leaves a query, its running SQL ends and no further statement begins', async () => {
  await postAndLeave('{ long(n: 1) }');
  expect(await until(running, (count) => count === 0, 3_000)).toBe(0);
  await delay(50);
  expect(await marks()).toEqual([]);
});

test('a query gets the time that the gateway has left, and its SQL ends with it', async () => {
  const startedMs = performance.now();
  expect(await post('{ long(n: 1) }', { deadlineMs: 200 })).toMatchObject({ code: 'REQUEST_OVER' });
  expect(performance.now() - startedMs).toBeLessThan(2_000);
  expect(await until(running, (count) => count === 0, 3_000)).toBe(0);
  expect(await marks()).toEqual([]);
});

test.each([0, -5])('a request with %i ms left is not begun', async (deadlineMs) => {
  expect(await post('{ one }', { deadlineMs })).toMatchObject({ status: 504, code: 'REQUEST_OVER' });
  expect(begun).toBe(0);
});

test('a mutation that lay in the network or in a process that stood still, until its time was over, is not begun', async () => {
  const way = await openHangingWay(ownUrl());
  onTestFinished(way.close);
  await post('{ one }', { url: way.url });
  way.hang();
  const late = post('mutation { transact(n: 9) }', { url: way.url, deadlineMs: 400 });
  await delay(800);
  way.goOn();
  expect(await late).toMatchObject({ status: 504, code: 'REQUEST_OVER' });
  expect(await marks()).toEqual([]);
});

test('a request that waits for a connection gives up its place at its deadline', async () => {
  const held = await Promise.all([1, 2, 3].map(() => database.pool.connect()));
  const startedMs = performance.now();
  const answers = await Promise.all([1, 2].map(() => post('{ one }', { deadlineMs: 150 })));
  expect(answers.map(({ code }) => code)).toEqual(['REQUEST_OVER', 'REQUEST_OVER']);
  expect(performance.now() - startedMs).toBeLessThan(2_000);
  for (const client of held) client.release();
  expect(await post('{ one(n: 7) }')).toMatchObject({ status: 200, data: { one: 7 } });
  expect([database.pool.waitingCount, database.pool.idleCount]).toEqual([0, 3]);
});

test('a mutation that has begun is done though its client leaves', async () => {
  await holder.query('begin; select from lock for update');
  await postAndLeave('mutation { transact(n: 5) }');
  await delay(300);
  await holder.query('rollback');
  expect(await until(marks, (found) => found.length > 0, 3_000)).toEqual([5]);
});

test('a mutation that waits for a lock at its deadline is rolled back, its client there or not', async () => {
  await whileLocked(async () => {
    expect(await post('mutation { transact(n: 6) }', { deadlineMs: 200 })).toMatchObject({ code: 'REQUEST_OVER' });
    expect(await until(running, (count) => count === 0, 3_000)).toBe(0);
    await postAndLeave('mutation { transact(n: 7) }', 400);
    expect(await until(running, (count) => count === 0, 3_000)).toBe(0);
  });
  await delay(50);
  expect(await marks()).toEqual([]);
  expect(await post('mutation { transact(n: 8) }', { deadlineMs: 5_000 })).toMatchObject({ data: { transact: 8 } });
});

test('gathered writes wait in a queue of a size; who comes then is refused at once, and who left is not written', async () => {
  const ids = Array.from({ length: MOST_WAITING - 1 }, (_, n) => n + 2);
  const leaving = new AbortController();
  let earlier: Promise<{ data: object | null }[]> = Promise.resolve([]);
  await whileLocked(async () => {
    const first = post('mutation { gathered(n: 1) }');
    await until(running, (count) => count > 0);
    const left = post('mutation { gathered(n: 100) }', { signal: leaving.signal }).catch(() => 'left');
    earlier = Promise.all([first, ...ids.map((n) => post(`mutation { gathered(n: ${n}) }`))]);
    await until(
      async () => begun,
      (count) => count === MOST_WAITING + 1,
    );
    const startedMs = performance.now();
    const refused = await post('mutation { gathered(n: 101) }');
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    expect(refused).toMatchObject({ data: null, code: 'OVERLOADED', retryAfterSeconds: expect.any(Number) });
    leaving.abort();
    expect(await left).toBe('left');
    await delay(50);
  });
  expect((await earlier).map(({ data }) => data)).toEqual([1, ...ids].map((n) => ({ gathered: n })));
  expect(await marks()).toEqual([1, ...ids]);
});

test('a transaction whose connection breaks gives its place in the pool back', async () => {
  const broken = database.orm.em.fork().transactional(async (em) => {
    await execute(em, 'select pg_terminate_backend(pg_backend_pid())');
  });
  await expect(broken).rejects.toThrow('terminat');
  expect(database.pool.totalCount).toBe(database.pool.idleCount);
});

test('after all that every connection serves whoever comes', async () => {
  expect(database.pool.totalCount).toBe(database.pool.idleCount);
  const asked = Array.from({ length: 30 }, (_, n) => post(`{ one(n: ${n}) }`, { deadlineMs: 10_000 }));
  expect((await Promise.all(asked)).map(({ data }) => data)).toEqual(
    Array.from({ length: 30 }, (_, n) => ({ one: n })),
  );
});
