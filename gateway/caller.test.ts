import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeJwt, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { callerKeys } from '../subgraphs/kit/request-signature.ts';
import { Caller, signerOf } from './caller.ts';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
beforeAll(async () => {
  const { users, reviews } = people();
  const slowly = (
    _request: unknown,
    response: ServerResponse,
    { headers, query }: { headers: object; query: string },
  ) => {
    if (!query.includes('whoami')) return false;
    const assertion = (headers as Record<string, string>)['x-caller'] ?? '';
    void sleep(50).then(() => response.end(JSON.stringify({ data: { whoami: decodeJwt(assertion).sub ?? null } })));
    return true;
  };
  stack = await startStack({ subgraphs: { users: { ...users, intercept: slowly }, reviews } });
});
afterAll(() => stack.stop());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const assertionsOf = (name: string) => stack.subgraph(name).calls.map(({ headers }) => String(headers['x-caller']));

test('200 users who ask the same at once each see their own answer', async () => {
  const subjects = Array.from({ length: 200 }, (_, index) => `user-${index}`);
  const tokens = await Promise.all(subjects.map((sub) => stack.issuer.sign({ sub })));
  const answers = await Promise.all(tokens.map((token) => stack.ask('{ whoami }', { headers: bearer(token) })));
  expect(answers.map(({ data }) => data?.whoami)).toEqual(subjects);
});

test('each subgraph gets an assertion of its own, signed with its key, for 60 seconds', async () => {
  const token = await stack.issuer.sign({ sub: 'siti', org: 'o1', azp: 'app', scope: 'a b', role: 'admin' });
  await stack.ask('{ me { name reviews { stars } } }', { headers: bearer(token) });
  for (const name of ['users', 'reviews']) {
    const { payload } = await jwtVerify(assertionsOf(name).at(-1) ?? '', callerKeys(stack.secret).assertion, {
      algorithms: ['HS256'],
      issuer: 'gateway',
      audience: name,
    });
    expect(payload).toMatchObject({ sub: 'siti', org: 'o1', azp: 'app', scope: 'a b' });
    expect(payload).not.toHaveProperty('role');
    expect(Number(payload.exp) - Number(payload.iat)).toBe(60);
  }
});

test('an assertion is reused for 30 of its 60 seconds, per caller and subgraph', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
  const sign = signerOf(createSecretKey(randomBytes(32)));
  const caller = new Caller({ sub: 'reuse', scope: '' }, Number.POSITIVE_INFINITY);
  const first = caller.assertionFor('users', sign);
  vi.advanceTimersByTime(29_000);
  expect(caller.assertionFor('users', sign)).toBe(first);
  expect(caller.assertionFor('reviews', sign)).not.toBe(first);
  vi.advanceTimersByTime(2000);
  expect(caller.assertionFor('users', sign)).not.toBe(first);
  vi.useRealTimers();
});

test('a subgraph of ours learns the key that a token is bound to; one that is bound to none has none', () => {
  const sign = signerOf(createSecretKey(randomBytes(32)));
  const claimsOf = (binding: { boundTo?: string }) =>
    decodeJwt(new Caller({ sub: 'siti', scope: '' }, Number.POSITIVE_INFINITY, binding).assertionFor('users', sign));
  expect(claimsOf({ boundTo: 'thumbprint' })).toMatchObject({ sub: 'siti', jkt: 'thumbprint' });
  expect(claimsOf({})).not.toHaveProperty('jkt');
});

test('without a token the caller is anonymous: no sub, an empty scope', async () => {
  await stack.ask('{ me { name } }');
  const payload = decodeJwt(assertionsOf('users').at(-1) ?? '');
  expect(payload).toMatchObject({ iss: 'gateway', aud: 'users', scope: '' });
  expect(payload).not.toHaveProperty('sub');
});

