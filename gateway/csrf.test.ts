import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: people() });
});
afterAll(() => stack.stop());

const QUERY = '?query={me{id}}';

/** Sends by node:http, since fetch keeps some headers for itself, as browsers do. */
const get = (headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const sent = httpRequest(`${stack.url}${QUERY}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });

test.each<[string, Record<string, string>]>([
  ['an image or a script', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ['a page of a sibling domain', { 'sec-fetch-site': 'same-site' }],
  ['an event source', { origin: 'https://evil.test', accept: 'text/event-stream' }],
  ['a sandboxed page', { origin: 'null' }],
])('%s of another origin cannot query by GET', async (_name, headers) => {
  const before = stack.subgraph('users').calls.length;
  expect(await get(headers)).toBe(403);
  expect(stack.subgraph('users').calls.length).toBe(before);
});

test.each<[string, Record<string, string>]>([
  ['no browser', {}],
  ['a page of our own', { 'sec-fetch-site': 'same-origin' }],
  ['the address bar', { 'sec-fetch-site': 'none' }],
  ['a header that makes a browser ask', { 'sec-fetch-site': 'cross-site', 'x-csrf-protection': '1' }],
  ["the header of Apollo's clients", { origin: 'https://evil.test', 'apollo-require-preflight': 'true' }],
  [
    'a type of content that makes a browser ask',
    { 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' },
  ],
])('%s can query by GET', async (_name, headers) => {
  expect(await get(headers)).toBe(200);
});

test('our own origin is told by the host', async () => {
  expect(await get({ origin: stack.url.replace('/graphql', '') })).toBe(200);
});

test('what a form can post is refused, and what asks first is not granted', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const response = await stack.post('{"query":"{ me { id } }"}', { 'content-type': type });
    expect(response.status).toBe(415);
  }
  const asking = await fetch(stack.url, {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.test', 'access-control-request-method': 'POST' },
  });
  expect(asking.headers.get('access-control-allow-origin')).toBeNull();
});
