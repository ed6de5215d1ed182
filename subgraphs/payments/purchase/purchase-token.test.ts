import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { asSelf, openPurchases, signedByAnother } from '../../../tests/testkit/purchases.ts';

const shop = await openPurchases();
const { key, recipients, claimsOf, seat, entries, clock } = shop;
const [siti = ''] = await recipients(1);

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;

const header = { alg: 'ES256', kid: key.kid, typ: 'purchase+jwt' };
const goodToken = () => seat(siti).token;
const claims = () => decode(goodToken().split('.')[1]);

const privateKey = createPrivateKey({ key, format: 'jwk' });
const es256 = (text: string) => sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });

/** A token that training's key signs, whatever it says. */
const signed = (changes: object = {}, head: object = header) => {
  const text = `${encode(head)}.${encode({ ...claims(), ...changes })}`;
  return `${text}.${es256(text).toString('base64url')}`;
};

/** Signed by HS256 with what everybody knows of the key. */
const confused = () => {
  const text = `${encode({ ...header, alg: 'HS256' })}.${encode(claims())}`;
  const { d: _private, ...known } = key;
  const pem = createPublicKey({ key: known, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
};

const der = () => {
  const text = `${encode(header)}.${encode(claims())}`;
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
};

const parts = () => goodToken().split('.') as [string, string, string];
const altered = (change: object) => {
  const [head, , signature] = parts();
  return `${head}.${encode({ ...claims(), ...change })}.${signature}`;
};
const other = () => signedByAnother(claimsOf(siti), key.kid);
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const bad: Record<string, () => string> = {
  'no text': () => '',
  'one word': () => 'token',
  'two parts': () => parts().slice(0, 2).join('.'),
  'four parts': () => `${goodToken()}.x`,
  'no signature': () => `${parts()[0]}.${parts()[1]}.`,
  'alg none': () => `${encode({ ...header, alg: 'none' })}.${encode(claims())}.`,
  'alg none, with the signature of another': () => `${encode({ ...header, alg: 'none' })}.${parts()[1]}.${parts()[2]}`,
  'HS256 with the public key': confused,
  'alg ES384 in the header': () => signed({}, { ...header, alg: 'ES384' }),
  RS256: () => {
    const text = `${encode({ ...header, alg: 'RS256' })}.${encode(claims())}`;
    return `${text}.${sign('sha256', Buffer.from(text), rsa).toString('base64url')}`;
  },
  'a signature in DER': der,
  'an unknown kid': () => signed({}, { ...header, kid: 'other' }),
  'another type': () => signed({}, { ...header, typ: 'JWT' }),
  'a critical extension': () => signed({}, { ...header, crit: ['b64'], b64: false }),
  'a key in the header': () => signed({}, { ...header, jwk: key }),
  'the key of another under the same kid': other,
  'another audience': () => signed({ aud: 'jobs' }),
  'a list of audiences': () => signed({ aud: ['payments'] }),
  'another issuer': () => signed({ iss: 'payments' }),
  'another jti': () => signed({ jti: crypto.randomUUID() }),
  'another subject': () => signed({ sub: crypto.randomUUID() }),
  'an altered price': () => altered({ price: 1 }),
  'an altered participant': () => altered({ participant: crypto.randomUUID(), sub: crypto.randomUUID() }),
  'an altered expiry': () => altered({ exp: 9_999_999_999 }),
  'a price of nothing': () => signed({ price: 0 }),
  'a price below nothing': () => signed({ price: -600_000 }),
  'half a rupiah': () => signed({ price: 0.5 }),
  'a price beyond every number': () => signed({ price: 2 ** 60 }),
  'no expiry': () => signed({ exp: undefined }),
  'an expiry in words': () => signed({ exp: 'never' }),
  'issued tomorrow': () => signed({ iat: Math.floor(clock.now().getTime() / 1_000) + 86_400 }),
  'another spelling of the signature': () => `${goodToken()}=`,
  'an oversized one': () => signed({ note: 'x'.repeat(3_000) }),
  'a megabyte of dots': () => '.'.repeat(1_000_000),
};

test.each(Object.entries(bad))('%s is TOKEN_INVALID, and nothing is posted', async (_name, token) => {
  const before = await entries();
  expect(await shop.requestCode(token(), asSelf(siti))).toBe('TOKEN_INVALID');
  expect(await shop.authorize(token(), asSelf(siti), { code: '123456' })).toBe('TOKEN_INVALID');
  expect(await entries()).toBe(before);
});

test('a token is good until its end, and no moment longer', async () => {
  const own = seat(siti, { price: 1_000n });
  const late = seat(siti);
  clock.advance(15 * 60_000 - 5_000);
  expect(await shop.buy(own)).toBe('HELD');
  // A token that is known already ends as well.
  expect(await shop.requestCode(late.token, asSelf(siti))).toBe('DONE');
  clock.advance(5_000);
  const before = await entries();
  expect(await shop.requestCode(late.token, asSelf(siti))).toBe('TOKEN_EXPIRED');
  expect(await shop.authorize(late.token, asSelf(siti), { code: '123456' })).toBe('TOKEN_EXPIRED');
  expect(await entries()).toBe(before);
});
