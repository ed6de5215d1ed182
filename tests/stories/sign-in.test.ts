import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { decodeJwt, importJWK } from 'jose';
import * as oauth from 'openid-client';
import { expect, inject, test } from 'vitest';
import { stepAt, totpAt } from '../../gateway/identity/totp.ts';
import { inheritedEnv } from '../../scripts/env.ts';
import { frontend, OFFICER_EMAIL } from '../../scripts/stack/developer.data.ts';
import { sampleAlumnus, samplePhone } from '../../scripts/stack/sample.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { beginLogin, discover, redeem } from '../testkit/login.ts';
import { until } from '../testkit/until.ts';

const { url, data, databases } = inject('stack');
const { issuer } = readStackFile(data);
const pmoUrl = databases.pmo ?? '';

const ask = async (token: string, query: string) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, ...((await response.json()) as { data: unknown; errors?: object[] }) };
};

const newestCode = () =>
  [...readFileSync(`${data}/logs/identity.log`, 'utf8').matchAll(/^DEVELOPMENT ONLY: .* is (\d{6})$/gm)].at(-1)?.[1] ??
  '';

test('the sample participant signs in on the default run, and sees who she is', async () => {
  const id = await sampleAlumnus(pmoUrl);
  const phone = await samplePhone({ pmoUrl, vaultKeys: readSecrets(data).vaultKeys.pmo, id });
  const login = await beginLogin({ issuer, frontend });
  await login.browser.post(login.url, { step: 'phone', phone: phone ?? '' });
  const code = await until(async () => newestCode(), Boolean, 5_000);
  const tokens = await redeem(login, await login.browser.post(login.url, { step: 'code', code }));
  expect(await ask(tokens.access_token, '{ me { id } }')).toEqual({ status: 200, data: { me: { id } } });
});

test('someone whom nobody knows signs in for the first time, and is nobody in the programme yet', async () => {
  const login = await beginLogin({ issuer, frontend });
  await login.browser.post(login.url, { step: 'phone', phone: '084 0999 9999' });
  const sent = () => /sign-in code of ••••9999 is (\d{6})/.exec(readFileSync(`${data}/logs/identity.log`, 'utf8'));
  const code = await until(async () => sent()?.[1] ?? '', Boolean, 5_000);
  const tokens = await redeem(login, await login.browser.post(login.url, { step: 'code', code }));
  expect(decodeJwt(tokens.access_token)).toMatchObject({
    sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
    scope: 'self',
  });
  expect(await ask(tokens.access_token, '{ me { id } }')).toEqual({ status: 200, data: { me: null } });
});

test('the synthetic officer signs in on the default run, and reads any participant', async () => {
  const { password, totpSecret } = readSecrets(data).officer;
  const login = await beginLogin({ issuer, frontend }, 'openid participant:read');
  await login.browser.post(login.url, { step: 'password', email: OFFICER_EMAIL, password });
  const code = totpAt(Buffer.from(totpSecret, 'base64url'), stepAt(new Date()));
  const tokens = await redeem(login, await login.browser.post(login.url, { step: 'totp', code }));
  const id = await sampleAlumnus(pmoUrl);
  const answer = await ask(tokens.access_token, `{ participant(id: "${id}") { id name } }`);
  expect(answer).toMatchObject({ status: 200, data: { participant: { id } } });
});

test.each(['platform', 'institution', 'portal', 'wallet', 'treasury', 'bank'])(
  'a %s gets a token with the key in the data directory, and the gateway takes it',
  async (role) => {
    const { client_id: clientId, scope, key } = JSON.parse(readFileSync(`${data}/clients/${role}.json`, 'utf8'));
    const privateKey = (await importJWK(key, 'ES256')) as CryptoKey;
    const config = await discover({ issuer }, clientId, oauth.PrivateKeyJwt({ key: privateKey, kid: key.kid }));
    const tokens = await oauth.clientCredentialsGrant(config, { scope });
    expect(tokens.scope).toBe(scope);
    expect(await ask(tokens.access_token, '{ wave(number: 1) { number } }')).toMatchObject({
      status: 200,
      data: { wave: { number: 1 } },
    });
  },
);

const token = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  execFileSync(process.execPath, ['--import', './scripts/loader.mjs', 'scripts/token.ts', '--data', data, ...args], {
    env: { ...inheritedEnv(), ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();

test('a developer’s token is accepted like the issuer’s own, and production makes none', async () => {
  expect((await ask(token(['--as', 'officer']), '{ wave(number: 1) { number } }')).status).toBe(200);
  expect(() => token(['--as', 'officer'], { NODE_ENV: 'production' })).toThrow('not for production');
  expect(token(['--as', 'officer', '--login'])).toContain(OFFICER_EMAIL);
  expect(token(['--as', 'participant', '--login'])).toMatch(/Phone {5}\+62/);
  expect(() => token(['--as', 'wallet', '--login'])).toThrow('people sign in');
});
