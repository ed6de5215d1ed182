import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { GraphQLError, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { createClient } from 'graphql-ws';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { createLogger } from './log.ts';
import { callerKeys, createRequestSigner } from './request-signature.ts';
import { DateScalar, Rupiah } from './scalars.ts';
import { createServer } from './server.ts';

const secret = Buffer.alloc(32, 7).toString('base64url');
let contexts = 0;

const ticks = async function* () {
  for (const tick of ['one', 'two', 'three']) yield { tick };
};

const endless = async function* () {
  yield { tick: 'one' };
  await new Promise(() => undefined);
};

const broken = async function* () {
  yield { tick: 'one' };
  throw new TypeError('select nik from participant');
};

let slowCalls = 0;
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
      said: { type: GraphQLString, args: { text: { type: GraphQLString } }, resolve: (_root, { text }) => text },
      paid: { type: GraphQLString, args: { sum: { type: Rupiah }, on: { type: DateScalar } }, resolve: () => 'paid' },
      slow: {
        type: GraphQLString,
        resolve: () => {
          slowCalls += 1;
          return new Promise((done) => setTimeout(done, 400, 'finished'));
        },
      },
    },
  }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: {
      tick: { type: GraphQLString, subscribe: ticks, resolve: ({ tick }, _args, { number }) => `${tick} ${number}` },
      endless: { type: GraphQLString, subscribe: endless, resolve: ({ tick }) => tick },
      broken: { type: GraphQLString, subscribe: broken, resolve: ({ tick }) => tick },
    },
  }),
});

const start = async (options: { mostUnderWay?: number } = {}) => {
  const app = await createServer({
    ...options,
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
    .sign(callerKeys(secret).assertion);
});

afterAll(() => running.app.close());

const signatureOf = createRequestSigner(secret);

/** Sends a request as the gateway does; `headers` come last, so that a test can spoil it. */
const post = (query: string, headers: Record<string, string> = {}, url = running.url) =>
  postBody(JSON.stringify({ query }), headers, url);

const postBody = (body: string, headers: Record<string, string> = {}, url = running.url) => {
  const signed = {
    'x-caller': assertion,
    'x-signature': signatureOf({ method: 'POST', path: '/graphql', assertion, body }),
  };
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...signed, ...headers }, body });
};

const GATEWAY_ACCEPTS = 'application/graphql-response+json, application/json';

test.each([
  ['an answer', { query: '{ whoami }' }],
  ['errors and data', { query: '{ bug no whoami }' }],
  ['variables', { query: 'query ($t: String) { said(text: $t) }', variables: { t: 'hello' } }],
  ['a wrong variable', { query: 'query ($t: String!) { said(text: $t) }', variables: {} }],
  ['one of two operations', { query: 'query A { whoami } query B { no }', operationName: 'A' }],
  ['none of two operations', { query: 'query A { whoami } query B { no }' }],
  ['what is no document', { query: '{ whoami' }],
  ['what the schema does not have', { query: '{ nothing }' }],
  ['an empty document', { query: '' }],
  ['a persisted query', { query: '{ whoami }', extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }],
  ['a list of variables', { query: '{ whoami }', variables: [] }],
])('%s: what the gateway sends is answered as by the HTTP layer of Apollo', async (_name, request) => {
  const answerFor = async (accept: string) => {
    const response = await postBody(JSON.stringify(request), { accept });
    const body = (await response.text()).replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');
    return { status: response.status, type: response.headers.get('content-type'), body };
  };
  // The same preferences, in another order of writing.
  const byHttp = await answerFor('application/graphql-response+json,application/json');
  expect(await answerFor(GATEWAY_ACCEPTS)).toEqual(byHttp);
});

test('a request without the assertion of the gateway gets 401 and no data', async () => {
  const response = await post('{ whoami }', { 'x-caller': '' });
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
  const response = await post('subscription { tick }', { accept: 'text/event-stream' });
  const events = [...(await response.text()).matchAll(/"tick":"(\w+) (\d+)"/g)];
  expect(events.map(([, tick]) => tick)).toEqual(['one', 'two', 'three']);
  expect(new Set(events.map(([, , number]) => number)).size).toBe(3);
});

