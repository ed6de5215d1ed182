import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Authenticate, Caller, createAuthenticate } from './caller.ts';
import { RequestRefusal } from './errors.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const pairs = Object.fromEntries(
  await Promise.all(['first', 'second'].map(async (kid) => [kid, await generateKeyPair('ES256')] as const)),
);

let issuer: Server | undefined;
let port = 0;
let published: string[];
let fetched: number;
let clock: number;
let warnings: object[];
let authenticate: Authenticate;

const startIssuer = async (...kids: string[]) => {
  published = kids;
  issuer = createServer(async (_request, response) => {
    fetched += 1;
    const keys = published.map(async (kid) => ({ ...(await exportJWK(pairs[kid]?.publicKey as CryptoKey)), kid }));
    response.end(JSON.stringify({ keys: await Promise.all(keys) }));
  }).listen(port, '127.0.0.1');
  await once(issuer, 'listening');
  port = (issuer.address() as AddressInfo).port;
};
const stopIssuer = async () => {
  issuer?.closeAllConnections();
  await new Promise((resolve) => issuer?.close(resolve));
};

beforeEach(async () => {
  port = 0;
  fetched = 0;
  clock = 1_800_000_000_000;
  warnings = [];
  await startIssuer('first');
  authenticate = createAuthenticate({
    jwksUrl: `http://127.0.0.1:${port}/jwks`,
    issuer: 'i',
    audience: 'a',
    now: () => clock,
    log: { warn: (details) => void warnings.push(details) },
  });
});
afterEach(stopIssuer);

/** What a new token of this key id is answered. */
const outcome = async (kid: string): Promise<string | number> => {
  const iat = Math.floor(clock / 1_000);
  const token = await new SignJWT({ sub: 'x', iss: 'i', aud: 'a', iat, exp: iat + 600, jti: crypto.randomUUID() })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
    .sign((pairs[kid] ?? pairs.second)?.privateKey as CryptoKey);
  try {
    return (await authenticate(`Bearer ${token}`)) instanceof Caller ? 'taken' : 'not taken';
  } catch (error) {
    if (!(error instanceof RequestRefusal)) throw error;
    return error.status === 503 ? `503, again in ${error.headers['retry-after']} s` : error.status;
  }
};
const outcomeAfter = (ms: number, kid: string) => {
  clock += ms;
  return outcome(kid);
};

test('while the issuer is away new tokens of known keys are taken for a day, with a warning every ten minutes', async () => {
  expect(await outcome('first')).toBe('taken');
  await stopIssuer();
  expect(await outcomeAfter(11 * MINUTE, 'first')).toBe('taken');
  expect(await outcomeAfter(MINUTE, 'first')).toBe('taken');
  expect(warnings).toMatchObject([{ ageS: 660, keptForS: 86_400 }]);
  expect(await outcomeAfter(10 * MINUTE, 'first')).toBe('taken');
  expect(warnings.length).toBe(2);
  expect(await outcomeAfter(23 * HOUR, 'first')).toBe('taken');
  expect(await outcomeAfter(HOUR, 'first')).toBe('503, again in 5 s');
  await startIssuer('first');
  expect(await outcomeAfter(1_000, 'first')).toBe('taken');
});

test('a token of an unknown key waits while the issuer is away, and is judged when it is back', async () => {
  await outcome('first');
  await stopIssuer();
  expect(await outcomeAfter(11 * MINUTE, 'second')).toBe('503, again in 5 s');
  expect(await outcomeAfter(100, 'second')).toBe('503, again in 5 s');
  await startIssuer('first', 'second');
  expect(await outcomeAfter(5_000, 'second')).toBe('taken');
  expect(await outcomeAfter(30_000, 'third')).toBe(401);
});

test('when the issuer is back its set replaces the old one at once: a key that is gone opens nothing any more', async () => {
  const token = await new SignJWT({ sub: 'x', iss: 'i', aud: 'a', iat: clock / 1_000, exp: clock / 1_000 + 900 })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'first' })
    .sign(pairs.first?.privateKey as CryptoKey);
  await authenticate(`Bearer ${token}`);
  await stopIssuer();
  expect(await outcomeAfter(11 * MINUTE, 'first')).toBe('taken');
  await startIssuer('second');
  expect(await outcomeAfter(5_000, 'first')).toBe(401);
  expect(await outcome('second')).toBe('taken');
  // A token that was verified before is verified again.
  await expect(async () => authenticate(`Bearer ${token}`)).rejects.toMatchObject({ status: 401 });
});

test('1,000 random key ids are one fetch a cooldown, whether the issuer answers or not', async () => {
  await outcome('first');
  clock += MINUTE;
  const flood = async () => new Set(await Promise.all(Array.from({ length: 1_000 }, (_, at) => outcome(`key-${at}`))));
  expect([await flood(), await flood()]).toEqual([new Set([401]), new Set([401])]);
  expect(fetched).toBe(2);
  await stopIssuer();
  clock += MINUTE;
  expect([await flood(), await flood()]).toEqual([new Set(['503, again in 5 s']), new Set(['503, again in 5 s'])]);
  expect(await outcome('first')).toBe('taken');
});

test('an issuer that accepts connections and says nothing holds a known key up for half a second at most', async () => {
  await outcome('first');
  await stopIssuer();
  issuer = createServer(() => undefined).listen(port, '127.0.0.1');
  await once(issuer, 'listening');
  const waits: number[] = [];
  for (let tries = 0; tries < 3; tries += 1) {
    const startedMs = performance.now();
    expect(await outcomeAfter(11 * MINUTE, 'first')).toBe('taken');
    waits.push(performance.now() - startedMs);
  }
  expect(Math.min(...waits)).toBeLessThan(1_500);
});
