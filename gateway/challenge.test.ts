import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
let good: string;
beforeAll(async () => {
  stack = await startStack({ subgraphs: people() });
  good = await stack.issuer.sign({ sub: 'siti' });
});
afterAll(() => stack.stop());

const answerOf = async (authorization: string) => {
  const response = await stack.post({ query: '{ me { id } }' }, { authorization });
  return [response.status, response.headers.get('www-authenticate')];
};

const described = (scheme: string, error: string) =>
  new RegExp(`^${scheme} error="${error}", error_description="[^"\\\\]+"`);
const invalid = described('Bearer', 'invalid_token');
const invalidByDpop = described('DPoP', 'invalid_token');

test.each<[string, (token: string) => string | Promise<string>, RegExp]>([
  ['a token of no issuer', () => 'Bearer a.b.c', invalid],
  ['a token that is altered', (token) => `Bearer ${token.slice(0, -4)}AAAA`, invalid],
  ['a token that is cut', (token) => `Bearer ${token.slice(0, token.lastIndexOf('.'))}`, invalid],
  ['an expired token', async () => `Bearer ${await stack.issuer.sign({ sub: 'x' }, { expiresIn: '-1m' })}`, invalid],
  ['a token for others', async () => `Bearer ${await stack.issuer.sign({ sub: 'x', aud: 'other' })}`, invalid],
  ['a token of others', async () => `Bearer ${await stack.issuer.sign({ sub: 'x', iss: 'https://e.test' })}`, invalid],
  ['a token without its scheme', (token) => token, invalid],
  ['another word for the scheme', (token) => `Token ${token}`, invalid],
  ['JWT for the scheme', (token) => `JWT ${token}`, invalid],
  ['a colon behind the scheme', (token) => `Bearer: ${token}`, invalid],
  ['the scheme twice', (token) => `Bearer Bearer ${token}`, invalid],
  ['quotes around the token', (token) => `Bearer "${token}"`, invalid],
  ['two tokens in one header', (token) => `Bearer ${token}, Bearer ${token}`, invalid],
  ['an opaque token', () => 'Bearer 0123456789abcdef', invalid],
  ['a scheme alone', () => 'Bearer', invalid],
  ['what a program writes for nothing', () => 'Bearer undefined', invalid],
  ['an unbound token by DPoP', (token) => `DPoP ${token}`, invalidByDpop],
  ['a bad token by DPoP', () => 'DPoP a.b.c', invalidByDpop],
  ['DPoP alone', () => 'dpop', invalidByDpop],
])('%s is answered 401 with invalid_token', async (_name, authorizationOf, challenge) => {
  expect(await answerOf(await authorizationOf(good))).toEqual([401, expect.stringMatching(challenge)]);
});

test.each(['Basic YTpi', 'Digest username="a"', 'Negotiate YIIB', ''])(
  '%j is no token: no error is named',
  async (authorization) => {
    expect(await answerOf(authorization)).toEqual([401, 'Bearer']);
  },
);

const raw = (headers: string[]) =>
  new Promise<unknown[]>((resolve, reject) => {
    const body = JSON.stringify({ query: '{ me { id } }' });
    const usual = ['host', new URL(stack.url).host, 'content-type', 'application/json'];
    const all = [...usual, 'content-length', String(body.length), ...headers];
    const asking = request(stack.url, { method: 'POST', headers: all });
    asking.once('error', reject).once('response', async (response) => {
      const told = Buffer.concat(await response.toArray()).toString();
      resolve([response.statusCode, response.headers['www-authenticate'], told]);
    });
    asking.end(body);
  });

test.each([
  ['the same token', (token: string) => `Bearer ${token}`],
  ['another token', () => 'Bearer a.b.c'],
  ['a password', () => 'Basic YTpi'],
])('two Authorization headers are refused, whichever comes first: %s', async (_name, otherOf) => {
  const two = [`Bearer ${good}`, otherOf(good)];
  for (const [one = '', other = ''] of [two, two.toReversed()]) {
    const [status, challenge, body] = await raw(['authorization', one, 'Authorization', other]);
    expect([status, challenge, body]).toEqual([
      400,
      expect.stringMatching(described('Bearer', 'invalid_request')),
      expect.stringContaining('"code":"BAD_USER_INPUT"'),
    ]);
  }
  expect((await raw(['authorization', `Bearer ${good}`]))[0]).toBe(200);
});

/** How a socket ends that was opened with this payload: its code, and whether a reason is given. */
const endOf = (payload: object) =>
  new Promise<[number, boolean]>((resolve) => {
    const socket = new WebSocket(stack.url.replace('http', 'ws'), 'graphql-transport-ws');
    socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload })));
    socket.once('close', (code, reason) => resolve([code, reason.length > 0]));
    socket.once('message', () => socket.close(1000));
  });

test.each<[string, (token: string) => object, [number, boolean]]>([
  ['a good token', (token) => ({ authorization: `Bearer ${token}` }), [1000, false]],
  ['a good token in another case', (token) => ({ AUTHORIZATION: `bearer ${token}` }), [1000, false]],
  ['a good token among headers', (token) => ({ headers: { Authorization: `Bearer ${token}` } }), [1000, false]],
  ['a bad token', () => ({ authorization: 'Bearer a.b.c' }), [4401, true]],
  ['a bad token among headers', () => ({ headers: { authorization: 'Bearer a.b.c' } }), [4401, true]],
  ['no scheme', (token) => ({ authorization: token }), [4401, true]],
  ['a password', () => ({ authorization: 'Basic YTpi' }), [4401, true]],
  ['an unbound token by DPoP', (token) => ({ authorization: `DPoP ${token}` }), [4401, true]],
  ['two tokens', (token) => ({ authorization: `Bearer ${token}`, Authorization: 'Bearer a.b.c' }), [4401, true]],
  [
    'two tokens, one of them among headers',
    (token) => ({ authorization: `Bearer ${token}`, headers: { authorization: 'x' } }),
    [4401, true],
  ],
])('over WebSocket: %s', async (_name, payloadOf, expected) => {
  expect(await endOf(payloadOf(good))).toEqual(expected);
});
