import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oauth from 'openid-client';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { officer, siti, startTestIdentity, type TestIdentity } from '../testkit/identity.ts';
import { discover, totpNow } from '../testkit/login.ts';
import { picture, startChromium, type TestChromium } from './browser.ts';

const CLIENT = 'pages-frontend';

let identity: TestIdentity;
let application: Server;
let redirectUri: string;
let chromium: TestChromium;
let page: Page;

beforeAll(async () => {
  identity = await startTestIdentity();
  application = createServer((_request, response) => response.end('signed in')).listen(0, '127.0.0.1');
  await once(application, 'listening');
  redirectUri = `http://127.0.0.1:${(application.address() as AddressInfo).port}/callback`;
  const scopes = ['self', 'participant:read'];
  await identity.clients.put({
    id: CLIENT,
    name: 'Pelatihan & Kerja',
    kind: 'FRONTEND',
    scopes,
    redirectUris: [redirectUri],
  });
});
afterAll(async () => {
  application.close();
  await identity.stop();
});

beforeEach(async () => {
  identity.clock.advance(31_000);
  chromium = await startChromium();
  page = await chromium.context.newPage();
});
afterEach(() => chromium.stop());

const open = async (parameters: Record<string, string>) => {
  const config = await discover(identity, CLIENT);
  const verifier = oauth.randomPKCECodeVerifier();
  const url = oauth.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid self participant:read',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...parameters,
  });
  await page.goto(url.href);
  const subject = async () => {
    await page.waitForURL(`${redirectUri}*`);
    const tokens = await oauth.authorizationCodeGrant(config, new URL(page.url()), { pkceCodeVerifier: verifier });
    const keys = createRemoteJWKSet(new URL(`${identity.issuer}/jwks`));
    return (await jwtVerify(tokens.access_token, keys)).payload.sub;
  };
  return { subject };
};

const language = () => page.locator('html').getAttribute('lang');

test('the application’s wish, then the person’s switch decide the language, until the person is signed in', async () => {
  const { subject } = await open({ ui_locales: 'id' });
  expect(await language()).toBe('id');
  await page.getByText('Untuk melanjutkan ke Pelatihan & Kerja').waitFor();
  await page.getByLabel('Nomor ponsel').fill(siti.phone);
  await page.getByRole('button', { name: 'Kirim kode' }).click();
  await page.getByText('+62 ••••7890').waitFor();
  expect(identity.sent.at(-1)?.language).toBe('id');
  await page.getByRole('link', { name: 'English' }).click();
  expect(await language()).toBe('en');
  await picture(page, 'switched');
  await page.getByText('A code of six digits is on its way to +62 ••••7890.').waitFor();
  await page.getByLabel('Code').fill(identity.sent.at(-1)?.code ?? '');
  await page.getByRole('button', { name: 'Continue' }).click();
  expect(await subject()).toBe(siti.subject);
});

test('a mistake leaves the address in its field and the password empty', async () => {
  const { subject } = await open({ login_hint: 'officer' });
  await page.getByText('To continue to Pelatihan & Kerja').waitFor();
  await page.getByLabel('E-mail').fill(officer.email);
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('alert').waitFor();
  await picture(page, 'kept');
  expect(await page.getByLabel('E-mail').inputValue()).toBe(officer.email);
  expect(await page.getByLabel('Password').inputValue()).toBe('');
  await page.getByLabel('Password').fill(officer.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Code of your authenticator app').fill(totpNow(identity));
  await page.getByRole('button', { name: 'Continue' }).click();
  expect(await subject()).toBe(officer.subject);
});

test('a number that is none stays in its field, and the switch keeps the step', async () => {
  await open({});
  await page.getByLabel('Mobile number').fill('0812 34');
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByLabel('Mobile number').inputValue()).toBe('0812 34');
  await page.getByRole('link', { name: 'Officers: sign in by e-mail' }).click();
  await page.getByRole('link', { name: 'Bahasa Indonesia' }).click();
  expect(await language()).toBe('id');
  await page.getByLabel('Kata sandi').waitFor();
});
