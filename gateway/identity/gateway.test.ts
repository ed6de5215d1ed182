import { createHmac } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askForToken, assertion, type ClientKey, clientKey } from '../../tests/testkit/client-key.ts';
import { frontend, siti, startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { signInParticipant } from '../../tests/testkit/login.ts';
import { people } from '../testkit/people.ts';
import { type Stack, startStack } from '../testkit/stack.ts';

const clientId = 'platform-1';

let identity: TestIdentity;
let stack: Stack;
let key: ClientKey;
beforeAll(async () => {
  identity = await startTestIdentity();
  key = await clientKey('key');
  await identity.clients.put({ id: clientId, name: 'P', kind: 'PLATFORM', organizationId: 'org-1', scopes: [] });
  await identity.clients.putKey(clientId, key.jwk);
  const env = { JWKS_URL: `${identity.issuer}/jwks`, TOKEN_ISSUER: identity.issuer };
  stack = await startStack({ subgraphs: people(), env });
});
afterAll(() => stack.stop());

const statusWith = async (token: string) =>
  (await stack.post({ query: '{ me { name } }' }, { authorization: `Bearer ${token}` })).status;
const clientToken = async () => {
  const client_assertion = await assertion({ issuer: identity.issuer, clientId, key });
  return (await askForToken(identity.issuer, { client_assertion })).access_token ?? '';
};
const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('the gateway knows the person who signed in, and the organisation whose client asked', async () => {
  const { tokens } = await signInParticipant(identity);
  const asked = await stack.ask('{ whoami }', { headers: { authorization: `Bearer ${tokens.access_token}` } });
  expect(decodeJwt(String(asked.data?.whoami))).toMatchObject({ sub: siti.subject, azp: frontend.id, scope: 'self' });
  expect(await statusWith(await clientToken())).toBe(200);
});

test('an id token, a token without signature and one signed with the public key are no access tokens', async () => {
  identity.clock.advance(60_000);
  const { tokens } = await signInParticipant(identity, 'openid');
  const [header = '', payload = ''] = (await clientToken()).split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
  const { keys } = (await (await fetch(`${identity.issuer}/jwks`)).json()) as { keys: object[] };
  const forged = [JSON.stringify({ keys }), JSON.stringify(keys[0])].map((secret) => {
    const signed = `${segment({ alg: 'HS256', kid, typ: 'at+jwt' })}.${payload}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  });
  const unsigned = `${segment({ alg: 'none', kid })}.${payload}.AAAA`;
  const foreign = await new SignJWT(JSON.parse(Buffer.from(payload, 'base64url').toString()))
    .setProtectedHeader({ alg: 'ES256', kid })
    .sign((await clientKey('foreign')).privateKey);
  for (const token of [tokens.id_token ?? '', unsigned, foreign, ...forged]) expect(await statusWith(token)).toBe(401);
});

test('keys rotate without a refused request: the gateway reads the new key before it is used', async () => {
  const before = await clientToken();
  const statuses = [await statusWith(before)];
  await identity.signingKeys.rotate();
  await identity.refresh();
  statuses.push(await statusWith(await clientToken()));
  expect(statuses).toEqual([200, 200]);
});

test('with the issuer down the gateway answers the anonymous and those whose token it knows', async () => {
  const known = await clientToken();
  const fresh = await clientToken();
  expect(await statusWith(known)).toBe(200);
  await identity.stop();
  expect((await stack.ask('{ me { name } }')).errors).toBeUndefined();
  expect(await statusWith(known)).toBe(200);
  // Its key is known, so no question to the issuer is needed.
  expect(await statusWith(fresh)).toBe(200);
});
