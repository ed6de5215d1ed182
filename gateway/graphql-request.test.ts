import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from './limits.ts';
import { people } from './testkit/people.ts';
import { type GraphqlAnswer, type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: people(), env: { BODY_TIMEOUT_MS: '300' } });
});
afterAll(() => stack.stop());

const QUERY = '{ me { id } }';
const BODY = JSON.stringify({ query: QUERY });
const DATA = { data: { me: { id: '1' } } };

interface SentRequest {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  /** Pieces of the body, sent one after the other. */
  body?: (string | Buffer)[];
}

/** Sends by node:http, which adds no headers of its own. */
const send = async ({ method = 'POST', path = '', headers, body = [] }: SentRequest) => {
  const options: RequestOptions = { method, headers: headers ?? {}, agent: false };
  const sent = httpRequest(stack.url + path, options);
  for (const piece of body) sent.write(piece);
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const text = (await response.toArray()).join('');
  return { status: response.statusCode, headers: response.headers, text };
};

const json = { 'content-type': 'application/json' };
const post = async (body: string | Buffer, headers: Record<string, string> = {}) => {
  const answer = await send({ headers: { ...json, ...headers }, body: [body] });
  return { ...answer, body: JSON.parse(answer.text) as GraphqlAnswer };
};
const codeOf = ({ body }: { body: GraphqlAnswer }) => body.errors?.[0]?.extensions.code;

test.each([
  'application/json',
  'Application/JSON',
  'application/json;charset=utf-8',
  'application/json; charset=UTF-8',
  'application/json ; charset="utf-8"',
  "application/json; charset='utf8'",
  'application/json; charset = utf-8',
  'application/json; profile="https://example.org/a"',
  'application/json;odata=verbose;charset=utf-8',
  'application/json; charset=utf-8; boundary=x',
  'application/json;',
])('%s is JSON', async (type) => {
  expect(await post(BODY, { 'content-type': type })).toMatchObject({ status: 200, body: DATA });
});

test.each([
  'application/json; charset=utf-16',
  'application/json; charset=iso-8859-1',
  'application/json; charset=',
  'application/jsonp',
  'application/graphql',
  'application/graphql+json',
  'text/plain;application/json',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  '',
])('%s is refused with 415 and the reason', async (type) => {
  const answer = await post(BODY, { 'content-type': type });
  expect([answer.status, codeOf(answer)]).toEqual([415, 'BAD_USER_INPUT']);
  expect(answer.body.errors?.[0]?.message).toContain('application/json');
});

