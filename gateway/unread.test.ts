import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import type { Outcome, Payload } from './execution.ts';
import { writeOutcome } from './graphql-response.ts';
import { keepAlive } from './socket-transport.ts';
import { people } from './testkit/people.ts';
import { startStack } from './testkit/stack.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const answering = { endsAt: Number.POSITIVE_INFINITY, onEnd: () => () => undefined, unreadMs: 100 };
/** For a client that reads: a busy machine may not let it for a tenth of a second. */
const patientMs = 500;

/** Answers one request with `outcome`, of which its client reads only while `isReading`. */
const answerTo = async (isReading: boolean, outcome: Outcome) => {
  let cut: () => void;
  const closed = new Promise<void>((resolve) => {
    cut = resolve;
  });
  const server = createServer((_request, response: ServerResponse) => {
    response.once('close', () => cut());
    const type = outcome.kind === 'events' ? 'text/event-stream' : 'application/json';
    void writeOutcome(response, outcome, { ...answering, type, ...(isReading && { unreadMs: patientMs }) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => undefined);
  client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  let read = 0;
  if (isReading) client.on('data', (chunk) => (read += chunk.length));
  closing.push(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { closed: closed.then(() => 'closed'), client, read: () => read };
};

const text = 'x'.repeat(16 * 2 ** 20);
const large: Outcome = { kind: 'result', isRefused: false, payload: { data: { text } } };

test('a client that does not read its answer is cut off', async () => {
  const { closed } = await answerTo(false, large);
  expect(await Promise.race([closed, sleep(3000)])).toBe('closed');
});

test('a client that reads slowly, but reads, gets its answer', async () => {
  const { client, read } = await answerTo(true, large);
  const pausing = setInterval(() => {
    client.pause();
    setTimeout(() => client.resume(), patientMs / 2);
  }, patientMs * 0.7);
  await expect.poll(read, { timeout: 10_000 }).toBeGreaterThan(text.length);
  clearInterval(pausing);
});

test('no more events are pulled for a client that does not read them, and it is cut off', async () => {
  let pulled = 0;
  let isOver = false;
  const payloads = {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next(): Promise<IteratorResult<Payload>> {
      pulled++;
      return isOver ? { done: true, value: undefined } : { done: false, value: { data: { text: 'x'.repeat(65_536) } } };
    },
    async return(): Promise<IteratorResult<Payload>> {
      isOver = true;
      return { done: true, value: undefined };
    },
  };
  const { closed } = await answerTo(false, { kind: 'events', payloads });
  expect(await Promise.race([closed, sleep(3000)])).toBe('closed');
  expect(isOver).toBe(true);
  expect(pulled).toBeLessThan(1000);
});

test('clients that do not read their answers hold no place of those under way', async () => {
  const { users, reviews } = people();
  const Query = { ...(users.resolvers.Query as object), whoami: () => text };
  const env = { SUBGRAPH_ANSWER_BYTES: String(2 * text.length), IN_FLIGHT: '{"most":2,"least":2}' };
  const subgraphs = { users: { ...users, resolvers: { ...users.resolvers, Query } }, reviews };
  const stack = await startStack({ subgraphs, env });
  closing.push(stack.stop);
  const { hostname, port } = new URL(stack.url);
  const body = JSON.stringify({ query: '{ whoami }' });
  for (let count = 0; count < 4; count += 1) {
    const client = connect(Number(port), hostname);
    closing.push(() => client.destroy());
    client.on('error', () => undefined).pause();
    client.write(`POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`);
    client.write(`content-length: ${body.length}\r\n\r\n${body}`);
    const answer = new Promise((resolve) => client.once('readable', () => resolve(String(client.read(12)))));
    expect(await answer).toBe('HTTP/1.1 200');
  }
  expect(await stack.ask('{ me { name } }')).toEqual({ data: { me: { name: 'name 1' } } });
});

test('a socket whose client does not read is closed before its answers fill the memory', async () => {
  const { users, reviews } = people();
  const Query = { ...(users.resolvers.Query as object), whoami: () => 'x'.repeat(2 ** 20) };
  const stack = await startStack({
    subgraphs: { users: { ...users, resolvers: { ...users.resolvers, Query } }, reviews },
  });
  closing.push(stack.stop);
  const socket = new WebSocket(stack.url.replace('http', 'ws'), 'graphql-transport-ws');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send('{"type":"connection_init"}');
  await new Promise((resolve) => socket.once('message', resolve));
  socket.pause();
  for (let id = 0; id < 30; id++) {
    socket.send(JSON.stringify({ type: 'subscribe', id: String(id), payload: { query: '{ whoami }' } }));
  }
  const answered = () => stack.log.filter(({ details }) => details.method === 'WS').length;
  await expect.poll(answered, { timeout: 20_000 }).toBe(30);
  await sleep(50);
  socket.resume();
  expect(await Promise.race([closed, sleep(3000)])).toBe(1006);
});

test('a socket is kept while its peer answers pings, which one that does not read cannot do ahead', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket) => socket.once('close', keepAlive(socket, 50)));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const honest = new WebSocket(url);
  const pretending = new WebSocket(url, { autoPong: false });
  const timer = setInterval(() => pretending.readyState === WebSocket.OPEN && pretending.pong('12345678'), 10);
  closing.push(() => {
    clearInterval(timer);
    honest.terminate();
    server.close();
  });
  expect(await new Promise((resolve) => pretending.once('close', resolve))).toBe(1006);
  await sleep(100);
  expect(honest.readyState).toBe(WebSocket.OPEN);
});

test('a socket is kept while its peer answers one ping of three', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket) => socket.once('close', keepAlive(socket, 50)));
  const peer = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, { autoPong: false });
  let pings = 0;
  const answer = (ping: Buffer) => {
    pings += 1;
    if (pings % 3 === 0) peer.pong(ping);
  };
  peer.on('ping', answer);
  closing.push(() => {
    peer.terminate();
    server.close();
  });
  await expect.poll(() => pings).toBeGreaterThanOrEqual(10);
  expect(peer.readyState).toBe(WebSocket.OPEN);
  peer.off('ping', answer);
  expect(await new Promise((resolve) => peer.once('close', resolve))).toBe(1006);
});
