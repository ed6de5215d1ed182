import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

const RATE_LIMITS = JSON.stringify({ client: 0, person: 1000, anonymous: 1000 });
let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: people(), env: { RATE_LIMITS } });
});
afterAll(() => stack.stop());

const headersOf = async (body: object, claims: Record<string, unknown>, headers: Record<string, string> = {}) => {
  const authorization = `Bearer ${await stack.issuer.sign(claims)}`;
  const response = await stack.post(body, { authorization, ...headers });
  await response.text();
  const shown = ['ratelimit-policy', 'ratelimit', 'x-cost'].map((name) => response.headers.get(name));
  return [response.status, ...shown.map((text) => text?.replace(/t=\d+$/, 't=…') ?? null)];
};

test('an answer says what it cost, and what is left of the minute', async () => {
  const query = { query: '{ users { name } }' };
  expect(await headersOf(query, { sub: 'siti', azp: 'app' })).toEqual([
    200,
    '"points";q=1000;w=60',
    '"points";r=998;t=…',
    'requested=10, actual=2',
  ]);
  const stream = await headersOf(
    { query: 'subscription { renamed(count: 1) { id } }' },
    { sub: 'ani', azp: 'app' },
    {
      accept: 'text/event-stream',
    },
  );
  expect(stream).toEqual([200, '"points";q=1000;w=60', '"points";r=999;t=…', null]);
});

test('so does a refusal, which has no price', async () => {
  const budi = { sub: 'budi', azp: 'app' };
  const [status, policy, left, price] = await headersOf({ query: '{' }, budi);
  expect([status, policy, price]).toEqual([200, '"points";q=1000;w=60', null]);
  expect(left).toMatch(/^"points";r=[1-9]\d\d;t=…$/);
  await headersOf({ query: '{ nothing }' }, budi);
  await headersOf({ query: '{ nothing }' }, budi);
  expect(await headersOf({ query: '{ me { id } }' }, budi)).toEqual([429, policy, '"points";r=0;t=…', null]);
});

test('a caller without a limit is told the price alone', async () => {
  expect(await headersOf({ query: '{ me { id } }' }, { sub: 'portal', azp: 'portal' })).toEqual([
    200,
    null,
    null,
    'requested=1, actual=1',
  ]);
});
