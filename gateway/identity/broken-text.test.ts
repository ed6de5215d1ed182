import { request } from 'node:http';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClientKey, clientKey } from '../../tests/testkit/client-key.ts';
import { frontend, officer, startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { askForCode, beginLogin, signInParticipant } from '../../tests/testkit/login.ts';

const platform = { id: 'platform-1', name: 'Platform', kind: 'PLATFORM' as const, organizationId: 'org-1' };

let identity: TestIdentity;
let key: ClientKey;
beforeAll(async () => {
  identity = await startTestIdentity();
  key = await clientKey('first');
  await identity.clients.put({ ...platform, scopes: ['enrollment:read'] });
  await identity.clients.putKey(platform.id, key.jwk);
});
afterAll(() => identity.stop());

/** What the answer says, with its status; `redirect` is the error that the frontend is called back with. */
const outcomeOf = async (response: Response) => {
  const location = response.headers.get('location');
  const error = location ? new URL(location, response.url).searchParams.get('error') : undefined;
  return error ? `redirect ${error}` : String(response.status);
};

const authorize = (changes: Record<string, string>) => {
  const query = new URLSearchParams({
    client_id: frontend.id,
    response_type: 'code',
    redirect_uri: frontend.redirectUri,
    scope: 'openid self',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
    ...changes,
  });
  return fetch(`${identity.issuer}/auth?${query}`, { redirect: 'manual' });
};

test.each([
  [{ client_id: 'front\0end' }, '400'],
  [{ redirect_uri: `${frontend.redirectUri}\0` }, '400'],
  [{ response_type: 'code\0' }, 'redirect unsupported_response_type'],
  [{ scope: 'openid\0' }, 'redirect invalid_scope'],
  [{ state: 'a\0b' }, 'redirect invalid_request'],
  [{ nonce: 'a\0b' }, 'redirect invalid_request'],
  [{ login_hint: 'a\0b' }, 'redirect invalid_request'],
  [{ ui_locales: 'id\0' }, 'redirect invalid_request'],
  [{ acr_values: '\0' }, 'redirect invalid_request'],
  [{ code_challenge: `${'a'.repeat(42)}\0` }, 'redirect invalid_request'],
  [{ resource: 'urn:prakerja:graph\0' }, 'redirect invalid_target'],
  [{ nothing: '\0' }, '303'],
])('U+0000 in the query of the authorization endpoint is bad input: %j', async (changes, outcome) => {
  expect(await outcomeOf(await authorize(changes))).toBe(outcome);
});

const assertionBy = (claims: Record<string, string>) =>
  new SignJWT({ jti: crypto.randomUUID(), iss: platform.id, sub: platform.id, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid })
    .setAudience(identity.issuer)
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(key.privateKey);

const clientCredentials = async (changes: Record<string, string>, claims: Record<string, string> = {}) => ({
  grant_type: 'client_credentials',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: await assertionBy(claims),
  scope: 'enrollment:read',
  ...changes,
});

const ofFrontend = { client_id: frontend.id, redirect_uri: frontend.redirectUri };

const bodies: [string, () => Promise<Record<string, string>>, number][] = [
  ['the kind of grant', () => clientCredentials({ grant_type: 'client_credentials\0' }), 400],
  ['the scope', () => clientCredentials({ scope: 'enrollment:read\0' }), 400],
  ['the resource', () => clientCredentials({ resource: 'urn:prakerja:graph\0' }), 400],
  ['the kind of assertion', () => clientCredentials({ client_assertion_type: '\0' }), 400],
  ['the assertion', () => clientCredentials({ client_assertion: 'a\0.b.c' }), 400],
  ['the client of the assertion', () => clientCredentials({}, { iss: 'p\0', sub: 'p\0' }), 401],
  ['the id of the client', async () => ({ grant_type: 'authorization_code', client_id: 'a\0', code: 'x' }), 401],
  ['the code', async () => ({ ...ofFrontend, grant_type: 'authorization_code', code: 'x\0', code_verifier: 'v' }), 400],
  [
    'the verifier',
    async () => ({ ...ofFrontend, grant_type: 'authorization_code', code: 'x', code_verifier: '\0' }),
    400,
  ],
  ['the refresh token', async () => ({ ...ofFrontend, grant_type: 'refresh_token', refresh_token: 'x\0' }), 400],
];

test.each(bodies)('U+0000 in %s is bad input at the token endpoint', async (_name, fieldsOf, status) => {
  const body = new URLSearchParams(await fieldsOf());
  expect((await fetch(`${identity.issuer}/token`, { method: 'POST', body })).status).toBe(status);
});

test('U+0000 in the id of an assertion is an id like another, and good once', async () => {
  const fields = new URLSearchParams(await clientCredentials({}, { jti: 'a\0b' }));
  const ask = async () => (await fetch(`${identity.issuer}/token`, { method: 'POST', body: fields })).status;
  expect([await ask(), await ask()]).toEqual([200, 401]);
});

test('U+0000 in a token to revoke, and in a sign-out, is bad input', async () => {
  const body = new URLSearchParams({ client_id: frontend.id, token: 'x\0' });
  expect((await fetch(`${identity.issuer}/token/revocation`, { method: 'POST', body })).status).toBe(200);
  const query = new URLSearchParams({
    client_id: 'x\0',
    post_logout_redirect_uri: 'https://app.example/\0',
    state: '\0',
  });
  expect((await fetch(`${identity.issuer}/session/end?${query}`)).status).toBe(400);
  expect((await fetch(`${identity.issuer}/session/end?state=%00`)).status).toBe(400);
});

test('U+0000 in a sign-in form is a wrong value', async () => {
  const { browser, url } = await beginLogin(identity);
  const post = async (fields: Record<string, string>) => (await browser.post(url, fields)).status;
  expect(await post({ step: 'phone\0' })).toBe(400);
  expect(await post({ step: 'phone', phone: '0812\0' })).toBe(422);
  expect(await post({ step: 'password', email: 'a\0@b.example', password: 'x' })).toBe(422);
  expect(await post({ step: 'password', email: officer.email, password: 'x\0' })).toBe(422);
  await askForCode(identity, { browser, url } as never);
  expect(await post({ step: 'code', code: '1\0' })).toBe(422);
  const asked = async (query: string) => (await browser.request(`${url}${query}`)).status;
  expect([await asked('?as=%00'), await asked('?language=%00'), await asked('%00')]).toEqual([200, 200, 404]);
});

const rawStatus = (headers: Record<string, string>) =>
  new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(identity.issuer);
    const sent = request({ hostname, port, path: '/.well-known/openid-configuration' });
    for (const [name, value] of Object.entries(headers)) sent.setHeader(name, value);
    sent.once('response', ({ statusCode = 0 }) => resolve(statusCode)).once('error', reject);
    sent.end();
  });

test('what a header may hold breaks nothing', async () => {
  identity.clock.advance(31_000);
  const { tokens } = await signInParticipant(identity);
  expect(tokens.access_token).toBeDefined();
  expect(await rawStatus({ cookie: '_session=%00; _device=%00', 'accept-language': '\xff', origin: '%00' })).toBe(200);
});
