import type { AddressInfo } from 'node:net';
import { GraphQLError, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { createClient } from 'graphql-ws';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { createLogger } from './log.ts';
import { createServer } from './server.ts';

const secret = Buffer.alloc(32, 7).toString('base64url');
let contexts = 0;

const ticks = async function* () {
  for (const tick of ['one', 'two', 'three']) yield { tick };
};

const broken = async function* () {
  yield { tick: 'one' };
  throw new TypeError('select nik from participant');
};

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      whoami: { type: GraphQLString, resolve: (_root, _args, context) => context.caller.id },
      bug: {
        type: GraphQLString,
        resolve: () => {
          throw new TypeError('select nik from participant');
        },
      },
      no: {
        type: GraphQLString,
        resolve: () => {
          throw new GraphQLError('Not yours.', { extensions: { code: 'FORBIDDEN' } });
        },
      },
      slow: { type: GraphQLString, resolve: () => new Promise((done) => setTimeout(done, 400, 'finished')) },
    },
  }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: {
      tick: { type: GraphQLString, subscribe: ticks, resolve: ({ tick }, _args, { number }) => `${tick} ${number}` },
      broken: { type: GraphQLString, subscribe: broken, resolve: ({ tick }) => tick },
    },
  }),
});

const start = async () => {
  const app = await createServer({
    name: 'pmo',
    schema,
    callerSecret: secret,
    log: createLogger({ service: 'pmo', level: 'silent' }),
    isProduction: false,
    contextOf: (facts) => {
      contexts += 1;
      return { ...facts, number: contexts };
    },
    checkReady: async () => undefined,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { app, url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql` };
};

let running: Awaited<ReturnType<typeof start>>;
let assertion: string;

beforeAll(async () => {
  running = await start();
  assertion = await new SignJWT({ sub: 'siti', scope: 'self' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('gateway')
    .setAudience('pmo')
    .setExpirationTime('1m')
    .sign(Buffer.from(secret, 'base64url'));
});

afterAll(() => running.app.close());

const post = (query: string, headers: Record<string, string> = { 'x-caller': assertion }) =>
  fetch(running.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });

test('a request without the assertion of the gateway gets 401 and no data', async () => {
  const response = await post('{ whoami }', {});
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
});

test('the caller is the one that the gateway names', async () => {
  expect(await (await post('{ whoami }')).json()).toEqual({ data: { whoami: 'siti' } });
});

test('a bug is masked behind an id, a meant error is not', async () => {
  const { errors } = (await (await post('{ bug no }')).json()) as { errors: { message: string; extensions: object }[] };
  expect(JSON.stringify(errors)).not.toContain('select nik');
  expect(errors[0]?.extensions).toEqual({
    code: 'INTERNAL_SERVER_ERROR',
    errorId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(errors[1]).toMatchObject({ message: 'Not yours.', extensions: { code: 'FORBIDDEN' } });
});

test('a subscription over SSE answers each event with a context of its own', async () => {
  const response = await post('subscription { tick }', { 'x-caller': assertion, accept: 'text/event-stream' });
  const events = [...(await response.text()).matchAll(/"tick":"(\w+) (\d+)"/g)];
  expect(events.map(([, tick]) => tick)).toEqual(['one', 'two', 'three']);
  expect(new Set(events.map(([, , number]) => number)).size).toBe(3);
});

test('a subscription whose source fails ends with a masked error', async () => {
  const response = await post('subscription { broken }', { 'x-caller': assertion, accept: 'text/event-stream' });
  const text = await response.text();
  expect(text).toContain('"broken":"one"');
  expect(text).toContain('INTERNAL_SERVER_ERROR');
  expect(text).not.toContain('select nik');
});

test('SSE takes the assertion too', async () => {
  expect((await post('subscription { tick }', { accept: 'text/event-stream' })).status).toBe(401);
});

class SignedSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols, { headers: { 'x-caller': assertion } });
  }
}

test('a subscription over WebSocket works with the assertion and not without', async () => {
  const url = running.url.replace('http', 'ws');
  const answers = async (webSocketImpl: unknown) => {
    const client = createClient({ url, webSocketImpl, retryAttempts: 0 });
    const seen: unknown[] = [];
    for await (const { data } of client.iterate({ query: 'subscription { tick }' })) seen.push(data);
    return seen.length;
  };
  expect(await answers(SignedSocket)).toBe(3);
  await expect(answers(WebSocket)).rejects.toThrow();
});

test('a body over the limit is refused before it is parsed', async () => {
  const response = await post(`{ whoami } # ${'x'.repeat(3 * 1024 * 1024)}`);
  expect(response.status).toBe(413);
});

test('a stop lets what is in flight finish', async () => {
  const other = await start();
  const inFlight = fetch(other.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-caller': assertion },
    body: JSON.stringify({ query: '{ slow }' }),
  });
  await new Promise((done) => setTimeout(done, 100));
  await other.app.close();
  expect(await (await inFlight).json()).toEqual({ data: { slow: 'finished' } });
});
