import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { guarded } from './testkit/secrets.ts';
import { type GraphqlAnswer, type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
let frugal: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: guarded(), env: { COST_LIMIT: '200' } });
  frugal = await startStack({
    subgraphs: guarded(),
    env: { RATE_LIMITS: '{"client":0,"person":0,"anonymous":2}' },
  });
});
afterAll(async () => {
  await stack.stop();
  await frugal.stop();
});

interface Case {
  body: unknown;
  headers?: Record<string, string>;
  code: string;
  id: string;
}

const deep = (levels: number): string => (levels === 0 ? '__typename' : `x { ${deep(levels - 1)} }`);
const rename = 'mutation ($id: ID!, $name: String!) { rename(id: $id, name: $name) { id } }';

const cases: [string, Case][] = [
  ['a refused field', { body: { query: '{ me { id } }' }, code: 'UNAUTHENTICATED', id: 'Kirim token: Query.me' }],
  [
    'a refused mutation',
    { body: { query: 'mutation { wipe }' }, code: 'UNAUTHENTICATED', id: 'Kirim token: Mutation.wipe' },
  ],
  [
    'a bad token',
    {
      body: { query: '{ open }' },
      headers: { authorization: 'Bearer a.b.c' },
      code: 'UNAUTHENTICATED',
      id: 'Token tidak berlaku di sini.',
    },
  ],
  ['too deep a document', { body: { query: `{ ${deep(13)} }` }, code: 'QUERY_TOO_LARGE', id: 'Dokumen bersarang' }],
  ['no body', { body: '', code: 'BAD_USER_INPUT', id: 'Permintaan tidak memiliki isi.' }],
  [
    'a variable that is missing',
    {
      body: { query: rename, variables: { id: '1' } },
      code: 'BAD_USER_INPUT',
      id: 'Variable "$name" bertipe wajib "String!" tidak diberikan.',
    },
  ],
  [
    'a variable of another type',
    {
      body: { query: rename, variables: { id: '1', name: 5 } },
      code: 'BAD_USER_INPUT',
      id: 'String harus teks dalam tanda kutip.',
    },
  ],
  [
    'a literal of another type',
    { body: { query: '{ person(id: true) { id } }' }, code: 'BAD_USER_INPUT', id: 'ID harus teks dalam tanda kutip' },
  ],
  [
    'a literal null',
    { body: { query: '{ person(id: null) { id } }' }, code: 'BAD_USER_INPUT', id: 'Diharapkan nilai bertipe "ID!".' },
  ],
  [
    'broken text',
    { body: { query: '{ person(id: "\\u0000") { id } }' }, code: 'BAD_USER_INPUT', id: 'Teks memuat U+' },
  ],
  [
    'an unknown operation',
    { body: { query: 'query a { open }', operationName: 'b' }, code: 'BAD_USER_INPUT', id: 'Tidak ada operasi "b".' },
  ],
  [
    'too much',
    {
      body: { query: `{ ${Array.from({ length: 25 }, (_, index) => `a${index}: found { __typename }`)} }` },
      code: 'QUERY_TOO_LARGE',
      id: 'Operasi ini bernilai ',
    },
  ],
];

const answer = async ({ body, headers }: Case, language?: string) => {
  const response = await stack.post(body, { ...headers, ...(language && { 'accept-language': language }) });
  const { errors } = (await response.json()) as GraphqlAnswer;
  return { code: errors?.[0]?.extensions.code, message: errors?.[0]?.message ?? '', path: errors?.[0]?.path };
};

test.each(cases)('%s is told in the language of the request, under one code', async (_name, asked) => {
  const indonesian = await answer(asked, 'su,id;q=0.9');
  expect(indonesian).toMatchObject({ code: asked.code, message: expect.stringContaining(asked.id) });
  const english = await answer(asked);
  expect(english).toEqual({ ...indonesian, message: expect.not.stringContaining(asked.id) });
  expect(await answer(asked, 'en,id;q=0.9')).toEqual(english);
});

test('what GraphQL itself says stays English', async () => {
  const { message } = await answer({ body: { query: '{ nothing }' }, code: '', id: '' }, 'id');
  expect(message).toBe('Cannot query field "nothing" on type "Query".');
});