test('a subscription whose source fails ends with a masked error', async () => {
  const response = await post('subscription { broken }', { accept: 'text/event-stream' });
  const text = await response.text();
  expect(text).toContain('"broken":"one"');
  expect(text).toContain('INTERNAL_SERVER_ERROR');
  expect(text).not.toContain('select nik');
});

test('SSE takes the assertion and the signature too', async () => {
  const accept = 'text/event-stream';
  expect((await post('subscription { tick }', { accept, 'x-caller': '' })).status).toBe(401);
  expect((await post('subscription { tick }', { accept, 'x-signature': '' })).status).toBe(401);
});

class UnsignedSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols, { headers: { 'x-caller': assertion } });
  }
}

class SignedSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    const signature = signatureOf({ method: 'GET', path: '/graphql', assertion, body: '' });
    super(url, protocols, { headers: { 'x-caller': assertion, 'x-signature': signature } });
  }
}

test('a subscription over WebSocket works with assertion and signature and not without', async () => {
  const url = running.url.replace('http', 'ws');
  const answers = async (webSocketImpl: unknown) => {
    const client = createClient({ url, webSocketImpl, retryAttempts: 0 });
    const seen: unknown[] = [];
    for await (const { data } of client.iterate({ query: 'subscription { tick }' })) seen.push(data);
    return seen.length;
  };
  expect(await answers(SignedSocket)).toBe(3);
  await expect(answers(WebSocket)).rejects.toThrow();
  await expect(answers(UnsignedSocket)).rejects.toThrow();
});

test('a body over the limit is refused before it is parsed', async () => {
  const response = await post(`{ whoami } # ${'x'.repeat(3 * 1024 * 1024)}`);
  expect(response.status).toBe(413);
});

test('a stop lets what is in flight finish', async () => {
  const other = await start();
  const inFlight = post('{ slow }', {}, other.url);
  await expect.poll(() => slowCalls).toBe(1);
  await other.app.close();
  expect(await (await inFlight).json()).toEqual({ data: { slow: 'finished' } });
});

