import { setTimeout as delay } from 'node:timers/promises';
import { createClient as createEventStreamClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { people } from '../testkit/people.ts';
import { type Stack, startStack } from '../testkit/stack.ts';

const TICKS = { query: 'subscription { ticked { id } }' };
const origin = { name: 'registry' };

let stack: Stack;
/** How often the subgraph began to tick; how many tick now. */
let began = 0;
let ticking = 0;
let changes = 0;
let release: () => void = () => undefined;

const tick = async function* () {
  began += 1;
  ticking += 1;
  try {
    for (let id = 1; ; id++) {
      yield { ticked: { id: String(id) } };
      await delay(20);
    }
  } finally {
    ticking -= 1;
  }
};

beforeAll(async () => {
  const { users, reviews } = people();
  const typeDefs = users.typeDefs.replace('renamed(', 'ticked: User renamed(');
  const rename = (_: unknown, user: object) =>
    new Promise((resolve) => {
      release = () => resolve(user);
    });
  const resolvers = {
    ...users.resolvers,
    Subscription: { ticked: { subscribe: tick } },
    Mutation: { rename },
  };
  stack = await startStack({
    subgraphs: { users: { ...users, typeDefs, resolvers }, reviews },
    // The mutation waits while the new supergraph is tried, which takes its time where others work.
    env: { SUPERGRAPH_STREAMS_MS: '400', SUBGRAPH_TIMEOUT_MS: '60000', REQUEST_TIMEOUT_MS: '60000' },
  });
});
afterAll(() => stack.stop());

const change = async () => {
  changes += 1;
  const { refusal } = await stack.gateway.revisions.take(`${stack.supergraph}\n# ${changes}`, origin);
  expect(refusal).toBeUndefined();
};

interface EventClient {
  iterate(payload: typeof TICKS): AsyncIterableIterator<unknown>;
}

/** Counts what comes until it is stopped. */
const listen = (client: EventClient) => {
  const heard = { events: 0, failure: undefined as unknown, isOver: false };
  const events = client.iterate(TICKS);
  const read = async () => {
    for await (const _ of events) heard.events += 1;
    heard.isOver = true;
  };
  void read().catch((error: unknown) => {
    heard.failure = error;
  });
  return { heard, stop: () => events.return?.() };
};

const moreThan = (heard: { events: number }, before: number) =>
  expect.poll(() => heard.events).toBeGreaterThan(before + 3);

test('clients of both transports subscribe again, and lose nothing that is under way', async () => {
  const codes: number[] = [];
  const socketClient = createSocketClient({
    url: stack.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryWait: async () => undefined,
    on: { closed: (event) => void codes.push((event as { code: number }).code) },
  });
  const streamClient = createEventStreamClient({ url: stack.url, retry: async () => undefined });
  const listeners = [listen(socketClient), listen(streamClient)];
  for (const { heard } of listeners) await moreThan(heard, 0);
  const renaming = socketClient.iterate({ query: 'mutation { rename(id: "1", name: "Siti") { name } }' }).next();
  await expect.poll(() => stack.subgraph('users').calls.length).toBe(1);

  await change();
  await expect.poll(() => began).toBe(3);
  // The socket waits for its mutation.
  await delay(500);
  expect([codes, began]).toEqual([[], 3]);
  release();
  expect((await renaming).value).toEqual({ data: { rename: { name: 'Siti' } } });
  await expect.poll(() => [codes, began, ticking]).toEqual([[1012], 4, 2]);
  for (const { heard } of listeners) await moreThan(heard, heard.events);
  expect(listeners.map(({ heard }) => [heard.failure, heard.isOver])).toEqual([
    [undefined, false],
    [undefined, false],
  ]);
  expect(stack.subgraph('users').calls).toHaveLength(1);

  for (const { stop } of listeners) await stop();
  await expect.poll(() => ticking).toBe(0);
  await socketClient.dispose();
  streamClient.dispose();
});

test('after a revocation streams end at once', async () => {
  const headers = { accept: 'text/event-stream' };
  const streams = await Promise.all(Array.from({ length: 5 }, () => stack.post(TICKS, headers)));
  await expect.poll(() => ticking).toBe(5);
  const startedAt = performance.now();
  await stack.gateway.revisions.take(stack.supergraph, { ...origin, isRevocation: true });
  const texts = await Promise.all(streams.map((stream) => stream.text()));
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  // Without this event a client knows that there is more.
  for (const text of texts)
    expect([text.includes('event: next'), text.includes('event: complete')]).toEqual([true, false]);
});