test('a byte-order mark is skipped; UTF-16 and broken UTF-8 are refused with the reason', async () => {
  expect(await post(`\ufeff${BODY}`)).toMatchObject({ status: 200, body: DATA });
  expect(await post(gzipSync(`\ufeff${BODY}`), { 'content-encoding': 'gzip' })).toMatchObject({ status: 200 });
  for (const utf16 of [
    Buffer.from(`\ufeff${BODY}`, 'utf16le'),
    Buffer.from(BODY, 'utf16le'),
    Buffer.from(BODY, 'utf16le').swap16(),
  ]) {
    const answer = await post(utf16);
    expect([answer.status, answer.body.errors?.[0]?.message]).toEqual([415, expect.stringContaining('UTF-16')]);
  }
  const broken = await post(
    Buffer.concat([Buffer.from('{"query":"{ me { id } } #'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
  );
  expect([broken.status, broken.body.errors?.[0]?.message]).toEqual([400, 'The request body is not UTF-8.']);
});

test.each<[string, (text: string) => Buffer]>([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
  ['identity', Buffer.from],
  ['identity, gzip', gzipSync],
])('a body in %s is decoded, within the limit', async (coding, encode) => {
  const headers = { 'content-encoding': coding };
  expect(await post(encode(BODY), headers)).toMatchObject({ status: 200, body: DATA });
  const bomb = await post(encode(`{"query":"${' '.repeat(limits.bodyBytes + 1)}"}`), headers);
  expect([bomb.status, codeOf(bomb)]).toEqual([413, 'QUERY_TOO_LARGE']);
  if (coding.startsWith('identity') && coding.length < 10) return;
  const broken = await post(encode(BODY).subarray(0, 12), headers);
  expect([broken.status, codeOf(broken)]).toEqual([400, 'BAD_USER_INPUT']);
});

test.each(['compress', 'lzw', 'gzip, gzip', 'br, gzip', 'utf-8'])(
  'the coding %s is refused with what is taken',
  async (coding) => {
    const answer = await post(BODY, { 'content-encoding': coding });
    expect([answer.status, answer.headers['accept-encoding']]).toEqual([415, 'gzip, deflate, br, zstd']);
    expect(answer.body.errors?.[0]?.message).toContain('gzip');
  },
);

test.each<[string, string]>([
  ['', 'The request has no body.'],
  ['null', 'must be a JSON object'],
  ['[]', 'batches are not accepted'],
  ['"query"', 'must be a JSON object'],
  ['{}', '"query" must be a string'],
  ['{"query":null}', '"query" must be a string'],
  ['{"query":""}', '"query" must be a string'],
  ['{"query":{}}', '"query" must be a string'],
  ['{"query":"{ me { id } }","variables":"{}"}', 'not a string of JSON'],
  ['{"query":"{ me { id } }","variables":[]}', '"variables" must be an object'],
  ['{"query":"{ me { id } }","operationName":1}', '"operationName" must be a string'],
  ['{"query":"{ me { id } }","extensions":[]}', '"extensions" must be an object'],
  ['{"query":"{ me { id } }"', 'is not JSON'],
])('the body %s is bad input', async (body, reason) => {
  const answer = await post(body);
  expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_USER_INPUT']);
  expect(answer.body.errors?.[0]?.message).toContain(reason);
});

test('null and "" stand for what is not given', async () => {
  const given = { query: QUERY, operationName: '', variables: null, extensions: null, documentId: null };
  expect(await post(JSON.stringify(given))).toMatchObject({ status: 200, body: DATA });
  expect(await post(JSON.stringify({ query: QUERY, extensions: { persistedQuery: null } }))).toMatchObject({
    status: 200,
    body: DATA,
  });
  const byGet = await send({
    method: 'GET',
    path: `?query=${encodeURIComponent(QUERY)}&operationName=&variables=&extensions=`,
  });
  expect(JSON.parse(byGet.text)).toEqual(DATA);
  const two = await post(JSON.stringify({ query: `query A ${QUERY} query B ${QUERY}`, operationName: '' }));
  expect(two.body.errors?.[0]?.message).toContain('Name the operation to run');
});

test('HEAD is GET without the body', async () => {
  const path = `?query=${encodeURIComponent(QUERY)}`;
  const head = await send({ method: 'HEAD', path });
  const get = await send({ method: 'GET', path });
  expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', get.headers['content-length']]);
  expect((await send({ method: 'HEAD' })).status).toBe(400);
  expect((await send({ method: 'HEAD', headers: { accept: 'text/html' } })).headers['content-type']).toContain(
    'text/html',
  );
  const stream = encodeURIComponent('subscription { renamed(count: 1) { id } }');
  const headers = { accept: 'text/event-stream' };
  expect((await send({ method: 'HEAD', path: `?query=${stream}`, headers })).status).toBe(406);
  expect((await send({ method: 'HEAD', path, headers })).status).toBe(200);
  const mutation = encodeURIComponent('mutation { rename(id: "1", name: "x") { id } }');
  expect((await send({ method: 'HEAD', path: `?query=${mutation}` })).status).toBe(405);
  expect((await send({ method: 'HEAD', path, headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
});

test('a slash at the end of the path changes nothing, and other methods say what is allowed', async () => {
  expect(JSON.parse((await send({ path: '/', headers: json, body: [BODY] })).text)).toEqual(DATA);
  expect(JSON.parse((await send({ method: 'GET', path: `/?query=${encodeURIComponent(QUERY)}` })).text)).toEqual(DATA);
  for (const method of ['OPTIONS', 'PUT', 'PATCH', 'DELETE']) {
    const { status, headers } = await send({ method });
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, POST']);
  }
});

test.each([
  [
    'multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json',
    'application/graphql-response+json',
  ],
  ['multipart/mixed;boundary="graphql";subscriptionSpec="1.0",application/json', 'application/json'],
  ['application/graphql-response+json;q=0.9, */*', 'application/json'],
  ['application/graphql-response+json, application/json;q=0.9', 'application/graphql-response+json'],
  ['text/html, */*', 'application/json'],
  ['*/*', 'application/json'],
])('to a client that accepts %s the answer is %s', async (accept, type) => {
  const answer = await post(BODY, { accept });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, `${type}; charset=utf-8`]);
});

test('a body that is announced is asked for, unless it is refused before', async () => {
  const asked = async (headers: Record<string, string>) => {
    const sent = httpRequest(stack.url, {
      method: 'POST',
      headers: { ...json, expect: '100-continue', ...headers },
      agent: false,
    });
    let isContinued = false;
    sent.on('continue', () => {
      isContinued = true;
      sent.end(BODY);
    });
    sent.flushHeaders();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    sent.destroy();
    return [isContinued, response.statusCode];
  };
  expect(await asked({ 'content-length': String(BODY.length) })).toEqual([true, 200]);
  expect(await asked({ 'content-length': String(limits.bodyBytes + 1) })).toEqual([false, 413]);
  expect(await asked({ 'content-encoding': 'lzw' })).toEqual([false, 415]);
});

test('a body that comes too slowly is cut off, a large one that comes steadily is not', async () => {
  const trickle = async (pieces: string[], everyMs: number) => {
    const sent = httpRequest(stack.url, { method: 'POST', headers: json, agent: false });
    sent.on('error', () => undefined);
    const startedAt = performance.now();
    const timer = setInterval(() => {
      const piece = pieces.shift();
      if (piece === undefined) sent.end();
      else sent.write(piece);
    }, everyMs);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    clearInterval(timer);
    const text = (await response.toArray()).join('');
    return {
      status: response.statusCode,
      connection: response.headers.connection,
      text,
      ms: performance.now() - startedAt,
    };
  };
  const slow = await trickle(
    Array.from({ length: 200 }, () => ' '.repeat(100)),
    20,
  );
  expect(slow).toMatchObject({ status: 408, connection: 'close', text: expect.stringContaining('too slowly') });
  // All of it would have taken four seconds.
  expect(slow.ms).toBeLessThan(3000);
  const pieces = Array.from({ length: 20 }, () => ' '.repeat(10_000));
  expect(await trickle([BODY, ...pieces], 25)).toMatchObject({ status: 200, text: JSON.stringify(DATA) });
});