test('FORBIDDEN and RATE_LIMITED too', async () => {
  const authorization = `Bearer ${await stack.issuer.sign({ sub: 'siti', scope: 'self' })}`;
  const headers = { authorization, 'accept-language': 'id' };
  const { errors } = await stack.ask('{ person(id: "1") { nik } }', { headers });
  expect(errors?.[0]?.message).toBe(
    'Token tidak mengizinkan Person.nik; diperlukan cakupan `nik:read` atau `self` bersama `admin`.',
  );
  const asked = () => frugal.ask('{ people { id } }', { headers: { 'accept-language': 'in' } });
  for (let tries = 0; tries < 3; tries += 1) await asked();
  expect((await asked()).errors?.[0]).toMatchObject({
    message: expect.stringMatching(/^Poin untuk menit ini sudah habis; coba lagi dalam \d+ detik\.$/),
    extensions: { code: 'RATE_LIMITED' },
  });
});

test('an answer that takes a token says so in its header', async () => {
  const without = await stack.post({ query: '{ open me { id } }' });
  expect([without.status, without.headers.get('www-authenticate')]).toEqual([200, 'Bearer']);
  expect((await stack.post({ query: '{ open }' })).headers.get('www-authenticate')).toBeNull();
});

const overSocket = async (headers: Record<string, string>, connectionParams: Record<string, unknown>) => {
  class Socket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { headers });
    }
  }
  const client = createClient({
    url: stack.url.replace('http', 'ws'),
    webSocketImpl: Socket,
    retryAttempts: 0,
    connectionParams,
  });
  const ask = async (query: string) => {
    try {
      const { value } = await client.iterate({ query }).next();
      return value.errors[0].message as string;
    } catch (error) {
      return Array.isArray(error) ? String(error[0].message) : (error as { reason: string }).reason;
    }
  };
  const messages = [await ask('{ me { id } }'), await ask('{ person(id: true) { id } }')];
  await client.dispose();
  return messages.map((message) => message.slice(0, 13));
};

const english = ['Send a token:', 'ID must be te'];
const indonesian = ['Kirim token: ', 'ID harus teks'];

test.each([
  ['English without any', {}, {}],
  ['English where it is no language', {}, { 'accept-language': 'id\r\nx: y' }],
  ['that of connection_init before that of the handshake', { 'accept-language': 'id' }, { 'Accept-Language': 'en' }],
])('over WebSocket the language is %s', async (_name, headers, params) => {
  expect(await overSocket(headers as Record<string, string>, params)).toEqual(english);
});

test.each([
  ['the handshake', { 'accept-language': 'jv,id;q=0.8' }, {}],
  ['connection_init', {}, { 'accept-language': 'id' }],
  ['connection_init, in another case', {}, { 'ACCEPT-LANGUAGE': 'ID' }],
  ['headers in connection_init', { 'accept-language': 'en' }, { headers: { 'Accept-language': 'su,id' } }],
  ['a regional language before English', {}, { 'accept-language': 'jv-ID,en;q=0.8' }],
  ['a regional language of the handshake', { 'accept-language': 'SU,en;q=0.9' }, {}],
  ['a regional language before any', { 'accept-language': 'min,*;q=0.5' }, {}],
  ['a weight without its nought', {}, { 'Accept-Language': 'en;q=.4,bug;q=.5' }],
])('over WebSocket the language is that of %s', async (_name, headers, params) => {
  expect(await overSocket(headers as Record<string, string>, params)).toEqual(indonesian);
});

test.each([
  ['English before a regional language', {}, { 'accept-language': 'en,jv;q=0.9' }],
  ['English where Indonesian is unwanted', { 'accept-language': 'id;q=0,jv,en;q=0.1' }, {}],
])('over WebSocket the language is %s', async (_name, headers, params) => {
  expect(await overSocket(headers as Record<string, string>, params as Record<string, unknown>)).toEqual(english);
});

test('a socket is refused in the language of its caller', async () => {
  const [reason] = await overSocket({}, { authorization: 'Bearer a.b.c', 'accept-language': 'id' });
  expect(reason).toBe('Token tidak b');
});

test('a subgraph is asked in the language of the socket', async () => {
  const client = createClient({
    url: stack.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { 'accept-language': 'id-ID' },
  });
  await client.iterate({ query: '{ open }' }).next();
  await client.dispose();
  expect(stack.subgraph('people').calls.at(-1)?.headers['accept-language']).toBe('id-ID');
});
