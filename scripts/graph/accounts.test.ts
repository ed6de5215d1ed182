import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stepAt, totpAt } from '../../gateway/identity/totp.ts';
import { PROGRAMME_OFFICE } from '../../subgraphs/pmo/organization/programme-office.ts';
import { type CommandExit, runCommand } from '../../tests/testkit/command.ts';
import { startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { beginLogin, redeem } from '../../tests/testkit/login.ts';
import { keysOf } from '../../tests/testkit/vault.ts';

const keys = JSON.stringify(keysOf('2026-01'));
const password = 'a long enough pass phrase';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity({ VAULT_KEYS: keys });
});
afterAll(() => identity.stop());

const run = (args: string[], input?: string) => {
  const { connectionString } = identity.pool.options;
  return runCommand(['accounts', ...args], { env: { DATABASE_URL: connectionString, VAULT_KEYS: keys }, input });
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const fromBase32 = (text: string) => {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};

/** Signs in with what the command printed. */
const signIn = async ({ out }: CommandExit, email: string, typed: string) => {
  const secret = fromBase32(/secret=([A-Z2-7]+)/.exec(out)?.[1] ?? '');
  const login = await beginLogin(identity, 'openid organization:manage self');
  await login.browser.post(login.url, { step: 'password', email, password: typed });
  const code = totpAt(secret, stepAt(identity.clock.now()));
  return decodeJwt((await redeem(login, await login.browser.post(login.url, { step: 'totp', code }))).access_token);
};

test('the first officer of a production gets an account and signs in with it', async () => {
  const email = 'ani+first@pmo.example';
  const made = await run(['add-officer', '--email', ' Ani+First@PMO.example '], `${password}\n`);
  expect([made.code, made.err]).toEqual([0, '']);
  expect(made.out).toContain('otpauth://totp/Prakerja:ani%2Bfirst%40pmo.example?secret=');
  expect(made.out).not.toContain(password);
  const claims = await signIn(made, email, password);
  expect(claims).toMatchObject({ org: PROGRAMME_OFFICE.id, scope: 'organization:manage' });
  expect(made.out).toContain(`Officer   ${claims.sub}\n`);
  const again = await run(['add-officer', '--email', email], `${password}\n`);
  expect([again.code, again.err]).toEqual([1, 'accounts: there is an account with this e-mail address already\n']);
});

test('a password can be generated, for an officer of another unit', async () => {
  const email = 'budi@pmo.example';
  const organization = crypto.randomUUID();
  const made = await run(['add-officer', '--email', email, '--organization', organization, '--generate-password']);
  const generated = /^Password {2}(.{24})$/m.exec(made.out)?.[1] ?? '';
  expect(await signIn(made, email, generated)).toMatchObject({ org: organization });
});

test.each([
  [['add-officer'], '', '--email takes the address'],
  [['add-officer', '--email', 'ani'], '', '--email takes the address'],
  [['add-officer', '--email', 'short@pmo.example'], 'short\n', 'at least 12 characters'],
  [['add-officer', '--email', 'none@pmo.example'], '', 'at least 12 characters'],
  [['remove-officer'], '', 'say add-officer'],
  [['add-officer', '--mail', 'x'], '', "Unknown option '--mail'"],
])('a wrong call makes no account and is answered with one line: %o', async (args, input, line) => {
  const before = (await identity.pool.query('select from account')).rowCount;
  const { err, code } = await run(args, input);
  const wanted = line.startsWith('at least') ? 1 : 2;
  expect([code, err.trim().split('\n').length, err]).toEqual([wanted, 1, expect.stringContaining(line)]);
  expect((await identity.pool.query('select from account')).rowCount).toBe(before);
});

test('--help says it all', async () => {
  expect((await run(['--help'])).out).toContain('npm run graph -- accounts add-officer');
});
