import { inspect } from 'node:util';
import { decodeJwt } from 'jose';
import * as oauth from 'openid-client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SECRET } from '../../tests/testkit/event-secret.ts';
import { signedEvent } from '../../tests/testkit/events.ts';
import { siti, startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { askForCode, beginLogin, redeem } from '../../tests/testkit/login.ts';
import { followRevocations } from '../revocations.ts';
import { parseEmail, parsePhone } from './contact.ts';

const MINUTE = 60_000;
const secret = 'r'.repeat(43);

let identity: TestIdentity;
beforeAll(async () => {
  const publishers = [{ name: 'pmo', secret: SECRET }];
  identity = await startTestIdentity({ EVENT_PUBLISHERS: JSON.stringify(publishers), REVOCATIONS_SECRET: secret });
});
beforeEach(() => identity.clock.advance(61 * MINUTE));
afterAll(() => identity.stop());

/** The tokens that someone gets who proves this phone. */
const signIn = async (phone: string) => {
  const login = await beginLogin(identity);
  const code = await askForCode(identity, login, phone);
  const tokens = await redeem(login, await login.browser.post(login.url, { step: 'code', code }));
  return { login, tokens, claims: decodeJwt(tokens.access_token) };
};

const accounts = async () => (await identity.pool.query('select count(*)::int from account')).rows[0].count;

const erase = async (...participants: string[]) => {
  const { method, headers, payload } = signedEvent({
    event: { type: 'pmo.participants.erased', data: { participants } },
  });
  return (await fetch(`${identity.issuer}/events`, { method, headers, body: payload })).status;
};

test('a phone that is proven for the first time gets an account of its own, and keeps it', async () => {
  const before = await accounts();
  const { claims } = await signIn('+6281300000001');
  expect(claims).toMatchObject({ scope: 'self', azp: 'frontend' });
  expect(claims.sub).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(claims.org).toBeUndefined();
  identity.clock.advance(61 * MINUTE);
  expect((await signIn('0813-0000-0001')).claims.sub).toBe(claims.sub);
  expect((await signIn('+6281300000002')).claims.sub).not.toBe(claims.sub);
  expect((await accounts()) - before).toBe(2);
});

test('asking for a code, or guessing one, makes no account', async () => {
  const before = await accounts();
  const login = await beginLogin(identity);
  await askForCode(identity, login, '+6281300000003');
  await login.browser.post(login.url, { step: 'code', code: '12345x' });
  expect(await accounts()).toBe(before);
});

test('a first sign-in takes the statements of any other', async () => {
  const statements: string[] = [];
  const query = identity.pool.query.bind(identity.pool);
  identity.pool.query = ((text: string, values: unknown[]) => {
    if (/ (account|code|attempt) /.test(text)) statements.push(text);
    return query(text, values);
  }) as typeof identity.pool.query;
  const prove = async (phone: string) => {
    statements.length = 0;
    const login = await beginLogin(identity);
    const code = await askForCode(identity, login, phone);
    await login.browser.post(login.url, { step: 'code', code });
    return [...statements];
  };
  const known = await prove(siti.phone);
  expect(known.length).toBeGreaterThan(4);
  expect(await prove('+6281300000004')).toEqual(known);
  identity.pool.query = query as typeof identity.pool.query;
});

test('a suspended account is not made anew: its phone is refused as with a wrong code', async () => {
  const phone = '+6281300000005';
  const { claims } = await signIn(phone);
  await identity.pool.query(`update account set status = 'SUSPENDED' where subject = $1`, [claims.sub]);
  identity.clock.advance(61 * MINUTE);
  const login = await beginLogin(identity);
  const code = await askForCode(identity, login, phone);
  expect((await login.browser.post(login.url, { step: 'code', code })).status).toBe(422);
});

test('an erased person’s account and tokens are void, and the phone is a stranger’s again', async () => {
  const phone = '+6281300000006';
  const { login, tokens, claims } = await signIn(phone);
  const other = await signIn('+6281300000007');
  const gateway = followRevocations({
    url: `${identity.issuer}/revocations`,
    secret,
    everyMs: 60_000,
    log: { warn: () => undefined },
  });
  const seen = ({ sub, iat }: typeof claims) => gateway.isRevoked({ sub, azp: 'frontend', iat });
  await gateway.refresh();
  expect([seen(claims), seen(other.claims)]).toEqual([false, false]);
  expect([await erase(claims.sub ?? '', siti.subject.replace(/1$/, '9')), await erase(claims.sub ?? '')]).toEqual([
    204, 204,
  ]);
  await gateway.refresh();
  gateway.stop();
  expect([seen(claims), seen(other.claims), seen({ ...claims, iat: Number(claims.iat) + 9 * 3_600 })]).toEqual([
    true,
    false,
    false,
  ]);
  await expect(oauth.refreshTokenGrant(login.config, tokens.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant',
  });
  const { rows } = await identity.pool.query('select from account where subject = $1', [claims.sub]);
  expect(rows).toEqual([]);
  identity.clock.advance(61 * MINUTE);
  expect((await signIn(phone)).claims.sub).not.toBe(claims.sub);
});

test('a phone and an address print as a mask wherever they go', () => {
  const contact = { phone: parsePhone('0813 0000 0008'), email: parseEmail('Siti@Example.org') };
  const printed = [JSON.stringify(contact), inspect(contact, { depth: 9 }), `${contact.phone} ${contact.email}`].join();
  expect(printed).toContain('••••');
  expect(printed).not.toMatch(/813|siti@/i);
  expect([contact.phone?.reveal(), contact.email?.reveal()]).toEqual(['+6281300000008', 'siti@example.org']);
});
