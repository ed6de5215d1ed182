import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leastBurdenOf } from './testkit/burden.ts';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

/** How the event stream of `users` misbehaves at the moment. */
let misbehave: (response: ServerResponse) => void;
let stack: Stack;
beforeAll(async () => {
  const { users, reviews } = people();
  const interceptStream = (_request: unknown, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    misbehave(response);
  };
  stack = await startStack({
    subgraphs: { users: { ...users, interceptStream }, reviews },
    env: { SUBGRAPH_TIMEOUT_MS: '300', SUBGRAPH_ANSWER_BYTES: '1000000' },
  });
});
afterAll(() => stack.stop());

const query = 'subscription { renamed(count: 1) { id name } }';
const event = (id: number) => `event: next\ndata: {"data":{"renamed":{"id":"${id}","name":"a"}}}\n\n`;
const complete = 'event: complete\ndata:\n\n';

const most = { heldMs: 250, grownMegabytes: 64 };

/** The payloads of the subscription, which must not have held up or filled the gateway. */
const payloads = async (how: typeof misbehave) => {
  misbehave = how;
  const read = async () => (await stack.post({ query }, { accept: 'text/event-stream' })).text();
  const { answer: text, heldMs, grownMegabytes } = await leastBurdenOf(read, most);
  expect(heldMs).toBeLessThan(most.heldMs);
  expect(grownMegabytes).toBeLessThan(most.grownMegabytes);
  return [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, payload]) => JSON.parse(payload ?? ''));
};

const sent =
  (...parts: (string | Buffer)[]) =>
  (response: ServerResponse) => {
    for (const part of parts) response.write(part);
    response.end();
  };

/** Writes the same again and again, as fast as the gateway takes it. */
const repeated =
  (text: string, times = Number.POSITIVE_INFINITY) =>
  (response: ServerResponse) => {
    const perChunk = Math.max(1, Math.floor(65_536 / text.length));
    const chunk = text.repeat(perChunk);
    let left = times;
    const pump = () => {
      while (!response.destroyed && left > 0) {
        left -= perChunk;
        if (!response.write(chunk)) return void response.once('drain', pump);
      }
      response.end(complete);
    };
    pump();
  };

const right = (id: number) => ({ data: { renamed: { id: String(id), name: 'a' } } });
const unavailable = {
  data: { renamed: null },
  errors: [{ path: ['renamed'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
};

test('events are read however they are cut, with any end of line, comments and a byte-order mark', async () => {
  const text = Buffer.from(
    `\ufeff: hello\r\n\r\n${event(1).replaceAll('\n', '\r\n')}id: 7\nretry: 1\n\n${event(2)}${complete}`,
  );
  const bytes = Array.from(text, (_, index) => text.subarray(index, index + 1));
  expect(await payloads(sent(...bytes))).toEqual([right(1), right(2)]);
  const lines = 'data: {"data":{"renamed":\ndata:{"id":"3","name":"a"}}}\n\n';
  expect(await payloads(sent(lines, complete))).toEqual([right(3)]);
});

test.each<[string, typeof misbehave]>([
  ['an event that never ends', repeated(`data: ${'x'.repeat(1000)}\n`)],
  ['a line that never ends', repeated('x')],
  ['lines of nothing that never end', repeated('data\n')],
  ['no JSON', sent('data: hello\n\n')],
  ['something else than a result', sent('data: [1]\n\n')],
  ['a text that is not UTF-8', sent(Buffer.from('data: {"data":{"renamed":{"name":"\xff"}}}\n\n', 'latin1'))],
  ['a million lists', sent(`data: {"data":${'['.repeat(400_000)}${']'.repeat(400_000)}}\n\n`)],
])('a stream with %s ends with an error', async (_name, how) => {
  expect(await payloads(how)).toMatchObject([unavailable]);
});

test('two million small lines hold up nobody', async () => {
  expect(await payloads(repeated(':\n', 2_000_000))).toEqual([]);
});

test('events without a pause let others have their turn', async () => {
  const seen = await payloads(repeated(event(1), 5000));
  expect(seen.length).toBeGreaterThan(4900);
});
