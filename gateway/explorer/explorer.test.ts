import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '../testkit/people.ts';
import { type Stack, startStack } from '../testkit/stack.ts';
import { readAssets } from './assets.ts';
import { encodingFor } from './compressed.ts';
import { renderPage } from './html.ts';
import { readSamples } from './samples.ts';

const signIn = { clientId: 'explorer', scope: 'openid self' };
const issuer = 'https://login.example';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({
    subgraphs: people(),
    env: { EXPLORER_SIGN_IN: JSON.stringify(signIn), TOKEN_ISSUER: issuer },
  });
});
afterAll(() => stack.stop());

/** As it was sent: fetch would decompress it. */
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const sent = httpRequest(new URL(path, stack.url), { headers, method }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) });
    });
    sent.on('error', reject).end();
  });

const page = { accept: 'text/html,application/xhtml+xml' };
const folder = async () =>
  /src="(\/graphql\/explorer\/[\w-]{16}\/)/.exec(String((await get('/graphql', page)).body))?.[1] ?? '';

test('the page holds no script, and nothing of it comes from elsewhere', async () => {
  const { status, headers, body } = await get('/graphql', page);
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const policy = Object.fromEntries(
    String(headers['content-security-policy'])
      .split('; ')
      .map((part) => part.split(/ (.*)/s)),
  );
  expect(policy).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    'worker-src': "'self'",
    'connect-src': `'self' ${issuer}`,
    'frame-ancestors': "'none'",
  });
  const html = String(body);
  const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address = '']) => address);
  expect(addresses.length).toBeGreaterThan(5);
  expect(addresses.filter((address) => !/^(\/graphql\/explorer\/|data:image\/svg)/.test(address))).toEqual([]);
  const scripts = [...html.matchAll(/<script([^>]*)>([^<]*)</g)].filter(([, , text]) => text !== '');
  expect(scripts.map(([, attributes]) => attributes)).toEqual([' type="application/json" id="settings"']);
});

test('styles name fonts of this server alone', async () => {
  const assets = await readAssets(buildSchema('type Query { a: Int }'));
  const css = String(assets.get('graphiql.css')?.content);
  expect(css).not.toMatch(/url\(\s*["']?(?:https?:)?\/\/|@import/i);
  const fonts = [...css.matchAll(/url\((font-[^)]+)\)/g)].map(([, name = '']) => name);
  expect(fonts.length).toBeGreaterThan(20);
  expect(fonts.filter((name) => !assets.has(name))).toEqual([]);
});

test('every file that the page and its scripts name is there', async () => {
  const at = await folder();
  const html = String((await get('/graphql', page)).body);
  const named = [...html.matchAll(/"(\/graphql\/explorer\/[^"]+\.\w+)"/g)].map(([, path = '']) => path);
  const scripts = await Promise.all(named.filter((path) => path.endsWith('.js')).map((path) => get(path)));
  const imported = scripts
    .filter(({ body }) => body.length < 100_000)
    .flatMap(({ body }) => [...String(body).matchAll(/'(?:\.\/)?([\w.-]+\.js)'/g)])
    .map(([, name]) => `${at}${name}`);
  expect(imported).toContain(`${at}graphql.worker.js`);
  for (const path of [...named, ...imported]) expect([path, (await get(path)).status]).toEqual([path, 200]);
});

test('an asset is compressed as the browser takes it, and kept for ever', async () => {
  const path = `${await folder()}boot.js`;
  const plain = await get(path);
  const gzip = await get(path, { 'accept-encoding': 'gzip, deflate' });
  const brotli = await get(path, { 'accept-encoding': 'gzip, deflate, br, zstd' });
  expect(gzip.headers['content-encoding']).toBe('gzip');
  expect(brotli.headers['content-encoding']).toBe('br');
  expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
  expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
  expect(plain.headers['content-encoding']).toBeUndefined();
  for (const { headers } of [plain, gzip, brotli]) {
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers.vary).toBe('accept-encoding');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
  }
});

test.each([
  ['gzip;q=0.8, br;q=0', 'gzip'],
  ['br;q=0.0, gzip;q=0', 'identity'],
  ['', 'identity'],
  [undefined, 'identity'],
])('of "%s" the encoding is %s', (accepted, encoding) => {
  expect(encodingFor(accepted)).toBe(encoding);
});

test('the page is asked for again, and not sent again while it is the same', async () => {
  const first = await get('/graphql', page);
  expect(first.headers['cache-control']).toBe('no-cache');
  const again = await get('/graphql', { ...page, 'if-none-match': String(first.headers.etag) });
  expect([again.status, again.body.length]).toEqual([304, 0]);
  expect(again.headers['content-security-policy']).toBe(first.headers['content-security-policy']);
  expect((await get('/graphql', { ...page, 'if-none-match': 'W/"other"' })).status).toBe(200);
});

test('the schema comes with the page, with what introspection tells', async () => {
  const schema = JSON.parse(String((await get(`${await folder()}schema.json`)).body));
  const { data } = await stack.ask('{ __schema { types { name description fields { name } } } }');
  const { types } = (data as { __schema: { types: { name: string }[] } }).__schema;
  const namesOf = (list: { name: string }[]) => list.map(({ name }) => name).sort();
  expect(namesOf(schema.__schema.types)).toEqual(namesOf(types));
});

test('what is not an asset is not found, has the price of it, and is sent to GET and HEAD alone', async () => {
  const at = await folder();
  expect((await get(`${at}other.js`)).status).toBe(404);
  expect((await get('/graphql/explorer/0000000000000000/boot.js')).status).toBe(404);
  expect((await get(`${at}boot.js`, {}, 'POST')).status).toBe(404);
  const head = await get(`${at}boot.js`, {}, 'HEAD');
  expect([head.status, head.body.length]).toEqual([200, 0]);
});

test('a tab for each sample: public queries first, mutations last, with their variables', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'operations-'));
  const files = {
    'a.graphql': 'mutation Change { rename(id: 1, name: "") { id } }',
    'b.graphql': '# Token: your own.\nquery Private { me { id } }',
    'c.graphql': '# Public: no token needed.\nsubscription Watch { renamed(count: 1) { id } }',
    'd.graphql': '# Public: no token needed.\nquery Open($id: ID!) { node(id: $id) { id } } # </script>',
    'd.variables.json': '{ "id": "1" }',
    'notes.txt': 'not an operation',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const samples = await readSamples(directory);
  expect(
    samples.map(({ query, variables }) => [/(?:query|mutation|subscription) (\w+)/.exec(query)?.[1], variables]),
  ).toEqual([
    ['Open', '{ "id": "1" }'],
    ['Watch', undefined],
    ['Private', undefined],
    ['Change', undefined],
  ]);
  const html = renderPage({ folder: '/', samples, signIn: undefined });
  expect(html).toContain('\\u003c/script>');
  const settings = /id="settings">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  expect(JSON.parse(settings)).toEqual({ folder: '/', samples });
  await rm(directory, { recursive: true });
});
