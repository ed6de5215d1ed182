import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { people } from '../testkit/people.ts';
import { type Stack, startStack } from '../testkit/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: people() });
});
afterAll(() => stack.stop());

const liveId = () => stack.gateway.revisions.live.id;

test('a socket is told its revision, and an answer of a later one names it', async () => {
  const acknowledged: unknown[] = [];
  const client = createClient({
    url: stack.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    lazy: false,
    on: { connected: (_, payload) => acknowledged.push(payload) },
  });
  const ask = async (query: string) => {
    const answers: unknown[] = [];
    for await (const answer of client.iterate({ query })) answers.push(answer);
    return answers;
  };
  const first = liveId();
  expect(await ask('{ me { name } }')).toEqual([{ data: { me: { name: 'name 1' } } }]);
  expect(acknowledged).toEqual([{ 'x-supergraph-revision': first }]);
  await stack.gateway.revisions.take(`${stack.supergraph}\n# next`, { name: 'registry' });
  expect(liveId()).not.toBe(first);
  const extensions = { supergraphRevision: liveId() };
  expect(await ask('{ me { name } }')).toEqual([{ data: { me: { name: 'name 1' } }, extensions }]);
  expect(await ask('subscription { renamed(count: 2) { id } }')).toEqual([
    { data: { renamed: { id: '1' } }, extensions },
    { data: { renamed: { id: '2' } }, extensions },
  ]);
  expect(acknowledged).toHaveLength(1);
  await client.dispose();
});

test('an event stream is told its revision in a header', async () => {
  const answer = await fetch(stack.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { renamed(count: 1) { id } }' }),
  });
  expect(await answer.text()).toContain('event: next');
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  expect(answer.headers.get('x-supergraph-revision')).toBe(liveId());
});
