import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createAllowance } from './allowance.ts';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
let forgedKey: CryptoKey;
// Budgets are those of a minute, and checks those of a tenth of a second: time passes when a test says so.
const NOW = Math.floor(Date.now() / 60_000) * 60_000;
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  stack = await startStack({ subgraphs: people(), env: { PROXIES: '1', COST_LIMIT: '50' } });
  forgedKey = (await generateKeyPair('ES256')).privateKey;
});
afterAll(async () => {
  vi.useRealTimers();
  await stack.stop();
});

const QUERY = '{ me { id } }';
const json = { 'content-type': 'application/json' };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
/** Looks like ours, and is signed by somebody else. */
const forge = () => stack.issuer.sign({ sub: randomBytes(8).toString('hex') }, { key: forgedKey });

interface BadRequest {
  method?: string;
  path?: string;
  body?: string | (() => string);
  headers?: Record<string, string>;
}

const send = ({ method = 'POST', path = '', body, headers }: BadRequest, more: Record<string, string>) => {
  const text = typeof body === 'function' ? body() : body;
  return fetch(stack.url + path, {
    method,
    headers: { ...json, ...headers, ...more },
    ...(text !== undefined && { body: text }),
  });
};

const asking = (query: string, rest: object = {}) => JSON.stringify({ query, ...rest });
const deep = `{ ${'a { '.repeat(12)}b${' }'.repeat(12)} }`;
const refused: Record<string, BadRequest> = {
  'not JSON': { body: '{' },
  'no body': { body: '' },
  'a batch': { body: '[{}]' },
  'another content type': { body: QUERY, headers: { 'content-type': 'text/plain' } },
  'an unknown coding': { body: asking(QUERY), headers: { 'content-encoding': 'lzw' } },
  'another method': { method: 'DELETE' },
  OPTIONS: { method: 'OPTIONS' },
  'not acceptable': { body: asking(QUERY), headers: { accept: 'image/png' } },
  forgery: {
    method: 'GET',
    path: '?query={__typename}',
    headers: { 'content-type': '', 'sec-fetch-site': 'cross-site' },
  },
  'a mutation by GET': { method: 'GET', path: '?query=mutation{rename(id:1,name:"x"){id}}' },
  'an announced body that is too large': { body: () => asking(QUERY, { variables: { x: 'x'.repeat(3 * 2 ** 20) } }) },
  'a document that is no GraphQL': { body: asking('{ me {') },
  'an unknown field': { body: asking('{ nothing }') },
  'too many tokens': { body: asking(`{ ${'me { id } '.repeat(600)} }`) },
  'too deep': { body: asking(deep) },
  'too costly': { body: asking('{ users { reviews { text } } }') },
  'wrong variables': { body: asking('query ($id: ID!) { node(id: $id) { id } }') },
  'an unknown operation': { body: asking('query A { me { id } }', { operationName: 'B' }) },
  'an unknown document': { body: JSON.stringify({ documentId: 'a'.repeat(64) }) },
  'a wrong hash': { body: asking(QUERY, { documentId: 'a'.repeat(64) }) },
  'a subscription without a stream': { body: asking('subscription { renamed(count: 1) { id } }') },
  'no token at all': { body: asking(QUERY), headers: { authorization: 'Basic eDp5' } },
  'a malformed token': { body: asking(QUERY), headers: bearer('a.b.c') },
};

/** Points that are left of an account. */
const leftOf = async (headers: Record<string, string>) => {
  const { extensions } = await stack.ask('{ __typename }', { headers: { 'x-cost': '1', ...headers } });
  return (extensions as { cost: { remaining: number } }).cost.remaining;
};

test.each(Object.entries(refused))('%s has a price, paid by who asks', async (name, bad) => {
  const at = { 'x-forwarded-for': `10.1.${Object.keys(refused).indexOf(name)}.1` };
  const stranger = 200_000 - 1;
  const response = await send(bad, at);
  await response.arrayBuffer();
  const spent = stranger - (await leftOf(at));
  expect(spent).toBeGreaterThanOrEqual(250);
  expect(spent).toBeLessThan(3000);
  if (bad.headers?.authorization) return;
  const sub = bearer(await stack.issuer.sign({ sub: `person of ${name}`, azp: 'app' }));
  const before = await leftOf(at);
  await (await send({ ...bad, headers: { ...bad.headers, ...sub } }, at)).arrayBuffer();
  expect(stranger - (await leftOf({ ...at, ...sub }))).toBeGreaterThanOrEqual(name === 'forgery' ? 1 : 250);
  expect(before - (await leftOf(at))).toBe(1);
});

test('a forged token is dearer than one that is none, and a longer refused document than a short one', async () => {
  const at = (address: string) => ({ 'x-forwarded-for': address });
  const priceOf = async (bad: BadRequest, address: string) => {
    await (await send(bad, at(address))).arrayBuffer();
    return 199_999 - (await leftOf(at(address)));
  };
  const forged = await priceOf({ body: asking(QUERY), headers: bearer(await forge()) }, '10.2.0.1');
  expect(forged).toBe(500);
  expect(await priceOf({ body: asking(QUERY), headers: { authorization: 'Basic x' } }, '10.2.0.2')).toBe(250);
  const short = await priceOf({ body: asking('{ nothing }') }, '10.2.0.3');
  expect(await priceOf({ body: asking(`{ nothing } #${'x'.repeat(60_000)}`) }, '10.2.0.4')).toBeGreaterThan(10 * short);
});

