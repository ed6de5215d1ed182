import { decodeJwt } from 'jose';
import * as oauth from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertion, type ClientKey, clientKey } from '../../tests/testkit/client-key.ts';
import { frontend, startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { beginLogin, signInParticipant } from '../../tests/testkit/login.ts';

const platform = { id: 'platform-1', name: 'Platform', kind: 'PLATFORM' as const, organizationId: 'org-1' };
const narrow = { id: 'narrow', name: 'Narrow', kind: 'FRONTEND' as const, redirectUris: [frontend.redirectUri] };

let identity: TestIdentity;
let key: ClientKey;
beforeAll(async () => {
  identity = await startTestIdentity();
  key = await clientKey('first');
  await identity.clients.put({ ...platform, scopes: ['enrollment:read', 'ledger:read'] });
  await identity.clients.putKey(platform.id, key.jwk);
  await identity.clients.put({ ...narrow, scopes: ['self'] });
});
afterAll(() => identity.stop());

/** Asks for a token by client credentials. */
const ask = async (scope: string) => {
  const fields = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertion({ issuer: identity.issuer, clientId: platform.id, key }),
    scope,
  };
  const response = await fetch(`${identity.issuer}/token`, { method: 'POST', body: new URLSearchParams(fields) });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};

const refused: [kind: string, scope: string][] = [
  ['unknown', 'enrollment:write'],
  ['of another kind of organisation', 'enrollment:read alumni:search'],
  ['registered, and not for its kind', 'ledger:read'],
  ['of its kind, and not registered', 'client:rotate'],
  ['of people', 'self'],
  ['of signing in', 'openid enrollment:read'],
  ['with an empty item', 'enrollment:read  enrollment:read'],
  ['with an empty item at the end', 'enrollment:read '],
  ['an empty item alone', ' '],
  ['with U+0000', 'enrollment:read\0'],
  ['with a control character', 'enrollment:read\tledger:read'],
  ['with a quote', '"enrollment:read"'],
  ['not ASCII', 'enrollment:réad'],
  ['too many', 'enrollment:read '.repeat(51).trim()],
  ['an object’s own member', 'constructor'],
  ['divided by commas', 'enrollment:read,enrollment:read'],
  ['divided by semicolons', 'enrollment:read;enrollment:read'],
  ['divided by line breaks', 'enrollment:read\nenrollment:read'],
  ['divided by no-break spaces', 'enrollment:read\u00a0enrollment:read'],
  ['divided by plus signs', 'enrollment:read+enrollment:read'],
  ['a list of JSON', '["enrollment:read"]'],
  ['with an empty item at the start', ' enrollment:read'],
  ['with a backslash', 'enrollment:read\\'],
  ['with DEL', 'enrollment:read\x7f'],
  ['with a byte-order mark', '\ufeffenrollment:read'],
  ['in capitals', 'ENROLLMENT:READ'],
  ['a wildcard', '*'],
];

test.each(refused)('a scope that is %s is invalid_scope at the token endpoint', async (_kind, scope) => {
  const { status, body } = await ask(scope);
  expect({ status, error: body.error, token: body.access_token }).toEqual({
    status: 400,
    error: 'invalid_scope',
    token: undefined,
  });
});

/** Asks with a body that no library would write. */
const askRaw = async (scope: string) => {
  const fields = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertion({ issuer: identity.issuer, clientId: platform.id, key }),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(`${identity.issuer}/token`, { method: 'POST', headers, body: `${fields}&${scope}` });
  return { status: response.status, ...((await response.json()) as Record<string, string>) };
};

test.each([
  ['twice', 'scope=enrollment:read&scope=client:rotate', 'invalid_request'],
  ['twice, the same', 'scope=enrollment:read&scope=enrollment:read', 'invalid_request'],
  ['as the members of a list', 'scope[]=enrollment:read&scope[]=client:rotate', 'invalid_scope'],
  ['as one member of a list', 'scope[]=enrollment:read', 'invalid_scope'],
  ['as numbered members', 'scope[0]=enrollment:read', 'invalid_scope'],
  ['as members with encoded brackets', 'scope%5B%5D=enrollment:read', 'invalid_scope'],
  ['under a name in the plural', 'scopes=enrollment:read', 'invalid_scope'],
  ['in bytes that are no UTF-8', 'scope=enrollment:read%FF', 'invalid_scope'],
  ['with half an escape', 'scope=enrollment:read%E0%A4%A', 'invalid_scope'],
  ['with a percent sign alone', 'scope=enrollment:read%', 'invalid_scope'],
])('a scope that is sent %s is refused, and never a smaller or larger list', async (_kind, scope, error) => {
  expect(await askRaw(scope)).toMatchObject({ status: 400, error });
});

test('the refusal names the scope', async () => {
  const { body } = await ask('enrollment:read alumni:search');
  expect(body).toEqual({
    error: 'invalid_scope',
    error_description: 'this scope is unknown, or not for this client',
    scope: 'alumni:search',
  });
});

test.each(['', 'enrollment:read', 'enrollment:read enrollment:read'])('the scope "%s" is taken', async (scope) => {
  const { body } = await ask(scope);
  expect(decodeJwt(body.access_token ?? '').scope ?? '').toBe(scope.split(' ')[0]);
});

const authorize = async (clientId: string, scope: string) => {
  const url = new URL(`${identity.issuer}/auth`);
  url.search = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: frontend.redirectUri,
    code_challenge: await oauth.calculatePKCECodeChallenge(oauth.randomPKCECodeVerifier()),
    code_challenge_method: 'S256',
    state: 'state-1',
    scope,
  }).toString();
  const response = await fetch(url, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? '', url);
};

test.each([
  ['unknown', 'openid nonsense'],
  ['not registered for it', 'openid participant:read'],
  ['with an empty item', 'openid  self'],
  ['with U+0000', 'openid self\0'],
  ['too many', Array.from({ length: 51 }, (_, index) => `scope-${index}`).join(' ')],
])('a frontend that asks for a scope that is %s is called back with invalid_scope', async (_kind, scope) => {
  const { origin, searchParams } = await authorize(narrow.id, scope);
  expect([origin, searchParams.get('error'), searchParams.get('state')]).toEqual([
    new URL(frontend.redirectUri).origin,
    'invalid_scope',
    'state-1',
  ]);
});

test('a frontend that asks for what it may have goes on to the sign-in', async () => {
  expect((await authorize(narrow.id, 'openid self')).pathname).toMatch(/^\/login\//);
});

test('a refresh token brings no further scope', async () => {
  const { login, tokens } = await signInParticipant(identity, 'openid');
  const wider = oauth.refreshTokenGrant(login.config, tokens.refresh_token ?? '', { scope: 'openid self' });
  await expect(wider).rejects.toMatchObject({ error: 'invalid_scope' });
});

test('a frontend need not know who signs in: the token says which of its scopes the person has', async () => {
  identity.clock.advance(31_000);
  const { tokens } = await signInParticipant(identity, 'openid self participant:read');
  expect(tokens.scope?.split(' ')).toEqual(['self']);
  expect((await beginLogin(identity, 'openid self participant:read')).url.pathname).toMatch(/^\/login\//);
});
