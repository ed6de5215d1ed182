// What the gateway remembers between requests, and what keeps one caller out of another's entry:
// documents, prepared operations, restricted variants and plans hold nothing of a caller (guard.test.ts, below);
// verified tokens are found by the whole token; assertions are kept in their caller, by subgraph (caller.test.ts);
// points are counted by account (rate-limit.test.ts). Calls in flight are never shared (caller.test.ts).
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: people(), env: { REQUEST_TIMEOUT_MS: '9000', SUBGRAPH_TIMEOUT_MS: '20000' } });
});
afterAll(() => stack.stop());

const QUERY = 'query Same { me { name reviews { text } } }';

const callers = [undefined, 'siti', 'budi', 'siti', undefined, 'ani', 'budi'];
const headersOf = async (sub: string | undefined): Promise<Record<string, string>> =>
  sub === undefined ? {} : { authorization: `Bearer ${await stack.issuer.sign({ sub, scope: `of-${sub}` })}` };

const claimsAt = (name: string) =>
  stack.subgraph(name).calls.map(({ headers }) => {
    const { sub, scope } = decodeJwt(String(headers['x-caller']));
    return [sub, scope];
  });

test('one document, planned once, is asked of each subgraph in the name of its own caller', async () => {
  for (const sub of callers) await stack.ask(QUERY, { headers: await headersOf(sub) });
  const expected = callers.map((sub) => [sub, sub === undefined ? '' : `of-${sub}`]);
  expect(claimsAt('users')).toEqual(expected);
  expect(claimsAt('reviews')).toEqual(expected);
});

test('a remembered token is found by its whole text: the same claims under another signature are refused', async () => {
  const token = await stack.issuer.sign({ sub: 'siti' });
  const ask = async (sent: string) => (await stack.post({ query: QUERY }, { authorization: `Bearer ${sent}` })).status;
  expect(await ask(token)).toBe(200);
  const [head, payload, signature = ''] = token.split('.');
  expect(await ask(`${head}.${payload}.${signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`)).toBe(401);
  expect(await ask(token)).toBe(200);
});

test('a signature is made for each request, also for equal ones', async () => {
  const before = stack.subgraph('users').calls.length;
  await Promise.all(Array.from({ length: 20 }, () => stack.ask(QUERY)));
  const calls = stack.subgraph('users').calls.slice(before);
  expect(new Set(calls.map(({ headers }) => headers['x-signature'])).size).toBe(20);
});

test('the time that is left goes to the subgraph', async () => {
  await stack.ask(QUERY);
  for (const name of ['users', 'reviews']) {
    const left = Number(stack.subgraph(name).calls.at(-1)?.headers['x-deadline-ms']);
    expect(left).toBeGreaterThan(8000);
    expect(left).toBeLessThanOrEqual(9000);
  }
});
