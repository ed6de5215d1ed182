import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { people } from './testkit/people.ts';
import { guarded } from './testkit/secrets.ts';
import { type Stack, startStack } from './testkit/stack.ts';

/** Streams that are open at the subgraph. */
let open = 0;
let stack: Stack;
let protectedStack: Stack;
let frugal: Stack;
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
  const typeDefs = users.typeDefs.replace('renamed(', 'ticked: User renamed(');
  const Subscription = { ...(users.resolvers.Subscription as object), ticked: { subscribe: ticking } };
  const resolvers = { ...users.resolvers, Subscription };
  const subgraphs = { users: { ...users, typeDefs, resolvers }, reviews };
  stack = await startStack({ subgraphs, env: { COST_LIMIT: '50' } });
  protectedStack = await startStack({ subgraphs: guarded() });
  frugal = await startStack({ subgraphs: people(), env: { RATE_LIMITS: '{"client":0,"person":0,"anonymous":2}' } });
});
afterAll(async () => {
  await stack.stop();
  await protectedStack.stop();
  await frugal.stop();
});

const clientOf = (on: Stack, token?: string) =>
  createClient({
    url: on.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(token && { connectionParams: { authorization: `Bearer ${token}` } }),
  });

interface SocketRequest {
  on?: Stack;
  token?: string;
  variables?: Record<string, unknown>;
}

/** The payloads, or the errors that ended the operation. */
const ask = async (query: string, { on = stack, token, variables }: SocketRequest = {}) => {
  const client = clientOf(on, token);
  const seen: unknown[] = [];
  try {
    for await (const payload of client.iterate({ query, variables: variables ?? null })) seen.push(payload);
    return seen;
  } catch (error) {
    return Array.isArray(error) ? error.map(({ extensions }) => extensions.code) : (error as { code: number }).code;
  } finally {
    await client.dispose();
  }
};

test('a subscription yields events that span subgraphs, and completes', async () => {
  expect(await ask('subscription { renamed(count: 2) { id score } }')).toEqual([
    { data: { renamed: { id: '1', score: 10 } } },
    { data: { renamed: { id: '2', score: 20 } } },
  ]);
});

test('queries and mutations are answered too', async () => {
  expect(await ask('{ me { name } }')).toEqual([{ data: { me: { name: 'name 1' } } }]);
  expect(await ask('mutation { rename(id: "1", name: "x") { name } }')).toEqual([{ data: { rename: { name: 'x' } } }]);
});

test('the caller is the one of the token in connection_init', async () => {
  const token = await stack.issuer.sign({ sub: 'siti', scope: '' });
  const [answer] = (await ask('{ whoami }', { token })) as { data: { whoami: string } }[];
  const claims = JSON.parse(Buffer.from(answer?.data.whoami.split('.')[1] ?? '', 'base64url').toString());
  expect(claims.sub).toBe('siti');
});

test('a bad token closes the socket before anything is asked', async () => {
  const before = stack.subgraph('users').calls.length;
  expect(await ask('{ me { name } }', { token: 'a.b.c' })).toBe(4401);
  expect(await ask('{ me { name } }', { token: await stack.issuer.sign({ sub: 'x' }, { expiresIn: '-1m' }) })).toBe(
    4401,
  );
  expect(stack.subgraph('users').calls.length).toBe(before);
});

test('the socket is closed when its token expires', async () => {
  const client = clientOf(stack, await stack.issuer.sign({ sub: 'siti' }, { expiresIn: '2s' }));
  const closed = new Promise<number>((resolve) =>
    client.on('closed', (event) => resolve((event as { code: number }).code)),
  );
  const events = client.iterate({ query: 'subscription { ticked { id } }' });
  await events.next();
  expect(await Promise.race([closed, sleep(5000)])).toBe(4401);
  await client.dispose();
});

test('limits, validation and cost hold as over HTTP', async () => {
  expect(await ask('{ nothing }')).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  expect(await ask('{ me { ')).toEqual(['GRAPHQL_PARSE_FAILED']);
  expect(await ask('{ users { reviews { text } } }')).toEqual(['QUERY_TOO_LARGE']);
  expect(await ask(`{ ${Array.from({ length: 31 }, (_, index) => `a${index}: whoami`).join(' ')} }`)).toEqual([
    'QUERY_TOO_LARGE',
  ]);
  expect(await ask('query ($id: ID!) { node(id: $id) { id } }', { variables: { id: [] } })).toEqual(['BAD_USER_INPUT']);
});

test('rate limits hold as over HTTP', async () => {
  expect(await ask('{ me { id } }', { on: frugal })).toEqual([{ data: { me: { id: '1' } } }]);
  expect(await ask('{ me { id } me2: me { id } }', { on: frugal })).toEqual(['RATE_LIMITED']);
  expect(await ask('{ me { id } }', { on: frugal })).toEqual([{ data: { me: { id: '1' } } }]);
  expect(await ask('{ me { id } }', { on: frugal })).toBe(4429);
});

test('guards hold as over HTTP', async () => {
  expect(await ask('{ person(id: "1") { name nik } }', { on: protectedStack })).toMatchObject([
    {
      data: { person: { name: 'name 1', nik: null } },
      errors: [{ path: ['person', 'nik'], extensions: { code: 'UNAUTHENTICATED' } }],
    },
  ]);
  expect(await ask('subscription { changed { name } }', { on: protectedStack })).toMatchObject([
    { data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
  ]);
});

test('nothing is answered before connection_init', async () => {
  const socket = new WebSocket(stack.url.replace('http', 'ws'), 'graphql-transport-ws');
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: '{ me { id } }' } }));
  expect(await closed).toBe(4401);
});

test('a message beyond the limit, and another path, are refused', async () => {
  const socket = new WebSocket(stack.url.replace('http', 'ws'), 'graphql-transport-ws');
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.send('x'.repeat(300 * 1024));
  expect(await closed).toBe(1009);
  const elsewhere = new WebSocket(stack.url.replace('http', 'ws').replace('/graphql', '/other'));
  expect(String(await new Promise((resolve) => elsewhere.once('error', resolve)))).toContain('404');
});

test('leaving ends the subscription at the subgraph', async () => {
  const client = clientOf(stack);
  const events = client.iterate({ query: 'subscription { ticked { id } }' });
  await events.next();
  expect(open).toBe(1);
  await events.return?.();
  await expect.poll(() => open).toBe(0);
  await client.dispose();
});
