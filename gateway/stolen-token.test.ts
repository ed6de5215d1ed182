import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import * as oauth from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { clientKey } from '../tests/testkit/client-key.ts';
import { startTestIdentity, type TestIdentity } from '../tests/testkit/identity.ts';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

const publicUrl = 'https://graph.example/graphql';
const clientId = 'platform-bound';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

let identity: TestIdentity;
let stack: Stack;
let mine: Keys;
let thiefs: Keys;
let token: string;

/** A token that the issuer bound to `mine`, as a partner with `private_key_jwt` gets it. */
const boundToken = async () => {
  const key = await clientKey('key');
  const about = { name: 'P', kind: 'PLATFORM', organizationId: 'org-1', scopes: [], requiresDpop: true } as const;
  await identity.clients.put({ id: clientId, ...about });
  await identity.clients.putKey(clientId, key.jwk);
  const auth = oauth.PrivateKeyJwt({ key: key.privateKey, kid: key.kid });
  const execute = [oauth.allowInsecureRequests];
  const config = await oauth.discovery(new URL(identity.issuer), clientId, undefined, auth, { execute });
  return (await oauth.clientCredentialsGrant(config, {}, { DPoP: oauth.getDPoPHandle(config, mine) })).access_token;
};

beforeAll(async () => {
  identity = await startTestIdentity();
  [mine, thiefs] = await Promise.all(
    [1, 2].map(() => generateKeyPair('ES256', { extractable: true })) as [never, never],
  );
  token = await boundToken();
  const env = { JWKS_URL: `${identity.issuer}/jwks`, TOKEN_ISSUER: identity.issuer, PUBLIC_URL: publicUrl };
  stack = await startStack({ subgraphs: people(), env });
});
afterAll(async () => {
  await stack.stop();
  await identity.stop();
});

const proofBy = async ({ publicKey, privateKey }: Keys, htm = 'POST') =>
  new SignJWT({
    jti: crypto.randomUUID(),
    htm,
    htu: publicUrl,
    ath: createHash('sha256').update(token).digest('base64url'),
  })
    .setIssuedAt()
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(publicKey) })
    .sign(privateKey);

const answerWith = (headers: Record<string, string>) => stack.post({ query: '{ me { name } }' }, headers);
const statusWith = async (headers: Record<string, string>) => (await answerWith(headers)).status;

test('a token that is bound to a key is good with a proof of that key, once for each proof', async () => {
  const headers = { authorization: `DPoP ${token}`, dpop: await proofBy(mine) };
  expect([await statusWith(headers), await statusWith(headers)]).toEqual([200, 401]);
  expect(await statusWith({ ...headers, dpop: await proofBy(mine) })).toBe(200);
});

test('a stolen token is refused with another key, with an old proof, without one and as a bearer', async () => {
  const authorization = `DPoP ${token}`;
  const answers = [
    await statusWith({ authorization, dpop: await proofBy(thiefs) }),
    await statusWith({ authorization, dpop: await proofBy(mine, 'GET') }),
    await statusWith({ authorization }),
    await statusWith({ authorization: `Bearer ${token}` }),
    await statusWith({ authorization: `Bearer ${token}`, dpop: await proofBy(mine) }),
  ];
  expect(answers).toEqual([401, 401, 401, 401, 401]);
});

test('the challenge says whether token or proof is wrong', async () => {
  const challenge = async (headers: Record<string, string>) =>
    (await answerWith(headers)).headers.get('www-authenticate');
  const authorization = `DPoP ${token}`;
  expect(await challenge({ authorization })).toBe('DPoP error="invalid_dpop_proof", algs="ES256"');
  expect(await challenge({ authorization, dpop: await proofBy(thiefs) })).toContain('invalid_dpop_proof');
  expect(await challenge({ authorization: `Bearer ${token}` })).toBe(
    'Bearer error="invalid_token", error_description="The token is bound to a key: send it by DPoP.", DPoP algs="ES256"',
  );
});

test('a token that is bound to no key is a bearer, and nothing else', async () => {
  const unbound = await stack.issuer.sign({ sub: 'siti' });
  const own = await startStack({ subgraphs: people() });
  const sign = await own.issuer.sign({ sub: 'siti' });
  const ask = (authorization: string) => own.post({ query: '{ me { name } }' }, { authorization });
  expect([(await ask(`Bearer ${sign}`)).status, (await ask(`DPoP ${sign}`)).status]).toEqual([200, 401]);
  expect((await ask(`Bearer ${unbound}`)).status).toBe(401);
  await own.stop();
});

/** How the gateway answers `connection_init`: the type of its message, or the code with which it closes the socket. */
const connect = (payload: object) =>
  new Promise<unknown>((resolve) => {
    const socket = new WebSocket(stack.url.replace('http', 'ws'), 'graphql-transport-ws');
    socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload })));
    socket.once('message', (message) => {
      resolve(JSON.parse(String(message)).type);
      socket.close();
    });
    socket.once('close', resolve);
  });

test('over WebSocket the proof comes with the token', async () => {
  const authorization = `DPoP ${token}`;
  expect(await connect({ authorization, dpop: await proofBy(mine, 'GET') })).toBe('connection_ack');
  expect(await connect({ authorization, dpop: await proofBy(thiefs, 'GET') })).toBe(4401);
  expect(await connect({ authorization })).toBe(4401);
  expect(await connect({ authorization: `Bearer ${token}` })).toBe(4401);
});

test('the token names the key that it is bound to', async () => {
  const [, payload = ''] = token.split('.');
  const { cnf } = JSON.parse(Buffer.from(payload, 'base64url').toString());
  expect(cnf.jkt).toBe(await calculateJwkThumbprint(await exportJWK(mine.publicKey)));
});
