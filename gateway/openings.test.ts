import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { anonymous, Caller } from './caller.ts';
import { createOpenings, releasing } from './openings.ts';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

const callerOf = (sub: string, azp = 'app') => new Caller({ sub, azp, scope: '' }, Number.POSITIVE_INFINITY);

test('places are counted by network for strangers, and by person or client for callers', () => {
  const { open, count } = createOpenings({ total: 100, network: 4, anonymous: 1, person: 2, client: 3 });
  expect([open(anonymous, '2001:db8::1'), open(anonymous, '2001:db8::2')].map(Boolean)).toEqual([true, false]);
  expect(open(anonymous, '2001:db8:0:1::1')).toBeDefined();
  expect(['1', '2', '3'].map((host) => Boolean(open(callerOf('siti'), `10.0.0.${host}`)))).toEqual([true, true, false]);
  expect(['1', '2', '3', '4'].map((host) => Boolean(open(callerOf('app'), `10.0.0.${host}`)))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(['a', 'b', 'c', 'd', 'e'].map((sub) => Boolean(open(callerOf(sub), '10.9.0.1')))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  expect(count()).toBe(11);
});

test('strangers of many networks leave room for callers, and the people of one client for those of others', () => {
  const limits = { total: 10, network: 0, anonymous: 2, strangers: 3, person: 1, people: 4, client: 0 };
  const { open, count } = createOpenings(limits);
  const strangers = ['10.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.3'].map((at) => open(anonymous, at));
  expect(strangers.map(Boolean)).toEqual([true, true, true, false]);
  const people = ['a', 'b', 'c', 'd', 'e'].map((sub) => open(callerOf(sub, 'app'), '10.0.0.9'));
  expect(people.map(Boolean)).toEqual([true, true, true, true, false]);
  expect(Boolean(open(callerOf('e', 'portal'), '10.0.0.9'))).toBe(true);
  strangers[0]?.();
  people[0]?.();
  expect([open(anonymous, '10.0.0.3'), open(callerOf('f', 'app'), '10.0.0.9')].map(Boolean)).toEqual([true, true]);
  expect(count()).toBe(8);
});

test('a place is given back once, and none is kept where another is missing', () => {
  const { open, count } = createOpenings({ total: 2, network: 0, anonymous: 0, person: 1, client: 0 });
  const release = open(callerOf('siti'), '10.0.0.1');
  for (let tries = 0; tries < 5; tries++) expect(open(callerOf('siti'), '10.0.0.1')).toBeUndefined();
  expect(count()).toBe(1);
  release?.();
  release?.();
  expect([count(), Boolean(open(anonymous, '')), Boolean(open(anonymous, '')), Boolean(open(anonymous, ''))]).toEqual([
    0,
    true,
    true,
    false,
  ]);
});

test.each<[string, (stream: AsyncIterableIterator<number>) => Promise<unknown>]>([
  ['its end', async (stream) => [await stream.next(), await stream.next()]],
  ['its reader', async (stream) => stream.return?.()],
  ['an error', async (stream) => [await stream.next(), await stream.next().catch(() => undefined)]],
])('the place of a stream is given back by %s', async (by, read) => {
  let released = 0;
  const source = async function* () {
    yield 1;
    if (by === 'an error') throw new Error('broke');
  };
  const stream = releasing(source(), () => released++);
  expect(released).toBe(0);
  await read(stream);
  expect(released).toBeGreaterThan(0);
});

let stack: Stack;
let roomy: Stack;
let open = 0;
beforeAll(async () => {
  const { users, reviews } = people();
  const endless = async function* () {
    open++;
    try {
      for (;;) {
        yield { renamed: { id: '1' } };
        await sleep(20);
      }
    } finally {
      open--;
    }
  };
  const Subscription = { renamed: { subscribe: endless } };
  const subgraphs = { users: { ...users, resolvers: { ...users.resolvers, Subscription } }, reviews };
  const limits = { opening: 3, anonymous: 2, person: 2, client: 3, total: 8 };
  const env = { PROXIES: '1', SOCKET_INIT_MS: '150', SOCKET_IDLE_MS: '300' };
  const streams = '{"anonymous":2,"person":3}';
  stack = await startStack({
    subgraphs,
    env: { ...env, SOCKET_LIMITS: JSON.stringify(limits), SUBSCRIPTION_LIMITS: streams },
  });
  roomy = await startStack({
    subgraphs,
    env: { PROXIES: '1', SOCKET_LIMITS: '{"anonymous":2}', SOCKET_INIT_MS: '2000' },
  });
});
afterAll(async () => {
  await stack.stop();
  await roomy.stop();
});

const connect = (address: string, on = stack) => {
  const headers = { 'x-forwarded-for': address };
  const socket = new WebSocket(on.url.replace('http', 'ws'), 'graphql-transport-ws', { headers });
  socket.on('error', () => undefined);
  return socket;
};

/** Acknowledged, or why not. */
const init = async (address: string, { token, on = stack }: { token?: string; on?: Stack } = {}) => {
  const socket = connect(address, on);
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const outcome = await new Promise<'open' | number | undefined>((resolve) => {
    socket.once('message', () => resolve('open'));
    socket.once('unexpected-response', (_, { statusCode }: IncomingMessage) => resolve(statusCode));
    socket.once('open', () => {
      const payload = token === undefined ? {} : { authorization: `Bearer ${token}` };
      socket.send(JSON.stringify({ type: 'connection_init', payload }));
    });
    void closed.then(resolve);
  });
  return { socket, outcome, closed };
};

const outcomes = async (tries: ReturnType<typeof init>[]) => {
  const made = await Promise.all(tries);
  return { made, seen: made.map(({ outcome }) => outcome).sort() };
};

const connectionsOf = ({ gateway }: Stack) =>
  new Promise<number>((resolve) => gateway.server.getConnections((_, count) => resolve(count)));

/** Until the gateway knows it. */
const closeAll = async (made: Awaited<ReturnType<typeof init>>[], on = stack) => {
  const open = made.filter(({ socket }) => socket.readyState === WebSocket.OPEN);
  const before = await connectionsOf(on);
  for (const { socket } of open) socket.terminate();
  await expect.poll(() => connectionsOf(on)).toBeLessThanOrEqual(before - open.length);
};

const subscribe = (socket: WebSocket, id: string) =>
  socket.send(
    JSON.stringify({ type: 'subscribe', id, payload: { query: 'subscription { renamed(count: 1) { id } }' } }),
  );

test('sockets beyond the limits are closed with 4429, and their places come back however they end', async () => {
  for (let round = 0; round < 2; round++) {
    const { made, seen } = await outcomes([init('10.0.0.1'), init('10.0.0.1'), init('10.0.0.1')]);
    expect(seen).toEqual([4429, 'open', 'open']);
    const [one] = made.filter(({ outcome }) => outcome === 'open');
    one?.socket.send('no JSON');
    expect(await one?.closed).toBe(4400);
    await closeAll(made);
  }
});

test('strangers who use up an address take no place of its callers, who have their own limits', async () => {
  const strangers = await outcomes([init('10.0.1.1'), init('10.0.1.1')]);
  const siti = await stack.issuer.sign({ sub: 'siti', azp: 'app' });
  const app = await stack.issuer.sign({ sub: 'app', azp: 'app' });
  const ofSiti = [];
  for (let count = 0; count < 3; count++) ofSiti.push(await init('10.0.1.1', { token: siti }));
  expect(ofSiti.map(({ outcome }) => outcome)).toEqual(['open', 'open', 4429]);
  const ofApp = [];
  for (let count = 0; count < 4; count++) ofApp.push(await init('10.0.1.1', { token: app }));
  expect(ofApp.map(({ outcome }) => outcome)).toEqual(['open', 'open', 'open', 4429]);
  await closeAll([...strangers.made, ...ofSiti, ...ofApp]);
});

test('a socket that does not say who it is is closed, and only so many may wait', async () => {
  const waiting = Array.from({ length: 3 }, () => connect('10.0.2.1'));
  await Promise.all(waiting.map((socket) => once(socket, 'open')));
  const [, response] = (await once(connect('10.0.2.1'), 'unexpected-response')) as [unknown, IncomingMessage];
  expect([response.statusCode, response.headers['retry-after']]).toEqual([429, '1']);
  const codes = await Promise.all(waiting.map(async (socket) => (await once(socket, 'close'))[0]));
  expect(codes).toEqual([4408, 4408, 4408]);
  const next = await init('10.0.2.1');
  expect(next.outcome).toBe('open');
  await closeAll([next]);
});

test('a handshake that fails leaves no place behind', async () => {
  for (let count = 0; count < 5; count++) {
    const headers = { connection: 'Upgrade', upgrade: 'websocket', 'x-forwarded-for': '10.0.3.1' };
    const sent = httpRequest(stack.url, { headers, agent: false }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(400);
    response.resume();
  }
  const { made } = await outcomes([init('10.0.3.1')]);
  expect(made[0]?.outcome).toBe('open');
  await closeAll(made);
});

test('the process has a limit too', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, (_, index) => init(`10.0.4.${index}`)));
  expect(made.map(({ outcome }) => outcome)).toEqual(Array(8).fill('open'));
  expect((await init('10.0.4.9')).outcome).toBe(503);
  await closeAll(made);
  const { made: next } = await outcomes([init('10.0.4.9')]);
  expect(next[0]?.outcome).toBe('open');
  await closeAll(next);
});

