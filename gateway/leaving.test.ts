import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';
import type { ReceivedCall } from './testkit/subgraph.ts';

/** Calls that `users` leaves unanswered, while `isSlow`. */
let held: { response: ServerResponse; query: string; isAborted: boolean }[] = [];
let isSlow = true;
let stack: Stack;

beforeAll(async () => {
  const { users, reviews } = people();
  const hold = (response: ServerResponse, query = 'subscription') => {
    const call = { response, query, isAborted: false };
    response.once('close', () => {
      call.isAborted = !response.writableFinished;
    });
    held.push(call);
  };
  const intercept = (_request: IncomingMessage, response: ServerResponse, { query }: ReceivedCall) => {
    if (isSlow) hold(response, query);
    return isSlow;
  };
  const interceptStream = (_request: IncomingMessage, response: ServerResponse) => hold(response);
  stack = await startStack({ subgraphs: { users: { ...users, intercept, interceptStream }, reviews } });
});
beforeEach(() => {
  for (const { response } of held) response.destroy();
  held = [];
  isSlow = true;
  stack.log.length = 0;
});
afterAll(() => stack.stop());

const query = '{ users { name score } }';
/** Long before the call's own time-out. */
const soon = { timeout: 2_000, interval: 5 };
const isAborted = () => held.length > 0 && held.every((call) => call.isAborted);
const warnings = () => stack.log.filter(({ level }) => level !== 'info');

/** Sends an operation; the result leaves without its answer. */
const send = async (document: string, accept = 'application/json') => {
  const leaving = new AbortController();
  const headers = { 'content-type': 'application/json', accept };
  const options = { method: 'POST', headers, body: JSON.stringify({ query: document }), signal: leaving.signal };
  const left = fetch(stack.url, options).then(
    (response) => response.text(),
    () => 'left',
  );
  await expect.poll(() => held.length).toBe(1);
  return async () => {
    leaving.abort();
    expect(await left).toBe('left');
  };
};

test.each(['application/json', 'text/event-stream'])('a client that leaves cancels its query: %s', async (accept) => {
  const leave = await send(query, accept);
  await leave();
  await expect.poll(isAborted, soon).toBe(true);
  expect(warnings()).toEqual([]);
  expect(stack.log.map(({ message }) => message)).toContain('a subgraph call was given up: its client left');
  expect(stack.subgraph('reviews').calls).toEqual([]);
});

test('the next client gets an answer to the same document', async () => {
  const leave = await send(query);
  await leave();
  await expect.poll(isAborted, soon).toBe(true);
  isSlow = false;
  const { data, errors } = await stack.ask(query);
  expect([data?.users, errors]).toEqual([
    [
      { name: 'name 1', score: 10 },
      { name: 'name 2', score: 20 },
    ],
    undefined,
  ]);
});

const clientOf = () =>
  createClient({
    url: stack.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => undefined,
  });

test.each(['query', 'subscription'])(
  'a %s is cancelled by ending it on a socket, or by closing the socket',
  async (kind) => {
    const document = kind === 'query' ? query : 'subscription { renamed(count: 1) { id } }';
    for (const how of ['complete', 'close']) {
      held = [];
      const client = clientOf();
      const events = client.iterate({ query: document });
      void events.next().catch(() => undefined);
      await expect.poll(() => held.length).toBe(1);
      if (how === 'complete') void events.return?.();
      else client.terminate();
      await expect.poll(isAborted, soon).toBe(true);
      await client.dispose();
    }
    expect(warnings()).toEqual([]);
  },
);

test('an operation of the same socket goes on when another is ended', async () => {
  const client = clientOf();
  const ended = client.iterate({ query });
  const other = client.iterate({ query: '{ me { name } }' });
  void ended.next();
  const answer = other.next();
  await expect.poll(() => held.length).toBe(2);
  void ended.return?.();
  await expect.poll(() => held.filter((call) => call.isAborted).length, soon).toBe(1);
  const open = held.find((call) => !call.isAborted)?.response;
  open?.end(JSON.stringify({ data: { me: { __typename: 'User', id: '1', name: 'here' } } }));
  expect((await answer).value).toEqual({ data: { me: { name: 'here' } } });
  await client.dispose();
});

test('a mutation that a subgraph has is left to finish; what would be read after it is not', async () => {
  const leave = await send('mutation { rename(id: "1", name: "x") { id score } }');
  await leave();
  await sleep(50);
  const [call] = held;
  expect(call?.isAborted).toBe(false);
  const before = stack.subgraph('reviews').calls.length;
  call?.response.end(JSON.stringify({ data: { rename: { __typename: 'User', id: '1' } } }));
  await expect.poll(() => stack.log.some(({ message }) => message.includes('its client left'))).toBe(true);
  expect(call?.isAborted).toBe(false);
  expect(stack.subgraph('reviews').calls.length).toBe(before);
  expect(warnings()).toEqual([]);
});

test('calls that wait for a connection are not sent', async () => {
  const leaving = new AbortController();
  const waiting = new AbortController();
  const body = JSON.stringify({ query: '{ me { name } }' });
  const headers = { 'content-type': 'application/json' };
  const ask = (count: number, { signal }: AbortController) =>
    Array.from({ length: count }, () =>
      fetch(stack.url, { method: 'POST', headers, body, signal }).catch(() => undefined),
    );
  const asking = ask(128, leaving);
  await expect.poll(() => held.length, { timeout: 10_000 }).toBe(128);
  const late = ask(5, waiting);
  await sleep(100);
  waiting.abort();
  await Promise.all(late);
  await sleep(50);
  leaving.abort();
  await Promise.all(asking);
  await expect.poll(isAborted).toBe(true);
  expect(held.length).toBe(128);
});
