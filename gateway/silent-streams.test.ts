import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

/** What the event stream of `users` does after its head. */
let go: (response: ServerResponse) => void;
let stack: Stack;

beforeAll(async () => {
  const { users, reviews } = people();
  const interceptStream = (_request: unknown, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: next\ndata: {"data":{"renamed":{"id":"1","name":"a"}}}\n\n');
    go(response);
  };
  stack = await startStack({
    subgraphs: { users: { ...users, interceptStream }, reviews },
    env: { STREAM_SILENCE_MS: '600' },
  });
});

afterAll(() => stack.stop());

const subscribe = async () => {
  const startedAt = performance.now();
  const query = 'subscription { renamed(count: 1) { id name } }';
  const text = await (await stack.post({ query }, { accept: 'text/event-stream' })).text();
  const payloads = [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, payload]) => JSON.parse(payload ?? ''));
  return { text, payloads, tookMs: performance.now() - startedAt };
};

const first = { data: { renamed: { id: '1', name: 'a' } } };

test('a stream of a subgraph that says nothing any more, and does not end, is ended with an error', async () => {
  go = () => undefined;
  const { text, payloads, tookMs } = await subscribe();
  expect(payloads).toEqual([
    first,
    {
      data: { renamed: null },
      errors: [
        {
          message: 'Subgraph "users" did not answer in time.',
          path: ['renamed'],
          extensions: { code: 'SUBGRAPH_TIMEOUT', subgraph: 'users' },
        },
      ],
    },
  ]);
  expect(text).toContain('event: complete');
  expect(tookMs).toBeGreaterThan(500);
  expect(tookMs).toBeLessThan(6_000);
});

test('pings keep a stream open that has nothing to tell', async () => {
  go = (response) => {
    const pinging = setInterval(() => response.write(':\n\n'), 100);
    setTimeout(() => {
      clearInterval(pinging);
      response.end('event: complete\ndata:\n\n');
    }, 2_500);
  };
  const { payloads, tookMs } = await subscribe();
  expect(payloads).toEqual([first]);
  expect(tookMs).toBeGreaterThan(2_400);
});
