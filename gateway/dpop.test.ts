import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { type Proof, ProofOfPossession } from './dpop.ts';
import { RequestRefusal } from './errors.ts';

const url = 'https://graph.example/graphql';
const token = 'header.payload.signature';
const ath = createHash('sha256').update(token).digest('base64url');

const makeKey = async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  return { privateKey, jwk, thumbprint: await calculateJwkThumbprint(jwk) };
};
const mine = await makeKey();
const other = await makeKey();

const nowS = () => Math.floor(Date.now() / 1_000);

const prove = ({
  key = mine,
  typ = 'dpop+jwt',
  ...claims
}: Record<string, unknown> & { key?: typeof mine; typ?: string } = {}) =>
  new SignJWT({ jti: crypto.randomUUID(), iat: nowS(), htm: 'POST', htu: url, ath, ...claims })
    .setProtectedHeader({ alg: 'ES256', typ, jwk: key.jwk })
    .sign(key.privateKey);

const check = (header: string | undefined, changes: Partial<Proof> = {}, proofs = new ProofOfPossession()) =>
  proofs.check({ header, method: 'POST', url, token, thumbprint: mine.thumbprint, ...changes }).then(
    () => 'accepted',
    (error: unknown) => (error instanceof RequestRefusal ? error.status : error),
  );

test('a fresh proof of the token’s key is accepted, with a query in its URL too', async () => {
  expect(await check(await prove())).toBe('accepted');
  expect(await check(await prove({ htu: `${url}?query=1#x` }))).toBe('accepted');
});

const refused: [string, () => Promise<string | undefined> | string | undefined][] = [
  ['no proof', () => undefined],
  ['something that is no proof', () => 'a.b.c'],
  ['a proof of another key', () => prove({ key: other })],
  ['a proof for another token', () => prove({ ath: 'x' })],
  ['a proof without a token', () => prove({ ath: undefined })],
  ['a proof for another method', () => prove({ htm: 'GET' })],
  ['a proof for another URL', () => prove({ htu: 'https://evil.example/graphql' })],
  ['a proof for another path', () => prove({ htu: 'https://graph.example/other' })],
  ['an old proof', () => prove({ iat: nowS() - 61 })],
  ['a proof from the future', () => prove({ iat: nowS() + 65 })],
  ['a proof without a time', () => prove({ iat: undefined })],
  ['a proof without an id', () => prove({ jti: undefined })],
  ['a token in place of a proof', () => prove({ typ: 'JWT' })],
  ['a proof whose signature is another’s', () => prove({ key: { ...mine, privateKey: other.privateKey } })],
];

test.each(refused)('%s is answered 401', async (_name, make) => {
  expect(await check(await make())).toBe(401);
});

test('a proof is accepted once, and may not come again as long as it is fresh', async () => {
  let aheadMs = 0;
  const proofs = new ProofOfPossession({ now: () => new Date(Date.now() + aheadMs) });
  const header = await prove({ iat: nowS() + 50 });
  expect([await check(header, {}, proofs), await check(header, {}, proofs)]).toEqual(['accepted', 401]);
  aheadMs = 100_000;
  expect(await check(header, {}, proofs)).toBe(401);
  expect(await check(await prove({ iat: nowS() + 100 }), {}, proofs)).toBe('accepted');
});

test('a proof is good once across a restart too: what was made before it is refused', async () => {
  let aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);
  const header = await prove();
  expect(await check(header, {}, new ProofOfPossession({ now }))).toBe('accepted');
  aheadMs = 3_000;
  const restarted = new ProofOfPossession({ now });
  expect(await check(header, {}, restarted)).toBe(401);
  expect(await check(await prove({ iat: nowS() + 3 }), {}, restarted)).toBe('accepted');
});
