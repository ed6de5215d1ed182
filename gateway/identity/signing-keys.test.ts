import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askForToken, assertion, type ClientKey, clientKey } from '../../tests/testkit/client-key.ts';
import { startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { Cipher } from './cipher.ts';
import { KEPT_AFTER_USE_MS, PUBLISHED_BEFORE_USE_MS, SigningKeys } from './signing-keys.ts';

const DAY = 86_400_000;
/** Between rotations: several pass before the first key leaves the set. */
const PAUSE_MS = 4 * 60_000;
const clientId = 'platform-1';

let identity: TestIdentity;
let key: ClientKey;
beforeAll(async () => {
  identity = await startTestIdentity({ SIGNING_KEY_DAYS: '30' });
  key = await clientKey('key');
  await identity.clients.put({ id: clientId, name: 'P', kind: 'PLATFORM', organizationId: 'o', scopes: [] });
  await identity.clients.putKey(clientId, key.jwk);
});
afterAll(() => identity.stop());

const keySet = async () => (await (await fetch(`${identity.issuer}/jwks`)).json()) as JSONWebKeySet;
const publishedKids = async () => (await keySet()).keys.map(({ kid }) => kid);
const token = async () => {
  const client_assertion = await assertion({ issuer: identity.issuer, clientId, key });
  return (await askForToken(identity.issuer, { client_assertion })).access_token ?? '';
};
const kidOf = (jwt: string) => decodeProtectedHeader(jwt).kid;

test('the key set holds public keys only', async () => {
  const { keys } = await keySet();
  expect(keys.map((jwk) => Object.keys(jwk).sort())).toEqual([['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']]);
});

test('a key is published an hour before it signs, and leaves when the last token of it has expired', async () => {
  const [old] = await publishedKids();
  identity.clock.advance(30 * DAY + 1_000);
  await identity.refresh();
  const [signing, coming] = await publishedKids();
  expect([signing, kidOf(await token())]).toEqual([old, old]);
  expect(coming).toBeTruthy();
  const lastOfOld = await token();
  identity.clock.advance(PUBLISHED_BEFORE_USE_MS);
  await identity.refresh();
  expect(kidOf(await token())).toBe(coming);
  expect(await publishedKids()).toEqual([coming, old]);
  await jwtVerify(lastOfOld, createLocalJWKSet(await keySet()), { algorithms: ['ES256'] });
  identity.clock.advance(KEPT_AFTER_USE_MS + 1_000);
  await identity.refresh();
  await identity.refresh();
  expect(await publishedKids()).toEqual([coming]);
});

test('while keys rotate no request fails, and every token verifies by the keys of its moment', async () => {
  let isRotating = true;
  let asked = 0;
  const failed: unknown[] = [];
  const client = async () => {
    while (isRotating) {
      asked += 1;
      const jwt = await token();
      await jwtVerify(jwt, createLocalJWKSet(await keySet()), { algorithms: ['ES256'] }).catch((error) =>
        failed.push(error),
      );
    }
  };
  const clients = [client(), client(), client()];
  const kids = new Set<string | undefined>();
  for (let round = 0; round < 5; round += 1) {
    await identity.signingKeys.rotate(new Date(identity.clock.now().getTime() + PAUSE_MS));
    await identity.refresh();
    identity.clock.advance(PAUSE_MS);
    await identity.refresh();
    kids.add(kidOf(await token()));
    const before = asked;
    while (asked < before + 3) await nextTurn();
  }
  isRotating = false;
  await Promise.all(clients);
  expect(kids.size).toBe(5);
  expect(asked).toBeGreaterThan(10);
  expect(failed).toEqual([]);
});

test('several processes that start together make one key', async () => {
  await identity.pool.query('delete from signing_key');
  const cipher = new Cipher({ current: '1', keys: { 1: randomBytes(32).toString('base64url') }, index: '' });
  const options = { pool: identity.pool, cipher, surroundings: { now: () => new Date(), randomBytes }, days: 90 };
  const sets = await Promise.all(Array.from({ length: 5 }, () => new SigningKeys(options).current()));
  expect(new Set(sets.map((keys) => keys.map(({ kid }) => kid).join())).size).toBe(1);
  const { rows } = await identity.pool.query<{ sealed: Buffer }>('select sealed_jwk as sealed from signing_key');
  expect(rows.length).toBe(1);
  expect(rows[0]?.sealed.toString('latin1')).not.toContain('"d"');
});
