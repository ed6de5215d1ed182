import { createHmac } from 'node:crypto';
import { calculateJwkThumbprint, decodeJwt, SignJWT } from 'jose';
import * as oauth from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askForToken, assertion, type ClientKey, clientKey } from '../../tests/testkit/client-key.ts';
import { startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { discover } from '../../tests/testkit/login.ts';

const platform = { id: 'platform-1', name: 'Platform', kind: 'PLATFORM' as const, organizationId: 'org-platform' };
const portal = { id: 'portal-1', name: 'Portal', kind: 'PORTAL' as const, organizationId: 'org-portal' };
const MINUTE = 60_000;

let identity: TestIdentity;
let first: ClientKey;
let portalKey: ClientKey;
beforeAll(async () => {
  identity = await startTestIdentity();
  first = await clientKey('first');
  portalKey = await clientKey('portal');
  await identity.clients.put({ ...platform, scopes: ['enrollment:read', 'ledger:read'] });
  await identity.clients.put({ ...portal, scopes: ['alumni:search'] });
  await identity.clients.putKey(platform.id, first.jwk);
  await identity.clients.putKey(portal.id, portalKey.jwk);
});
afterAll(() => identity.stop());

const ask = async (
  key: ClientKey,
  { clientId = platform.id, scope = 'enrollment:read', jti = crypto.randomUUID() } = {},
) =>
  askForToken(identity.issuer, {
    client_assertion: await assertion({ issuer: identity.issuer, clientId, key, jti }),
    scope,
  });

test('a platform gets the scopes that it asked for', async () => {
  const answer = await ask(first, { scope: 'enrollment:read' });
  expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope: 'enrollment:read' });
  expect(answer.refresh_token).toBeUndefined();
  const claims = decodeJwt(answer.access_token ?? '');
  expect(claims).toMatchObject({
    iss: identity.issuer,
    aud: 'prakerja-graph',
    sub: platform.id,
    azp: platform.id,
    org: platform.organizationId,
    scope: 'enrollment:read',
  });
  expect(Number(claims.exp) - Number(claims.iat)).toBe(600);
});

test('a platform does not get a scope that its kind may not have, though it is registered for it', async () => {
  for (const scope of ['ledger:read', 'enrollment:read ledger:read'])
    expect(await ask(first, { scope })).toMatchObject({ error: 'invalid_scope' });
});

test('while a key is rotated the old and the new one are valid, afterwards the new one', async () => {
  const second = await clientKey('second');
  await identity.clients.putKey(platform.id, second.jwk);
  const until = new Date(identity.clock.now().getTime() + MINUTE);
  await identity.clients.putKey(platform.id, first.jwk, { until });
  expect([(await ask(first)).error, (await ask(second)).error]).toEqual([undefined, undefined]);
  identity.clock.advance(MINUTE);
  expect([(await ask(first)).error, (await ask(second)).error]).toEqual(['invalid_client', undefined]);
  first = second;
});

test('a key is not valid before its time', async () => {
  const later = await clientKey('later');
  const from = new Date(identity.clock.now().getTime() + 10 * MINUTE);
  await identity.clients.putKey(platform.id, later.jwk, { from });
  expect((await ask(later)).error).toBe('invalid_client');
  identity.clock.advance(10 * MINUTE);
  expect((await ask(later)).error).toBeUndefined();
});

test('another client’s key is refused, under its own or the other name', async () => {
  expect((await ask(portalKey)).error).toBe('invalid_client');
  expect((await ask({ ...portalKey, kid: first.kid })).error).toBe('invalid_client');
});

test('an assertion is used once, also by twenty requests at the same moment', async () => {
  const once = await assertion({ issuer: identity.issuer, clientId: platform.id, key: first });
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => askForToken(identity.issuer, { client_assertion: once })),
  );
  expect(answers.filter(({ access_token: token }) => token).length).toBe(1);
  expect((await askForToken(identity.issuer, { client_assertion: once })).error).toBe('invalid_client');
});

const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = () => Math.floor(Date.now() / 1_000);
const claims = () => ({
  iss: platform.id,
  sub: platform.id,
  aud: identity.issuer,
  jti: crypto.randomUUID(),
  exp: now() + 60,
});

const forgeries: [string, () => Promise<string> | string][] = [
  ['alg none', () => `${segment({ alg: 'none' })}.${segment(claims())}.`],
  [
    'HS256 with the public key',
    () => {
      const signed = `${segment({ alg: 'HS256', kid: first.kid })}.${segment(claims())}`;
      return `${signed}.${createHmac('sha256', JSON.stringify(first.jwk)).update(signed).digest('base64url')}`;
    },
  ],
  ['another audience', () => assertion({ issuer: 'https://evil.example', clientId: platform.id, key: first })],
  [
    'an expired one',
    () =>
      new SignJWT({ ...claims(), exp: now() - 60 })
        .setProtectedHeader({ alg: 'ES256', kid: first.kid })
        .sign(first.privateKey),
  ],
  ['an unknown client', () => assertion({ issuer: identity.issuer, clientId: 'nobody', key: first })],
];

