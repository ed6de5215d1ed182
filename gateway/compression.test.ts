import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallestCompressed } from './compression.ts';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

const many = Array.from({ length: 600 }, (_, index) => ({
  id: String(index),
  name: `A name that is repeated ${index}`,
}));

let stack: Stack;
beforeAll(async () => {
  const { users, reviews } = people();
  const typeDefs = users.typeDefs
    .replace('type Query {', 'type Query { own: [User!] @requiresScopes(scopes: [["self"]]) @cost(weight: 1)')
    .replace('type Mutation {', 'type Mutation { renameAll: [User!]');
  const Query = { ...(users.resolvers.Query as object), users: () => many, own: () => many };
  const Mutation = { ...(users.resolvers.Mutation as object), renameAll: () => many };
  const resolvers = { ...users.resolvers, Query, Mutation };
  stack = await startStack({ subgraphs: { users: { typeDefs, resolvers }, reviews } });
});
afterAll(() => stack.stop());

/** Sends by node:http: fetch would decode the answer by itself. */
const ask = (query: string, headers: Record<string, string>) =>
  new Promise<{ headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const all = { 'content-type': 'application/json', ...headers };
    const sent = httpRequest(stack.url, { method: 'POST', headers: all }, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part as Buffer);
      resolve({ headers: response.headers, body: Buffer.concat(parts) });
    });
    sent.on('error', reject).end(JSON.stringify({ query }));
  });

const LARGE = '{ users { id name } }';

test.each([
  ['gzip', gunzipSync],
  ['br', brotliDecompressSync],
])('a large answer is sent in %s to who takes it', async (coding, decode) => {
  const plain = await ask(LARGE, {});
  const { headers, body } = await ask(LARGE, { 'accept-encoding': coding });
  expect([headers['content-encoding'], headers.vary]).toEqual([coding, 'accept-encoding']);
  expect(headers['content-length']).toBe(String(body.length));
  expect(body.length).toBeLessThan(plain.body.length / 2);
  expect(decode(body)).toEqual(plain.body);
});

test('one that takes no coding gets it as it is, and caches are told that others do not', async () => {
  for (const accepted of [{}, { 'accept-encoding': 'identity' }, { 'accept-encoding': 'zstd, gzip;q=0' }]) {
    const { headers, body } = await ask(LARGE, accepted as Record<string, string>);
    expect([headers['content-encoding'], headers.vary]).toEqual([undefined, 'accept-encoding']);
    expect(body.length).toBeGreaterThan(smallestCompressed);
  }
});

test('a small answer is never compressed', async () => {
  const { headers, body } = await ask('{ me { id } }', { 'accept-encoding': 'gzip, br' });
  expect([headers['content-encoding'], headers.vary]).toEqual([undefined, undefined]);
  expect(body.length).toBeLessThan(smallestCompressed);
});

test('nor is one that takes a token, or that a mutation gives: its length would tell of what is in it', async () => {
  const authorization = `Bearer ${await stack.issuer.sign({ sub: 'siti', scope: 'self' })}`;
  for (const query of [
    '{ own { id name } }',
    'mutation { renameAll { id name } }',
    `{ users { id name } own { id } }`,
  ]) {
    const { headers, body } = await ask(query, { authorization, 'accept-encoding': 'gzip' });
    expect([headers['content-encoding'], headers.vary]).toEqual([undefined, undefined]);
    expect(body.length).toBeGreaterThan(smallestCompressed);
  }
});
