import { createHash, createHmac, randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { refreshTokenGrant } from 'openid-client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SECRET } from '../../tests/testkit/event-secret.ts';
import { signedEvent } from '../../tests/testkit/events.ts';
import { officer, startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { beginLogin, redeem } from '../../tests/testkit/login.ts';
import { stepAt, totpAt } from './totp.ts';

const REVOCATIONS_SECRET = 'r'.repeat(43);
const DAY = 86_400_000;
const password = 'kata sandi yang panjang';

let identity: TestIdentity;
beforeAll(async () => {
  const publishers = [{ name: 'pmo', secret: SECRET }];
  identity = await startTestIdentity({ EVENT_PUBLISHERS: JSON.stringify(publishers), REVOCATIONS_SECRET });
});
beforeEach(() => identity.clock.advance(61 * 60_000));
afterAll(() => identity.stop());

const send = async (type: string, data: object) => {
  const { method, headers, payload } = signedEvent({ event: { type, data } });
  return (await fetch(`${identity.issuer}/events`, { method, headers, body: payload })).status;
};

interface Invitee {
  developer: string;
  organization: string;
  secret: string;
  email: string;
}

const invited = async (change: object = {}): Promise<Invitee> => {
  const secret = randomBytes(32).toString('base64url');
  const email = `dev-${randomBytes(4).toString('hex')}@portal.example`;
  const developer = crypto.randomUUID();
  const organization = crypto.randomUUID();
  const data = {
    developer,
    organization,
    organizationKind: 'JOB_PORTAL',
    scopes: ['webhook:manage', 'organization:read'],
    secretHash: createHash('sha256').update(secret).digest('base64url'),
    addressProof: createHmac('sha256', secret).update(email).digest('base64url'),
    until: new Date(identity.clock.now().getTime() + 7 * DAY).toISOString(),
    ...change,
  };
  expect(await send('pmo.developer.invited', data)).toBe(204);
  return { developer, organization, secret, email };
};

const totpSecret = randomBytes(20);
const codeNow = () => totpAt(totpSecret, stepAt(identity.clock.now()));

const accept = async ({ secret, email }: Pick<Invitee, 'secret' | 'email'>, change: Record<string, string> = {}) => {
  const fields = { key: totpSecret.toString('base64url'), email, password, code: codeNow(), ...change };
  const answer = await fetch(`${identity.issuer}/invitation/${secret}?lang=en`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, text: await answer.text() };
};

const signIn = async (email: string, scope = 'openid webhook:manage organization:read vacancy:publish') => {
  const login = await beginLogin(identity, scope);
  await login.browser.post(login.url, { step: 'password', email, password });
  const answer = await login.browser.post(login.url, { step: 'totp', code: codeNow() });
  return { login, answer };
};

const notGood = 'The link is not good for this address';

test('who was invited makes an account, and signs in with the role and scopes of the invitation', async () => {
  const one = await invited();
  const page = await fetch(`${identity.issuer}/invitation/${one.secret}`);
  expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(await accept(one)).toMatchObject({ status: 200, text: expect.stringContaining('Your account is made') });
  identity.clock.advance(60_000);
  const { login, answer } = await signIn(one.email);
  const { access_token } = await redeem(login, answer);
  expect(decodeJwt(access_token)).toMatchObject({
    sub: one.developer,
    org: one.organization,
    role: 'portal',
    scope: 'webhook:manage organization:read',
  });
});

test('a link is good once, also for two who open it at the same moment', async () => {
  const one = await invited();
  const answers = await Promise.all([accept(one), accept(one)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  expect((await accept(one)).text).toContain(notGood);
});

test('a link that has ended, that nobody made, or for another address makes no account', async () => {
  const one = await invited();
  expect((await accept({ ...one, email: 'other@portal.example' })).text).toContain(notGood);
  expect((await accept({ ...one, secret: randomBytes(32).toString('base64url') })).text).toContain(notGood);
  identity.clock.advance(7 * DAY + 1_000);
  expect((await accept(one)).text).toContain(notGood);
  const { rows } = await identity.pool.query('select from account where subject = $1', [one.developer]);
  expect(rows).toEqual([]);
});

test('a short password, a wrong code and an address with an account are refused, and the link stays good', async () => {
  const one = await invited();
  expect((await accept(one, { password: 'pendek' })).text).toContain('fewer than 12');
  expect((await accept(one, { code: '000000' })).text).toContain('The code is wrong');
  expect((await accept(one, { email: 'bukan' })).text).toContain('not an e-mail');
  const proof = (secret: string) => createHmac('sha256', secret).update(officer.email).digest('base64url');
  const secret = randomBytes(32).toString('base64url');
  await invited({ secretHash: createHash('sha256').update(secret).digest('base64url'), addressProof: proof(secret) });
  expect((await accept({ secret, email: officer.email })).text).toContain('has an account already');
  expect((await accept(one)).status).toBe(200);
});

test('who has the link may not try many addresses', async () => {
  const one = await invited();
  for (let tries = 0; tries < 5; tries += 1) await accept({ ...one, email: `guess-${tries}@portal.example` });
  expect((await accept(one)).text).toContain('Too many wrong tries');
});

test('who left is signed out at once: no session, no refresh, no token, and no link', async () => {
  const one = await invited();
  await accept(one);
  identity.clock.advance(60_000);
  const { login, answer } = await signIn(one.email);
  const tokens = await redeem(login, answer);
  expect(await send('pmo.developer.removed', { developer: one.developer })).toBe(204);
  const revoked = await fetch(`${identity.issuer}/revocations`, {
    headers: { authorization: `Bearer ${REVOCATIONS_SECRET}` },
  });
  const { people } = (await revoked.json()) as { people: { id: string }[] };
  expect(people.map(({ id }) => id)).toContain(one.developer);
  if (tokens.refresh_token) await expect(refreshTokenGrant(login.config, tokens.refresh_token)).rejects.toThrow();
  const again = await beginLogin(identity, 'openid webhook:manage', login.browser);
  expect(again.url.pathname).toMatch(/^\/login\//);
  identity.clock.advance(60_000);
  const { answer: refused } = await signIn(one.email);
  expect(refused.status).not.toBe(303);
});

test('a removal that comes before its invitation holds', async () => {
  const developer = crypto.randomUUID();
  expect(await send('pmo.developer.removed', { developer })).toBe(204);
  const one = await invited({ developer });
  expect((await accept(one)).text).toContain(notGood);
});

test('another site’s page cannot accept for somebody, nor a form without a key', async () => {
  const { secret } = await invited();
  const post = (headers: Record<string, string>, body: Record<string, string>) =>
    fetch(`${identity.issuer}/invitation/${secret}`, { method: 'POST', headers, body: new URLSearchParams(body) });
  expect((await post({ origin: 'https://evil.example' }, { key: totpSecret.toString('base64url') })).status).toBe(400);
  expect((await post({}, { key: 'short' })).status).toBe(400);
  expect((await fetch(`${identity.issuer}/invitation/${secret}`, { method: 'PUT' })).status).toBe(405);
});