test.each(forgeries)('%s is refused', async (_name, forge) => {
  expect((await askForToken(identity.issuer, { client_assertion: await forge() })).error).toBe('invalid_client');
});

const withLife = (times: { iat?: number | undefined; exp?: number; nbf?: number; jti?: string }) =>
  new SignJWT({ ...claims(), iat: now(), ...times })
    .setProtectedHeader({ alg: 'ES256', kid: first.kid })
    .sign(first.privateKey);
const errorFor = async (times: Parameters<typeof withLife>[0]) =>
  (await askForToken(identity.issuer, { client_assertion: await withLife(times) })).error ?? 'token';

test('an assertion lives for five minutes at most, whenever it says that it began', async () => {
  const begun = now();
  const outcomes = {
    fiveMinutes: await errorFor({ iat: begun, exp: begun + 300 }),
    aClockAhead: await errorFor({ iat: begun + 3, exp: begun + 300 }),
    aSecondMore: await errorFor({ iat: begun - 1, exp: begun + 300 }),
    anHour: await errorFor({ exp: begun + 3_600 }),
    aLongOneNearItsEnd: await errorFor({ iat: begun - 86_400, exp: begun + 60 }),
    aLongOneThatSaysNothing: await errorFor({ iat: undefined, exp: begun + 60 }),
    oneForLater: await errorFor({ iat: begun + 3_600, exp: begun + 3_700 }),
    forEver: await errorFor({ exp: Number.MAX_VALUE }),
    notYet: await errorFor({ nbf: begun + 60 }),
    aLongId: await errorFor({ jti: 'x'.repeat(257) }),
  };
  const refused = (name: string) => [name, 'invalid_client'];
  const [, , ...wrong] = Object.keys(outcomes);
  expect(outcomes).toEqual({ fiveMinutes: 'token', aClockAhead: 'token', ...Object.fromEntries(wrong.map(refused)) });
});

test('an organisation cannot use a person’s flow, nor a frontend client credentials', async () => {
  const url = `${identity.issuer}/auth?client_id=${platform.id}&response_type=code&scope=openid`;
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(400);
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'frontend' });
  const answer = await fetch(`${identity.issuer}/token`, { method: 'POST', body });
  expect(await answer.json()).toMatchObject({
    error_description: 'requested grant type is not allowed for this client',
  });
});

test('a suspended organisation gets no token, from the next request on', async () => {
  const own = { clientId: portal.id, scope: 'alumni:search' };
  expect((await ask(portalKey, own)).error).toBeUndefined();
  await identity.clients.setOrganizationStatus(portal.organizationId, 'SUSPENDED', { version: 2, at: new Date() });
  expect((await ask(portalKey, own)).error).toBe('invalid_client');
  expect((await ask(first)).error).toBeUndefined();
  await identity.clients.setOrganizationStatus(portal.organizationId, 'ACTIVE', { version: 3, at: new Date() });
  expect((await ask(portalKey, own)).error).toBeUndefined();
});

test('with DPoP the token is bound to the key of its proof; a client that must use it gets none without', async () => {
  const bound = { ...platform, id: 'platform-bound', scopes: ['enrollment:read'], requiresDpop: true };
  const key = await clientKey('bound');
  await identity.clients.put(bound);
  await identity.clients.putKey(bound.id, key.jwk);
  expect((await ask(key, { clientId: bound.id })).error).toBe('invalid_grant');
  const auth = oauth.PrivateKeyJwt({ key: key.privateKey, kid: key.kid });
  const config = await discover(identity, bound.id, auth);
  const pair = await oauth.randomDPoPKeyPair('ES256', { extractable: true });
  const tokens = await oauth.clientCredentialsGrant(
    config,
    { scope: 'enrollment:read' },
    { DPoP: oauth.getDPoPHandle(config, pair) },
  );
  const { cnf } = decodeJwt<{ cnf: { jkt: string } }>(tokens.access_token);
  const jwk = await crypto.subtle.exportKey('jwk', pair.publicKey);
  expect(cnf.jkt).toBe(await calculateJwkThumbprint(jwk as Parameters<typeof calculateJwkThumbprint>[0]));
  expect(tokens.token_type).toBe('dpop');
});

test('the resource need not be named; another one is refused', async () => {
  const client_assertion = await assertion({ issuer: identity.issuer, clientId: platform.id, key: first });
  const fields = { client_assertion, scope: 'enrollment:read', resource: 'https://other.example/' };
  expect((await askForToken(identity.issuer, fields)).error).toBe('invalid_target');
});