test('identity headers of the client reach no subgraph', async () => {
  const forged = await new SignJWT({ sub: 'admin' }).setProtectedHeader({ alg: 'HS256' }).sign(randomBytes(32));
  await stack.ask('{ me { name } }', {
    headers: {
      'x-caller': forged,
      'x-user-id': 'admin',
      cookie: 'a=b',
      forwarded: 'for=1.1.1.1',
      'accept-language': 'id',
    },
  });
  const headers = stack.subgraph('users').calls.at(-1)?.headers ?? {};
  expect(Object.keys(headers).sort()).toEqual([
    'accept',
    'accept-language',
    'content-length',
    'content-type',
    'host',
    'traceparent',
    'x-caller',
    'x-deadline-ms',
    'x-request-id',
    'x-signature',
  ]);
  expect(headers['x-caller']).not.toBe(forged);
  expect(headers['accept-language']).toBe('id');
});

const refusals: [string, (good: string) => string | Promise<string>][] = [
  ['another scheme', () => 'Basic YTpi'],
  ['no token', () => 'Bearer'],
  ['something that is no JWT', () => 'Bearer a.b.c'],
  ['an altered token', (good) => `Bearer ${good.slice(0, -4)}AAAA`],
  ['an expired token', async () => `Bearer ${await stack.issuer.sign({ sub: 'x' }, { expiresIn: '-1m' })}`],
  ['another issuer', async () => `Bearer ${await stack.issuer.sign({ sub: 'x', iss: 'https://evil.test' })}`],
  ['another audience', async () => `Bearer ${await stack.issuer.sign({ sub: 'x', aud: 'other' })}`],
  ['no subject', async () => `Bearer ${await stack.issuer.sign({})}`],
  [
    'another key',
    async () => `Bearer ${await stack.issuer.sign({ sub: 'x' }, { key: (await generateKeyPair('ES256')).privateKey })}`,
  ],
  ['alg none', (good) => `Bearer ${segment({ alg: 'none' })}.${good.split('.')[1]}.`],
  ['alg none with a signature', (good) => `Bearer ${segment({ alg: 'none', kid: 'test' })}.${good.split('.')[1]}.AAAA`],
  ['HS256 with the public key', async (good) => `Bearer ${await confused(good)}`],
];

const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const confused = async (good: string) => {
  const signed = `${segment({ alg: 'HS256', kid: 'test' })}.${good.split('.')[1]}`;
  const publicKeys = await (await import('node:fs/promises')).readFile(new URL(stack.issuer.url), 'utf8');
  return `${signed}.${createHmac('sha256', publicKeys).update(signed).digest('base64url')}`;
};

test('a token by DPoP that is none is answered with a challenge of that scheme', async () => {
  for (const authorization of ['DPoP', 'DPoP a.b.c', 'dpop a.b.c']) {
    const response = await stack.post({ query: '{ me { name } }' }, { authorization });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(
      /^DPoP error="invalid_token", error_description="[\w .,:]+", algs="ES256"$/,
    );
  }
});

test.each(refusals)('%s is answered 401, before anything is executed', async (_name, authorizationOf) => {
  const authorization = await authorizationOf(await stack.issuer.sign({ sub: 'good' }));
  const before = stack.subgraph('users').calls.length;
  const response = await stack.post({ query: '{ me { name } }' }, { authorization });
  expect(response.status).toBe(401);
  // Only a token that was sent can be wrong.
  const isToken = authorization.startsWith('Bearer');
  const challenge = isToken ? /^Bearer error="invalid_token", error_description="[\w .,:]+"$/ : /^Bearer$/;
  expect(response.headers.get('www-authenticate')).toMatch(challenge);
  const { errors, data } = (await response.json()) as { errors: { extensions: object }[]; data?: object };
  expect([errors[0]?.extensions, data]).toEqual([{ code: 'UNAUTHENTICATED' }, undefined]);
  expect(stack.subgraph('users').calls.length).toBe(before);
});

test('a token that was valid is refused once it has expired, although it is cached', async () => {
  const headers = bearer(await stack.issuer.sign({ sub: 'short' }, { expiresIn: '1s' }));
  expect((await stack.ask('{ me { name } }', { headers })).errors).toBeUndefined();
  await sleep(1100);
  expect((await stack.ask('{ me { name } }', { headers })).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});

test.each([
  ['sub', 'siti\0'],
  ['org', 'a\ud800'],
  ['azp', '\uffff'],
])('a token whose %s no database can hold is no token', async (claim, value) => {
  const token = await stack.issuer.sign({ sub: 'siti', [claim]: value });
  const { errors } = await stack.ask('{ me { id } }', { headers: bearer(token) });
  expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});
