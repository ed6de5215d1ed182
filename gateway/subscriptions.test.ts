import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

/** Streams that are open at the subgraph. */
let open = 0;
let stack: Stack;
beforeAll(async () => {
  const { users, reviews } = people();
  const ticking = async function* () {
    open++;
    try {
      for (let id = 1; ; id++) {
        yield { ticked: { id: String(id) } };
        await sleep(20);
      }
    } finally {
      open--;
    }
  };
  const failing = async function* () {
    const nickname = () => {
      throw new Error('password of the database');
    };
    yield { failed: { id: '1', nickname } };
    yield { failed: { id: '2', nickname: 'b' } };
  };
  const typeDefs = users.typeDefs.replace('renamed(', 'ticked: User failed: User renamed(');
  const Subscription = { ticked: { subscribe: ticking }, failed: { subscribe: failing } };
  const resolvers = {
    ...users.resolvers,
    Subscription: { ...(users.resolvers.Subscription as object), ...Subscription },
  };
  stack = await startStack({ subgraphs: { users: { ...users, typeDefs, resolvers }, reviews } });
});
afterAll(() => stack.stop());

const events = { accept: 'text/event-stream' };

const subscribe = (query: string, headers: Record<string, string> = {}, signal?: AbortSignal) =>
  fetch(stack.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...events, ...headers },
    body: JSON.stringify({ query }),
    signal: signal ?? null,
  });

test('a subscription is opened by GET too, as GraphiQL does', async () => {
  const query = encodeURIComponent('subscription { renamed(count: 1) { id } }');
  const text = await (await fetch(`${stack.url}?query=${query}`, { headers: events })).text();
  expect(text).toContain('event: next\ndata: {"data":{"renamed":{"id":"1"}}}');
});

test('a client that leaves closes the stream at the subgraph', async () => {
  const leaving = new AbortController();
  const response = await subscribe('subscription { ticked { id } }', {}, leaving.signal);
  await response.body?.getReader().read();
  expect(open).toBe(1);
  leaving.abort();
  await expect.poll(() => open).toBe(0);
});

test('a stream ends when the token of its caller expires', async () => {
  const token = await stack.issuer.sign({ sub: 'short' }, { expiresIn: '1s' });
  const startedAt = performance.now();
  const text = await (await subscribe('subscription { ticked { id } }', { authorization: `Bearer ${token}` })).text();
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(text).toContain('event: next');
  await expect.poll(() => open).toBe(0);
});

test('a subgraph that dies ends its stream with an error, and no host in it', async () => {
  const response = await subscribe('subscription { ticked { id } }');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader?.read())?.value ?? '';
  await stack.subgraph('users').stop();
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) text += chunk.value;
  expect(text).toContain('Subgraph \\"users\\" is unavailable.');
  expect(text).toContain('event: complete');
  expect(text).not.toContain('127.0.0.1');
  await stack.subgraph('users').restart();
});

test('an event stream that cannot be opened is one event with the error', async () => {
  await stack.subgraph('users').stop();
  const text = await (await subscribe('subscription { ticked { id } }')).text();
  expect(text).toContain('"code":"SUBGRAPH_UNAVAILABLE"');
  expect(text).toContain('"path":["ticked"]');
  await stack.subgraph('users').restart();
});

test('an error of one event is masked, and is not repeated in the next', async () => {
  const text = await (await subscribe('subscription { failed { id nickname score } }')).text();
  const payloads = [...text.matchAll(/data: (\{.*\})/g)].map(([, payload]) => JSON.parse(payload ?? ''));
  expect(payloads).toMatchObject([
    {
      data: { failed: { id: '1', nickname: null, score: 10 } },
      errors: [{ message: 'Internal server error.', path: ['failed', 'nickname'] }],
    },
    { data: { failed: { id: '2', nickname: 'b', score: 20 } } },
  ]);
  expect(payloads[1]).not.toHaveProperty('errors');
  expect(text).not.toContain('password');
});

test('a query that accepts only an event stream is answered as one', async () => {
  const text = await (await subscribe('{ me { id } }')).text();
  expect(text).toBe('event: next\ndata: {"data":{"me":{"id":"1"}}}\n\nevent: complete\ndata:\n\n');
});