test("a stranger's socket that asks nothing is closed; one with a subscription, or of a caller, is not", async () => {
  const idle = await init('10.0.5.1');
  const busy = await init('10.0.5.1');
  const siti = await init('10.0.5.1', { token: await stack.issuer.sign({ sub: 'siti', azp: 'app' }) });
  subscribe(busy.socket, '1');
  expect(await idle.closed).toBe(4408);
  await sleep(200);
  expect([busy.socket.readyState, siti.socket.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN]);
  await closeAll([busy, siti]);
});

const stream = async (address: string, token?: string) => {
  const headers = {
    'content-type': 'application/json',
    accept: 'text/event-stream',
    'x-forwarded-for': address,
    ...(token && { authorization: `Bearer ${token}` }),
  };
  const controller = new AbortController();
  const body = JSON.stringify({ query: 'subscription { renamed(count: 1) { id } }' });
  const response = await fetch(stack.url, { method: 'POST', headers, body, signal: controller.signal });
  return { response, stop: () => controller.abort() };
};

test('subscriptions of sockets and streams are counted together, and given back when they end', async () => {
  for (let round = 0; round < 2; round++) {
    const one = await stream('10.0.6.1');
    const { socket } = await init('10.0.6.1');
    subscribe(socket, 'a');
    await expect.poll(() => open).toBe(2);
    const refused = await stream('10.0.6.1');
    expect([refused.response.status, await refused.response.json()]).toMatchObject([
      429,
      { errors: [{ extensions: { code: 'RATE_LIMITED' } }] },
    ]);
    const errors: string[] = [];
    socket.on('message', (data) => String(data).includes('"error"') && errors.push(String(data)));
    subscribe(socket, 'b');
    await expect.poll(() => errors.length).toBe(1);
    expect(errors[0]).toContain('RATE_LIMITED');
    const token = await stack.issuer.sign({ sub: 'siti', azp: 'app' });
    const own = await stream('10.0.6.1', token);
    expect(own.response.status).toBe(200);
    own.stop();
    if (round === 0) socket.send(JSON.stringify({ type: 'complete', id: 'a' }));
    else socket.terminate();
    one.stop();
    await expect.poll(() => open).toBe(0);
    socket.terminate();
    await sleep(30);
  }
});

test('an address without points may have a few handshakes a second, and its callers are let in', async () => {
  const at = { 'x-forwarded-for': '10.0.7.1' };
  const query = `{ nothing } #${'x'.repeat(60_000)}`;
  await Promise.all(Array.from({ length: 60 }, () => roomy.post({ query }, at).then((answer) => answer.arrayBuffer())));
  expect((await roomy.post({ query }, at)).status).toBe(429);
  expect((await init('10.0.7.1', { on: roomy })).outcome).toBe(4429);
  const siti = await init('10.0.7.1', { on: roomy, token: await roomy.issuer.sign({ sub: 'siti', azp: 'app' }) });
  expect(siti.outcome).toBe('open');
  await closeAll([siti], roomy);
});
