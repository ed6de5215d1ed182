import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startChromium, type TestChromium } from './browser.ts';

const { url } = inject('stack');
const QUERY = '{ skill(code: "cyber-security") { name } }';

let frontend: Server;
let port: number;
let chromium: TestChromium;
let page: Page;

beforeAll(async () => {
  frontend = createServer((_request, response) => response.end('a frontend')).listen(0, '127.0.0.1');
  await once(frontend, 'listening');
  port = (frontend.address() as AddressInfo).port;
  chromium = await startChromium();
  page = await chromium.context.newPage();
});
afterAll(async () => {
  await chromium.stop();
  frontend.close();
});

/** What a script of a page of `host` gets from the gateway. */
const askFrom = async (host: string, options: object): Promise<unknown> => {
  await page.goto(`http://${host}:${port}/`);
  const script = `fetch(${JSON.stringify(url)}${'query' in options ? ` + ${JSON.stringify(options.query)}` : ''}, ${JSON.stringify(options)})
    .then(async (response) => ({ body: await response.json(), requestId: response.headers.get('x-request-id') }))
    .catch((error) => error.name)`;
  return page.evaluate(script);
};

const post = {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-request-id': 'browser-0001' },
  body: JSON.stringify({ query: QUERY }),
};
const get = { query: `?query=${encodeURIComponent(QUERY)}`, headers: { 'x-csrf-protection': '1' } };
const data = { data: { skill: { name: 'Cyber security' } } };

test.each(['localhost', '127.0.0.1'])(
  'a page of %s on another port queries the gateway of the default run',
  async (host) => {
    expect(await askFrom(host, post)).toEqual({ body: data, requestId: 'browser-0001' });
    expect(await askFrom(host, get)).toMatchObject({ body: data });
  },
);

test('cookies are not sent for it', async () => {
  expect(await askFrom('localhost', { ...post, credentials: 'include' })).toBe('TypeError');
});

test.each(['stranger.test', 'localhost.stranger.test'])('a page of %s cannot', async (host) => {
  expect(await askFrom(host, post)).toBe('TypeError');
  expect(await askFrom(host, get)).toBe('TypeError');
  expect(await askFrom(host, { query: get.query })).toBe('TypeError');
});
