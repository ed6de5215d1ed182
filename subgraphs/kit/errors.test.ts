import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { GraphQLError, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { createClient } from 'graphql-ws';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { forbidden, inputError, overloaded, unauthenticated } from './errors.ts';
import { createLogger } from './log.ts';
import { callerKeys, createRequestSigner } from './request-signature.ts';
import { Rupiah } from './scalars.ts';
import { createServer } from './server.ts';

const secret = Buffer.alloc(32, 7).toString('base64url');
const throwing = (error: () => Error) => ({
  type: GraphQLString,
  resolve: () => {
    throw error();
  },
});

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      mine: throwing(unauthenticated),
      theirs: throwing(() => new GraphQLError('Not yours.', { extensions: { code: 'FORBIDDEN' } })),
      bug: throwing(() => new TypeError('x is undefined')),
      paid: { type: GraphQLString, args: { sum: { type: Rupiah }, text: { type: GraphQLString } } },
    },
  }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: { crowded: { type: GraphQLString, subscribe: () => Promise.reject(overloaded(3)) } },
  }),
});

let app: FastifyInstance;
let url: string;
let assertion: string;
beforeAll(async () => {
  app = await createServer({
    name: 'pmo',
    schema,
    callerSecret: secret,
    log: createLogger({ service: 'pmo', level: 'silent' }),
    isProduction: false,
    contextOf: (facts) => facts,
    checkReady: async () => undefined,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql`;
  assertion = await new SignJWT({ sub: 'siti', scope: 'self' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('gateway')
    .setAudience('pmo')
    .setExpirationTime('1m')
    .sign(callerKeys(secret).assertion);
});
afterAll(() => app.close());

const headersOf = (method: string, body: string, language: string) => ({
  'x-caller': assertion,
  'x-signature': createRequestSigner(secret)({ method, path: '/graphql', assertion, body }),
  'accept-language': language,
});

const ask = async (query: string, { language = 'jv,id;q=0.8', variables = {}, accept = '*/*' } = {}) => {
  const body = JSON.stringify({ query, variables });
  const headers = { 'content-type': 'application/json', accept, ...headersOf('POST', body, language) };
  return (await fetch(url, { method: 'POST', headers, body })).text();
};

test.each([
  ['of a resolver', '{ mine }', 'Kirim token: ini hanya ditampilkan kepada pemanggil yang sudah masuk.'],
  ['of a literal', '{ paid(sum: "1") }', 'Rupiah harus bilangan bulat, tanpa desimal, tanda kutip, atau pemisah.'],
  ['of GraphQL itself', '{ mine', 'Syntax Error: Expected Name, found <EOF>.'],
  ['without another language', '{ theirs }', 'Not yours.'],
  ['of broken text', '{ paid(text: "\\u0000") }', 'Sebuah nilai bersarang terlalu dalam'],
  ['of a bug', '{ bug }', 'Terjadi kesalahan di sisi kami. Sebutkan id '],
])('the message %s is in the language of the request', async (_kind, query, message) => {
  expect(await ask(query)).toContain(`"message":"${message}`);
});

test('that of a variable is too; in English it has the words of GraphQL before it', async () => {
  const query = 'query ($sum: Rupiah) { paid(sum: $sum) }';
  const variables = { sum: 'x' };
  expect(await ask(query, { variables })).toContain('"message":"Rupiah harus bilangan bulat');
  expect(await ask(query, { variables, language: 'en' })).toContain('got invalid value \\"x\\"; Rupiah must be');
});

test('so is that of a stream, over SSE and over WebSocket', async () => {
  const query = 'subscription { crowded }';
  expect(await ask(query, { accept: 'text/event-stream' })).toContain('coba lagi dalam 3 detik');
  class IndonesianSocket extends WebSocket {
    constructor(to: string, protocols: string[]) {
      super(to, protocols, { headers: headersOf('GET', '', 'id') });
    }
  }
  const to = url.replace('http', 'ws');
  const client = createClient({ url: to, webSocketImpl: IndonesianSocket, retryAttempts: 0 });
  const { value } = await client.iterate({ query }).next();
  expect(value).toMatchObject({
    errors: [{ message: expect.stringContaining('coba lagi dalam 3 detik'), extensions: { code: 'OVERLOADED' } }],
  });
  await client.dispose();
});

test.each([
  [forbidden({ or: 'participant' }), 'to be this participant', 'token peserta ini sendiri'],
  [forbidden({ scopes: ['self', 'x'] }), 'the scope `self` or `x`', 'cakupan `self` atau `x`'],
  [
    forbidden({ scopes: ['x'], or: 'organization' }),
    'the scope `x`, or to be of this organisation',
    'cakupan `x`, atau token organisasi ini',
  ],
])('FORBIDDEN says what would have been enough: %s', ({ text, extensions }, en, id) => {
  expect(extensions).toEqual({ code: 'FORBIDDEN' });
  expect(text).toEqual({
    en: `The token does not allow this; it takes ${en}.`,
    id: `Token tidak mengizinkan ini; diperlukan ${id}.`,
  });
});

test('wrong input names its argument', () => {
  const error = inputError('WAVE_UNKNOWN', { en: 'There is no wave 5.', id: 'Tidak ada gelombang 5.' }, 'number');
  expect(error.toJSON()).toEqual({
    message: 'There is no wave 5.',
    extensions: { code: 'WAVE_UNKNOWN', argument: 'number' },
  });
});