test('a client that tries a hash first pays next to nothing', async () => {
  const at = { 'x-forwarded-for': '10.3.0.1' };
  const persistedQuery = { version: 1, sha256Hash: 'b'.repeat(64) };
  await (await send({ body: JSON.stringify({ extensions: { persistedQuery } }) }, at)).arrayBuffer();
  expect(await leftOf(at)).toBe(199_999 - 20);
});

test('another path has a price too, but not the health of the gateway', async () => {
  const at = { 'x-forwarded-for': '10.3.0.2' };
  for (const path of ['/health/live', '/health/ready', '/']) {
    await fetch(stack.url.replace('/graphql', path), { headers: at, redirect: 'manual' });
  }
  expect(await leftOf(at)).toBe(199_999);
  await fetch(stack.url.replace('/graphql', '/metrics'), { headers: at });
  expect(await leftOf(at)).toBe(199_998 - 250);
});

const exhaust = async (address: string) => {
  const at = { 'x-forwarded-for': address };
  const heavy = { body: asking(`{ nothing } #${'x'.repeat(60_000)}`) };
  const kinds = [heavy, ...Object.values(refused).filter(({ body }) => typeof body !== 'function')];
  const statuses: number[] = [];
  for (let round = 0; round < 10 && statuses.at(-1) !== 429; round++) {
    const forged = await Promise.all(Array.from({ length: 5 }, forge));
    const bad = [
      ...kinds,
      ...forged.map((token) => ({ body: asking(QUERY), headers: bearer(token) })),
      ...Array(20).fill(heavy),
    ];
    for (const response of await Promise.all(bad.map((each) => send(each, at)))) {
      await response.arrayBuffer();
      statuses.push(response.status);
    }
  }
  return { at, statuses };
};

test('mixed bad requests of one address end in 429; a good token is served there all the same', async () => {
  const known = await stack.issuer.sign({ sub: 'known', azp: 'app' });
  const { at, statuses } = await exhaust('10.4.0.1');
  expect(statuses.at(-1)).toBe(429);
  for (const bad of Object.values(refused)) expect((await send(bad, at)).status).toBe(429);
  const answer = await stack.post({ query: QUERY }, at);
  expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([429, true]);
  pass(100);
  const strangers = Array.from({ length: 30 }, (_, index) => stack.issuer.sign({ sub: `new ${index}`, azp: 'app' }));
  const tokens = [known, ...(await Promise.all(strangers))];
  const served = await Promise.all(tokens.map((token) => stack.post({ query: QUERY }, { ...at, ...bearer(token) })));
  expect(served.map(({ status }) => status)).toEqual(tokens.map(() => 200));
  expect((await stack.post({ query: QUERY }, { 'x-forwarded-for': '10.4.0.2' })).status).toBe(200);
  const expired = await stack.issuer.sign({ sub: 'late' }, { expiresIn: '-1m' });
  expect((await stack.post({ query: QUERY }, { ...at, ...bearer(expired) })).status).toBe(429);
});

test('an address without points has a bounded number of signatures checked, and a body is not waited for', async () => {
  const { at } = await exhaust('10.5.0.1');
  pass(100);
  const forged = await Promise.all(Array.from({ length: 300 }, forge));
  const answers = await Promise.all(forged.map((token) => stack.post({ query: QUERY }, { ...at, ...bearer(token) })));
  const checked = answers.filter(({ status }) => status === 401).length;
  expect(checked).toBe(20);
  expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
  const endless = httpRequest(stack.url, { method: 'POST', headers: { ...json, ...at }, agent: false });
  endless.flushHeaders();
  const [answer] = (await once(endless, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(429);
  endless.destroy();
  await expect(fetch(stack.url.replace('/graphql', '/nothing'), { headers: at })).resolves.toMatchObject({
    status: 429,
  });
});

test('only what fails counts against the allowance, by network, in total and for a tenth of a second', () => {
  let now = 1000;
  const { take } = createAllowance({ perNetwork: 2, inTotal: 3, now: () => now });
  for (let count = 0; count < 10; count++) take('10.0.0.1')?.succeeded();
  expect([take('10.0.0.1'), take('10.0.0.1'), take('10.0.0.1')].map(Boolean)).toEqual([true, true, false]);
  const late = take('2001:db8::1');
  expect([take('2001:db8::2'), take('10.0.0.3')].map(Boolean)).toEqual([false, false]);
  now = 1100;
  expect(take('10.0.0.1')).toBeDefined();
  late?.succeeded();
  expect([take('10.0.0.1'), take('10.0.0.1')].map(Boolean)).toEqual([true, false]);
});

test('a few wait for their turn, and come before who comes later', async () => {
  const { take, wait } = createAllowance({ perNetwork: 1, inTotal: 100 });
  expect(take('10.0.0.1')).toBeDefined();
  const first = wait('10.0.0.1');
  pass(100);
  const others = Array.from({ length: 40 }, () => wait('10.0.0.1'));
  expect(await Promise.race([others[39], first])).toBeUndefined();
  expect(await first).toBeDefined();
  expect((await Promise.all(others.slice(30))).every((attempt) => attempt === undefined)).toBe(true);
});
