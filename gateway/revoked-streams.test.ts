import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

/** Organisations that the issuer's list names: suspended ones, and those that may go on. */
let suspended: string[] = [];
let resumed: { id: string; until: string }[] = [];
let issuer: Server;
let stack: Stack;

const ticking = async function* () {
  for (let id = 1; ; id++) {
    yield { ticked: { id: String(id) } };
    await sleep(20);
  }
};

beforeAll(async () => {
  issuer = createServer((_request, response) => {
    const organizations = suspended.map((id) => ({ id }));
    response.end(JSON.stringify({ organizations, resumed, clients: [], people: [] }));
  });
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  const { users, reviews } = people();
  const typeDefs = users.typeDefs.replace('renamed(', 'ticked: User renamed(');
  const Subscription = { ...(users.resolvers.Subscription as object), ticked: { subscribe: ticking } };
  const env = {
    REVOCATIONS_URL: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/revocations`,
    REVOCATIONS_SECRET: randomBytes(32).toString('base64url'),
    REVOCATIONS_EVERY_MS: '100',
  };
  stack = await startStack({
    subgraphs: { users: { ...users, typeDefs, resolvers: { ...users.resolvers, Subscription } }, reviews },
    env,
  });
});
afterAll(async () => {
  await stack.stop();
  issuer.close();
});

const tokenOf = (org: string) => stack.issuer.sign({ sub: `client-of-${org}`, org });

/** An open stream over SSE; `ended` answers whether it has ended. */
const openStream = async (org: string) => {
  const headers = { authorization: `Bearer ${await tokenOf(org)}`, accept: 'text/event-stream' };
  const response = await stack.post({ query: 'subscription { ticked { id } }' }, headers);
  const state = { isEnded: false };
  const read = async () => {
    for await (const _ of response.body ?? []) if (state.isEnded) return;
  };
  void read().finally(() => {
    state.isEnded = true;
  });
  return state;
};

/** An open socket; `code` is that with which the gateway closed it. */
const openSocket = async (org: string) => {
  const authorization = `Bearer ${await tokenOf(org)}`;
  const socket = new WebSocket(stack.url.replace('http', 'ws'), 'graphql-transport-ws');
  const state: { code: number | undefined; close(): void } = { code: undefined, close: () => socket.close() };
  socket.once('close', (code) => {
    state.code = code;
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
  await new Promise((resolve) => socket.once('message', resolve));
  return state;
};

test('open streams and sockets of a suspended organisation end with the next reading of the list; others stay', async () => {
  const stream = await openStream('org-1');
  const socket = await openSocket('org-1');
  const otherStream = await openStream('org-2');
  const otherSocket = await openSocket('org-2');
  await sleep(300);
  expect([stream.isEnded, socket.code]).toEqual([false, undefined]);
  suspended = ['org-1'];
  await sleep(600);
  expect([stream.isEnded, socket.code]).toEqual([true, 4401]);
  expect([otherStream.isEnded, otherSocket.code]).toEqual([false, undefined]);
  otherStream.isEnded = true;
  otherSocket.close();
});

test('they end also when the organisation was suspended and resumed between two readings', async () => {
  const stream = await openStream('org-3');
  const socket = await openSocket('org-3');
  const other = await openStream('org-4');
  resumed = [
    { id: 'org-3', until: new Date().toISOString() },
    { id: 'org-4', until: new Date(Date.now() - 60_000).toISOString() },
  ];
  await expect.poll(() => [stream.isEnded, socket.code], { timeout: 2_000 }).toEqual([true, 4401]);
  expect(other.isEnded).toBe(false);
  other.isEnded = true;
});