const send = (body: string, headers: Record<string, string>) =>
  fetch(running.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

const BODY = '{"query":"{ whoami }"}';
const signed = (key = secret) => ({
  'x-caller': assertion,
  'x-signature': createRequestSigner(key)({ method: 'POST', path: '/graphql', assertion, body: BODY }),
});

test.each<[string, () => Promise<Response>]>([
  ['unsigned', () => send(BODY, { 'x-caller': assertion })],
  ['with another body', () => send('{"query":"{ bug }"}', signed())],
  ['with another assertion', () => send(BODY, { ...signed(), 'x-caller': `${assertion}x` })],
  ['signed for another subgraph', () => send(BODY, signed(Buffer.alloc(32, 8).toString('base64url')))],
  ['signed in the past', () => send(BODY, { ...signed(), 'x-signature': 't=1700000000000,n=0123456789abcdef,v1=x' })],
  ['of another type of content', () => send(BODY, { ...signed(), 'content-type': 'text/plain' })],
  ['by GET', () => fetch(`${running.url}?query={whoami}`, { headers: { 'x-caller': assertion } })],
])('a request %s is refused and reaches no resolver', async (name, ask) => {
  const before = contexts;
  const response = await ask();
  expect(response.status).toBe(name.endsWith('content') ? 415 : 401);
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  expect(errors[0]?.extensions.code).toBe(name.endsWith('content') ? 'BAD_REQUEST' : 'UNAUTHENTICATED');
  expect(contexts).toBe(before);
});

test('a request is answered once: its replay is refused', async () => {
  const headers = signed();
  expect((await send(BODY, headers)).status).toBe(200);
  expect((await send(BODY, headers)).status).toBe(401);
});

const said = (variables: string) =>
  postBody(`{"query":"query ($t: String) { said(text: $t) }","variables":${variables}}`);

test.each([
  ['U+0000 in a variable', () => said('{"t":"siti\\u0000"}'), 'variables.t'],
  ['a lone surrogate deep in one', () => said('{"t":[{"a":"\\ud800"}]}'), 'variables.t.0.a'],
  ['a noncharacter as a key', () => said('{"t":{"\\uffff":1}}'), 'variables.t.\uffff'],
  [
    '5,000 levels',
    () => said(`{"t":${'['.repeat(5_000)}${']'.repeat(5_000)}}`),
    `variables.t${'.0'.repeat(50)}`.slice(0, 100),
  ],
  ['a number without an end', () => said('{"t":1e999}'), 'variables.t'],
  ['U+0000 escaped in a literal', () => post('{ said(text: "siti\\u0000") }'), 'query'],
  ['a noncharacter in a block string', () => post('{ said(text: """\uffff""") }'), 'query'],
])('a signed request with %s is bad input and reaches no resolver', async (_, ask, argument) => {
  const before = contexts;
  const response = await ask();
  const { errors } = (await response.json()) as { errors: { extensions: object }[] };
  expect([response.status, errors[0]?.extensions]).toEqual([400, { code: 'BAD_USER_INPUT', argument }]);
  expect(contexts).toBe(before);
});

test('text with emoji, and an escape of a pair, is text', async () => {
  expect(await (await said('{"t":"\u{1F600} \\ud83d\\ude00"}')).json()).toEqual({
    data: { said: '\u{1F600} \u{1F600}' },
  });
  expect(await (await post('{ said(text: "\\ud83d\\ude00") }')).json()).toEqual({ data: { said: '\u{1F600}' } });
});

test.each([
  ['sum: "1000"', 'Rupiah must be a whole number, without decimals, quotes or separators.'],
  ['sum: 99999999999999999999', 'Rupiah must be a whole number, without decimals, quotes or separators.'],
  ['sum: 1e3', 'Rupiah must be a whole number, without decimals, quotes or separators.'],
  ['on: "2023-02-30"', 'Date must be a day of the calendar, as YYYY-MM-DD.'],
  ['on: 5', 'Date must be a day of the calendar, as YYYY-MM-DD.'],
])('a wrong literal of a scalar is bad input, and says why: %s', async (argument, message) => {
  const { errors } = (await (await post(`{ paid(${argument}) }`)).json()) as { errors: object[] };
  expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
});

test('U+0000 over WebSocket is bad input too', async () => {
  const client = createClient({
    url: running.url.replace('http', 'ws'),
    webSocketImpl: SignedSocket,
    retryAttempts: 0,
  });
  const query = 'subscription ($t: String) { tick }';
  const asked = client.iterate({ query, variables: { t: 'a\0' } }).next();
  await expect(asked).rejects.toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  await client.dispose();
});

test('a stop ends open streams with a word of it, and does not wait for them', async () => {
  const { app, url } = await start();
  const stream = await post('subscription { endless }', { accept: 'text/event-stream', 'accept-language': 'id' }, url);
  const text = stream.text();
  await sleep(50);
  const startedAt = performance.now();
  await app.close();
  // Less than a client keeps a connection that is idle.
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  const events = (await text).split('\n\n').filter((event) => event.startsWith('event'));
  expect(events.at(-1)).toContain('event: complete');
  expect(JSON.parse(events.at(-2)?.split('data: ')[1] ?? '')).toEqual({
    data: null,
    errors: [{ message: 'Layanan berhenti: berlangganan lagi.', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
  });
});

test('beyond the requests under way the next are refused before they are read; health and streams are not', async () => {
  const { app, url } = await start({ mostUnderWay: 2 });
  const before = slowCalls;
  const slow = [post('{ slow }', {}, url), post('{ slow }', {}, url)];
  await expect.poll(() => slowCalls).toBe(before + 2);
  // It is not even looked at, so its signature does not matter.
  const refused = await post('{ whoami }', { 'accept-language': 'id', 'x-signature': '' }, url);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await refused.json()).toEqual({
    errors: [
      {
        message: 'Terlalu banyak yang sedang dilayani; coba lagi dalam 1 detik.',
        extensions: { code: 'OVERLOADED', retryAfterSeconds: 1 },
      },
    ],
  });
  expect((await fetch(new URL('/health/ready', url))).status).toBe(200);
  const stream = await post('subscription { tick }', { accept: 'text/event-stream' }, url);
  expect([stream.status, (await stream.text()).includes('event: complete')]).toEqual([200, true]);
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200]);
  await expect.poll(async () => (await post('{ whoami }', {}, url)).status).toBe(200);
  await app.close();
});
