import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { afterEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { anonymous, Caller } from './caller.ts';
import { RequestRefusal } from './errors.ts';
import { Load } from './load.ts';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

const callerOf = (sub: string) => new Caller({ sub, azp: 'app', scope: '' }, Number.POSITIVE_INFINITY);

const entersOf = (load: Load, count: number, { caller, address = '10.0.0.1' }: { caller: Caller; address?: string }) =>
  Array.from({ length: count }, () => {
    try {
      return load.enter(caller, address);
    } catch (error) {
      return error as RequestRefusal;
    }
  });
const refusedOf = (entered: ReturnType<typeof entersOf>) => entered.filter((each) => each instanceof RequestRefusal);

test('one caller alone has half of the places, and an eighth of them once more than half are taken', () => {
  const load = new Load({ most: 80, least: 80, targetMs: 400 });
  const greedy = entersOf(load, 100, { caller: callerOf('greedy') });
  expect(refusedOf(greedy)).toHaveLength(59);
  expect(refusedOf(entersOf(load, 20, { caller: callerOf('siti') }))).toHaveLength(10);
  // Strangers of one network are one caller.
  expect(refusedOf(entersOf(load, 20, { caller: anonymous, address: '10.0.0.1' }))).toHaveLength(10);
  expect(refusedOf(entersOf(load, 1, { caller: anonymous, address: '10.0.0.2' }))).toHaveLength(0);
  expect(load.state).toEqual({ open: 62, limit: 80 });
  for (const each of greedy) if (!(each instanceof RequestRefusal)) for (let time = 0; time < 2; time++) each();
  expect(load.state.open).toBe(21);
});

test('a refusal says when to come again, not the same to all', () => {
  const load = new Load({ most: 1, least: 1, targetMs: 400 });
  load.enter(anonymous, '');
  const refused = refusedOf(entersOf(load, 6, { caller: callerOf('siti') })) as RequestRefusal[];
  expect(refused.map(({ status, code }) => [status, code])).toEqual(Array(6).fill([503, 'OVERLOADED']));
  expect(new Set(refused.map(({ headers }) => headers['retry-after']))).toEqual(new Set(['1', '2', '3']));
});

let started: Stack | undefined;

afterEach(async () => {
  await started?.stop();
  started = undefined;
});

/** A graph whose users answer when they are let. */
const startHeld = async (env: Record<string, string>) => {
  const { users, reviews } = people();
  const held: (() => void)[] = [];
  const slow: typeof users = {
    ...users,
    intercept: (_request, response, { query }) => {
      if (!query.includes('nickname')) return false;
      held.push(() => response.end('{"data":{"me":{"nickname":"late"}}}'));
      return true;
    },
  };
  const stack = await startStack({ subgraphs: { users: slow, reviews }, env });
  started = stack;
  return { held, stack, statusOf: async (path: string) => (await fetch(new URL(path, stack.url))).status };
};

test('beyond the requests under way the next are refused over both transports, and health is told all the same', async () => {
  const { held, stack, statusOf } = await startHeld({
    IN_FLIGHT: '{"most":2,"least":2}',
    SUPERGRAPH_SECRET: 's'.repeat(43),
  });
  const token = async (sub: string) => ({
    authorization: `Bearer ${await stack.issuer.sign({ sub, azp: 'app', scope: 'self' })}`,
  });
  const under = [];
  for (const sub of ['siti', 'budi']) {
    under.push(stack.post({ query: '{ me { nickname } }' }, await token(sub)));
    await expect.poll(() => held.length).toBe(under.length);
  }
  const refused = await stack.post({ query: '{ me { id } }' }, { 'accept-language': 'id' });
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toMatch(/^[123]$/);
  expect(await refused.json()).toEqual({
    errors: [
      {
        message: expect.stringContaining('Terlalu banyak'),
        extensions: { code: 'OVERLOADED', retryAfterSeconds: expect.any(Number) },
      },
    ],
  });
  const client = createClient({ url: stack.url.replace('http', 'ws'), webSocketImpl: WebSocket });
  const [error] = (await client
    .iterate({ query: '{ me { id } }' })
    .next()
    .catch((errors: unknown) => errors)) as { extensions: object }[];
  expect(error?.extensions).toMatchObject({ code: 'OVERLOADED' });
  await client.dispose();
  expect([await statusOf('/health/live'), await statusOf('/health/ready')]).toEqual([200, 200]);
  const operator = { headers: { authorization: `Bearer ${'s'.repeat(43)}` } };
  expect((await fetch(new URL('/supergraph', stack.url), operator)).status).not.toBe(503);
  for (const answer of held) answer();
  expect((await Promise.all(under)).map(({ status }) => status)).toEqual([200, 200]);
  expect((await stack.post({ query: '{ me { id } }' })).status).toBe(200);
});

test('a client that leaves, and one whose body comes slowly, hold no place', async () => {
  const { held, stack } = await startHeld({ IN_FLIGHT: '{"most":1,"least":1}' });
  const leaving = new AbortController();
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query: '{ me { nickname } }' });
  const left = fetch(stack.url, { method: 'POST', headers, body, signal: leaving.signal }).catch(() => 'left');
  await expect.poll(() => held.length).toBe(1);
  expect((await stack.post({ query: '{ me { id } }' })).status).toBe(503);
  leaving.abort();
  expect(await left).toBe('left');
  const slowBody = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('{"query":')) });
  const slow = new AbortController();
  const sending = { method: 'POST', headers, body: slowBody, duplex: 'half', signal: slow.signal } as RequestInit;
  const slowly = fetch(stack.url, sending).catch(() => 'left');
  await sleep(100);
  await expect.poll(async () => (await stack.post({ query: '{ me { id } }' })).status).toBe(200);
  slow.abort();
  await slowly;
});
