import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseEnv } from '../subgraphs/kit/env.ts';
import { gatewayEnv } from './env.ts';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
let closed: Stack;
beforeAll(async () => {
  const CORS_ORIGINS = 'https://app.example, https://Other.example:443,http://localhost:*';
  stack = await startStack({ subgraphs: people(), env: { CORS_ORIGINS } });
  closed = await startStack({ subgraphs: people() });
});
afterAll(async () => {
  await stack.stop();
  await closed.stop();
});

interface SentRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Sends by node:http, since fetch keeps some headers for itself, as browsers do. */
const send = (url: string, { method = 'GET', headers = {}, body }: SentRequest) =>
  new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const sent = httpRequest(url, { method, headers }, async (response) => {
      let text = '';
      for await (const chunk of response) text += String(chunk);
      resolve({ status: response.statusCode, headers: response.headers, text });
    });
    sent.on('error', reject).end(body);
  });

const preflight = (origin: string): SentRequest => ({
  method: 'OPTIONS',
  headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
});
const query = (origin: string): SentRequest => ({
  method: 'POST',
  headers: { origin, 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
  body: '{"query":"{ me { id } }"}',
});

const listOf = (header: string | undefined) => header?.split(', ') ?? [];

describe.each(['https://app.example', 'https://other.example', 'http://localhost', 'http://localhost:5173'])(
  'a page of %s',
  (origin) => {
    test('is granted what it asks for', async () => {
      const { status, headers, text } = await send(stack.url, preflight(origin));
      expect([status, text]).toEqual([204, '']);
      expect(headers['access-control-allow-origin']).toBe(origin);
      expect(headers.vary).toBe('origin');
      expect(listOf(headers['access-control-allow-methods'])).toEqual(['GET', 'POST']);
      expect(listOf(headers['access-control-allow-headers'])).toEqual(
        expect.arrayContaining(['authorization', 'content-type', 'dpop', 'x-csrf-protection', 'x-request-id']),
      );
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    });

    test('may read the answer, its request id, its price and when to come again', async () => {
      const { status, headers, text } = await send(stack.url, query(origin));
      expect([status, text]).toEqual([200, '{"data":{"me":{"id":"1"}}}']);
      expect(headers['access-control-allow-origin']).toBe(origin);
      expect(listOf(headers['access-control-expose-headers'])).toEqual([
        'retry-after',
        'www-authenticate',
        'x-request-id',
        'ratelimit',
        'ratelimit-policy',
        'x-cost',
        'x-supergraph-revision',
      ]);
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    });
  },
);

test('refusals and streams may be read too', async () => {
  const origin = 'https://app.example';
  const broken = await send(stack.url, { ...query(origin), body: '{' });
  expect([broken.status, broken.headers['access-control-allow-origin']]).toEqual([400, origin]);
  const expired = query(origin);
  const refused = await send(stack.url, { ...expired, headers: { ...expired.headers, authorization: 'Bearer no' } });
  expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([401, origin]);
  const stream = { ...query(origin), body: '{"query":"subscription { renamed(count: 1) { id } }"}' };
  const events = await send(stack.url, { ...stream, headers: { ...stream.headers, accept: 'text/event-stream' } });
  expect([events.status, events.headers['access-control-allow-origin']]).toEqual([200, origin]);
});

test.each([
  'https://evil.example',
  'https://app.example.evil.example',
  'https://app.example:8443',
  'http://app.example',
  'https://xapp.example',
  'http://localhost.evil.example:5173',
  'http://localhost:5173.evil.example',
  'https://localhost:5173',
  'null',
])('a page of %s is granted nothing, and reads nothing', async (origin) => {
  for (const sending of [preflight(origin), query(origin)]) {
    const { status, headers } = await send(stack.url, sending);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(headers.vary).toBe('origin');
    if (sending.method === 'OPTIONS') expect(status).toBe(405);
  }
});

test('an allowed page must still send a header of its own with a GET', async () => {
  const url = `${stack.url}?query={me{id}}`;
  const headers = { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };
  expect((await send(url, { headers })).status).toBe(403);
  expect((await send(url, { headers: { ...headers, 'x-csrf-protection': '1' } })).status).toBe(200);
});

test('an allowed page may post JSON alone', async () => {
  const { headers, ...rest } = query('https://app.example');
  const form = await send(stack.url, { ...rest, headers: { ...headers, 'content-type': 'text/plain' } });
  expect(form.status).toBe(415);
});

test('without CORS_ORIGINS no origin is allowed', async () => {
  for (const origin of ['https://app.example', 'http://localhost:5173']) {
    const { status, headers } = await send(closed.url, preflight(origin));
    expect(status).toBe(405);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  }
});

const required = { SUBGRAPHS: '{}', JWKS_URL: 'file:///jwks.json' };

test.each([
  '*',
  'app.example',
  'https://app.example/',
  'https://*.example',
  'null',
  'https://app.example:99999',
  'ftp://app.example',
])('CORS_ORIGINS does not take %s', (CORS_ORIGINS) => {
  expect(() => parseEnv(gatewayEnv, { ...required, CORS_ORIGINS })).toThrow(
    'CORS_ORIGINS (must be origins such as https://app.example, separated by commas)',
  );
});

test('an empty CORS_ORIGINS is none', () => {
  expect(parseEnv(gatewayEnv, { ...required, CORS_ORIGINS: '' }).CORS_ORIGINS).toEqual([]);
});
