import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../../tests/testkit/command.ts';
import { startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { askForCode, beginLogin, redeem } from '../../tests/testkit/login.ts';
import { keysOf } from '../../tests/testkit/vault.ts';

const keys = JSON.stringify(keysOf('2026-01'));

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity({ VAULT_KEYS: keys });
});
afterAll(() => identity.stop());

const run = (...args: string[]) => {
  const { connectionString } = identity.pool.options;
  return runCommand(['frontends', ...args], { env: { DATABASE_URL: connectionString, VAULT_KEYS: keys } });
};

const redirectUri = 'https://own.example/callback';

const begin = (id: string, scope: string) =>
  beginLogin({ issuer: identity.issuer, frontend: { id, redirectUri } }, `openid ${scope}`);

/** Signs Siti in by a frontend. */
const signIn = async (id: string, scope = 'self') => {
  const login = await begin(id, scope);
  const code = await askForCode(identity, login);
  const tokens = await redeem(login, await login.browser.post(login.url, { step: 'code', code }));
  return decodeJwt(tokens.access_token);
};

test('people sign in by a frontend that an operator made, for which it holds the scopes of those it is for', async () => {
  const made = await run('add', '--id', 'own-web', '--redirect-uri', redirectUri);
  expect([made.code, made.err]).toEqual([0, '']);
  expect(made.out).toContain('https://own.example in CORS_ORIGINS');
  expect(await signIn('own-web', 'self wave:manage')).toMatchObject({
    azp: 'own-web',
    role: 'participant',
    scope: 'self',
  });
  const again = await run('add', '--id', 'own-web', '--redirect-uri', 'https://thief.example/callback');
  expect([again.code, again.err]).toEqual([1, 'frontends: there is a client own-web already\n']);

  expect((await run('change', '--id', 'own-web', '--people', 'officers')).code).toBe(0);
  const { url } = await begin('own-web', 'self');
  expect(url.href).toMatch(/^https:\/\/own\.example\/callback\?error=invalid_scope/);
});

test('a frontend that is suspended signs nobody in until it is resumed', async () => {
  await run('add', '--id', 'stopped', '--redirect-uri', redirectUri, '--people', 'participants');
  expect((await run('suspend', '--id', 'stopped')).out).toBe('frontends: stopped is SUSPENDED\n');
  // Nobody is sent to the sign-in page.
  expect((await begin('stopped', 'self')).url.pathname).toBe('/auth');
  expect((await run('list')).out).toContain(`stopped  SUSPENDED  stopped  ${redirectUri}\n`);
  expect((await run('resume', '--id', 'stopped')).code).toBe(0);
  expect((await begin('stopped', 'self')).url.pathname).toMatch(/^\/login\//);
});

test("an organisation's client is no frontend: it is neither changed nor suspended here", async () => {
  const client = { id: 'bank-1', name: 'Bank', kind: 'BANK' as const, organizationId: crypto.randomUUID(), scopes: [] };
  await identity.clients.put(client);
  for (const args of [['suspend'], ['change', '--name', 'Mine']]) {
    const { code, err } = await run(...args, '--id', 'bank-1');
    expect([code, err]).toEqual([1, 'frontends: there is no frontend bank-1\n']);
  }
});

test.each([
  [['add', '--id', 'x'], '--redirect-uri says'],
  [['add', '--id', 'X_1', '--redirect-uri', redirectUri], '--id takes'],
  [['add', '--id', 'x', '--redirect-uri', 'http://own.example/callback'], 'takes an https address'],
  [['add', '--id', 'x', '--redirect-uri', 'https://own.example/*'], 'takes an https address'],
  [['add', '--id', 'x', '--redirect-uri', 'https://own.example/#a'], 'takes an https address'],
  [['add', '--id', 'x', '--redirect-uri', redirectUri, '--people', 'banks'], '--people takes'],
  [['change', '--id', 'own-web'], 'say what is to change'],
  [['remove', '--id', 'own-web'], 'say add, change, suspend, resume or list'],
])('a wrong call changes nothing and is answered with one line: %o', async (args, line) => {
  const before = (await run('list')).out;
  const { err, code } = await run(...args);
  expect([code, err.trim().split('\n').length, err]).toEqual([2, 1, expect.stringContaining(line)]);
  expect((await run('list')).out).toBe(before);
});
