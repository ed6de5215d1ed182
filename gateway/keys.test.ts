import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Authenticate, Caller, createAuthenticate } from './caller.ts';
import { RequestRefusal } from './errors.ts';

const { publicKey, privateKey } = await generateKeyPair('ES256');
const rules = { issuer: 'i', audience: 'a' };
let fetched = 0;
let isDown = false;
const server = createServer(async (_request, response) => {
  fetched++;
  if (isDown) response.writeHead(500).end();
  else response.end(JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'known', alg: 'ES256' }] }));
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
});
afterAll(() => {
  server.close();
});

const sign = (kid: string) =>
  new SignJWT({ sub: 'x', iss: 'i', aud: 'a' })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey);
const outcome = async (authenticate: Authenticate, kid: string) => {
  try {
    return await authenticate(`Bearer ${await sign(kid)}`);
  } catch (error) {
    return error instanceof RequestRefusal ? error.status : error;
  }
};

test('1,000 tokens with random key ids fetch the keys once', async () => {
  fetched = 0;
  const authenticate = createAuthenticate({ ...rules, jwksUrl: url });
  expect(await outcome(authenticate, 'known')).toBeInstanceOf(Caller);
  const refused = await Promise.all(
    Array.from({ length: 1000 }, (_, index) => outcome(authenticate, `random-${index}`)),
  );
  expect(new Set(refused)).toEqual(new Set([401]));
  expect(fetched).toBe(1);
});

test('keys that cannot be fetched are a 503, not a refusal of the token', async () => {
  isDown = true;
  expect(await outcome(createAuthenticate({ ...rules, jwksUrl: url }), 'known')).toBe(503);
  expect(await outcome(createAuthenticate({ ...rules, jwksUrl: 'http://127.0.0.1:1/jwks' }), 'known')).toBe(503);
  expect(await outcome(createAuthenticate({ ...rules, jwksUrl: 'file:///nowhere/jwks.json' }), 'known')).toBe(503);
  isDown = false;
});

test('no more verified tokens are kept than the cache holds', async () => {
  const authenticate = createAuthenticate({ ...rules, jwksUrl: url, cacheSize: 2 });
  const tokens = await Promise.all(['1', '2', '3'].map(() => sign('known')));
  const headers = tokens.map((token) => `Bearer ${token}`);
  for (const header of headers) await authenticate(header);
  const [first, , third] = headers.map((header) => authenticate(header));
  expect(first).toBeInstanceOf(Promise);
  expect(third).toBeInstanceOf(Caller);
});
