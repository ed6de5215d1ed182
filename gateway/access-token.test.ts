import { type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Authenticate, Caller, createAuthenticate } from './caller.ts';
import { RequestRefusal } from './errors.ts';
import { createIssuer } from './testkit/stack.ts';

const NOW_S = 1_800_000_000;
const MINUTE_S = 60;

let issuer: Awaited<ReturnType<typeof createIssuer>>;
let authenticate: Authenticate;
beforeAll(async () => {
  issuer = await createIssuer();
  authenticate = createAuthenticate({
    jwksUrl: issuer.url,
    issuer: 'https://prakerja.test',
    audience: 'prakerja-graph',
    now: () => NOW_S * 1_000,
  });
});
afterAll(() => issuer.remove());

const good = {
  iss: 'https://prakerja.test',
  aud: 'prakerja-graph',
  sub: 'siti',
  iat: NOW_S - 10,
  exp: NOW_S + 10 * MINUTE_S,
};

const outcomeOf = async (claims: object, header: Partial<JWTHeaderParameters> = {}) => {
  const payload: Record<string, unknown> = { ...good, ...claims };
  const token = await new SignJWT(payload as JWTPayload)
    .setProtectedHeader({ alg: 'ES256', kid: 'test', typ: 'at+jwt', ...header })
    .sign(issuer.privateKey);
  try {
    return await authenticate(`Bearer ${token}`);
  } catch (error) {
    return error instanceof RequestRefusal ? error.status : error;
  }
};

test.each<[string, object, Partial<JWTHeaderParameters>?]>([
  ['ten minutes', {}],
  ['fifteen minutes', { iat: NOW_S, exp: NOW_S + 15 * MINUTE_S }],
  ['the type in full', {}, { typ: 'application/at+jwt' }],
  ['the type in capitals', {}, { typ: 'AT+JWT' }],
  ['a clock that is 5 seconds ahead', { iat: NOW_S + 5, nbf: NOW_S + 5 }],
])('an access token with %s is taken', async (_name, claims, header) => {
  expect(await outcomeOf(claims, header)).toBeInstanceOf(Caller);
});

test.each([undefined, 'JWT', 'id_token+jwt', 'logout+jwt', 'dpop+jwt', 'client-authentication+jwt', 'at', ''])(
  'a token of type %s that the issuer signed is no access token',
  async (typ) => {
    expect(await outcomeOf({}, { typ } as Partial<JWTHeaderParameters>)).toBe(401);
  },
);

test.each<[string, object]>([
  ['a life of more than 15 minutes', { iat: NOW_S, exp: NOW_S + 15 * MINUTE_S + 1 }],
  ['a life of a day that is nearly over', { iat: NOW_S - 86_400, exp: NOW_S + MINUTE_S }],
  ['an end in the year 9999', { exp: 253_402_300_799 }],
  ['an end beyond what a number holds', { exp: Number.MAX_VALUE }],
  ['no end', { exp: undefined }],
  ['an end that is text', { exp: String(good.exp) }],
  ['an end before its beginning', { iat: NOW_S + 3, exp: NOW_S + 1 }],
  ['no time of issue', { iat: undefined }],
  ['a time of issue that is text', { iat: String(good.iat) }],
  ['a time of issue that is null', { iat: null }],
  ['a time of issue in the future', { iat: NOW_S + 6 }],
  ['a beginning in the future', { nbf: NOW_S + 6 }],
  ['no subject', { sub: undefined }],
  ['an empty subject', { sub: '' }],
  ['a subject that is a list', { sub: ['siti'] }],
])('a token with %s is refused', async (_name, claims) => {
  expect(await outcomeOf(claims)).toBe(401);
});
