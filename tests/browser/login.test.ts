import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import * as oauth from 'openid-client';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { scopes } from '../../subgraphs/kit/scopes.ts';
import { officer, siti, startTestIdentity, type TestIdentity } from '../testkit/identity.ts';
import { beginLogin, discover, totpNow } from '../testkit/login.ts';
import { picture, startChromium, type TestChromium } from './browser.ts';

const MINUTE = 60_000;
const CLIENT = 'browser-frontend';

let identity: TestIdentity;
let application: Server;
let redirectUri: string;
let chromium: TestChromium;
let page: Page;
let problems: string[];

beforeAll(async () => {
  identity = await startTestIdentity();
  application = createServer((_request, response) => response.end('signed in')).listen(0, '127.0.0.1');
  await once(application, 'listening');
  redirectUri = `http://127.0.0.1:${(application.address() as AddressInfo).port}/callback`;
  const all = scopes.map(({ name }) => name);
  await identity.clients.put({ id: CLIENT, name: 'F', kind: 'FRONTEND', scopes: all, redirectUris: [redirectUri] });
});
afterAll(async () => {
  application.close();
  await identity.stop();
});

beforeEach(async () => {
  identity.clock.advance(61 * MINUTE);
  identity.sent.length = 0;
  problems = [];
  chromium = await startChromium();
  page = await chromium.context.newPage();
  // What the security policy blocks, a missing file included, is written to the console.
  page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())));
});
afterEach(async () => {
  await chromium.stop();
  // A refused form is answered 422 or 429, which the console reports too.
  expect(problems.filter((problem) => !/status of 4(22|29)/.test(problem))).toEqual([]);
});

const openLogin = async (scope: string) => {
  const config = await discover(identity, CLIENT);
  const verifier = oauth.randomPKCECodeVerifier();
  const url = oauth.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  await page.goto(url.href);
  const subject = async () => {
    await page.waitForURL(`${redirectUri}*`);
    const tokens = await oauth.authorizationCodeGrant(config, new URL(page.url()), { pkceCodeVerifier: verifier });
    return decodeJwt(tokens.access_token).sub;
  };
  return { subject };
};

const newestCode = () => identity.sent.at(-1)?.code ?? '';
const wrong = () => (newestCode() === '000000' ? '000001' : '000000');
const alert = () => page.getByRole('alert').textContent();

const askForCode = async () => {
  await page.getByLabel('Mobile number').fill('0812 3456 7890');
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.getByLabel('Code').waitFor();
};

const enterCode = async (code: string) => {
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
};

test('a participant signs in with phone and code', async () => {
  const { subject } = await openLogin('openid self');
  await picture(page, 'phone');
  await askForCode();
  await picture(page, 'code');
  await enterCode(newestCode());
  expect(await subject()).toBe(siti.subject);
});

test('an officer signs in with e-mail, password and TOTP', async () => {
  const { subject } = await openLogin('openid participant:read');
  await page.getByRole('link', { name: 'Officers: sign in by e-mail' }).click();
  await picture(page, 'password');
  await page.getByLabel('E-mail').fill(officer.email);
  await page.getByLabel('Password').fill(officer.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Code of your authenticator app').fill(totpNow(identity));
  await picture(page, 'totp');
  await page.getByRole('button', { name: 'Continue' }).click();
  expect(await subject()).toBe(officer.subject);
});

const signInAsOfficer = async () => {
  const { subject } = await openLogin('openid participant:read');
  await page.getByRole('link', { name: 'Officers: sign in by e-mail' }).click();
  await page.getByLabel('E-mail').fill(officer.email);
  await page.getByLabel('Password').fill(officer.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Code of your authenticator app').fill(totpNow(identity));
  await page.getByRole('button', { name: 'Continue' }).click();
  return subject();
};

test('the browser in which an officer signed in lets the officer in, whoever tries passwords from the same address', async () => {
  expect(await signInAsOfficer()).toBe(officer.subject);
  const others = (await chromium.context.cookies()).filter(({ name }) => name !== '_device');
  for (const { name } of others) await chromium.context.clearCookies({ name });
  const stranger = await beginLogin(identity);
  for (let tries = 0; tries < 6; tries += 1) {
    await stranger.browser.post(stranger.url, { step: 'password', email: officer.email, password: 'wrong' });
  }
  const refused = { step: 'password', email: officer.email, password: officer.password };
  expect((await stranger.browser.post(stranger.url, refused)).status).toBe(429);
  identity.clock.advance(MINUTE);
  expect(await signInAsOfficer()).toBe(officer.subject);
});

test('a wrong code is named, and the field has the focus for the next try', async () => {
  const { subject } = await openLogin('openid self');
  await askForCode();
  await enterCode(wrong());
  expect(await alert()).toBe('The code is wrong. 4 tries are left.');
  await picture(page, 'wrong-code');
  expect(await page.evaluate('document.activeElement.id')).toBe('code');
  expect(await page.getByLabel('Code').getAttribute('aria-invalid')).toBe('true');
  await enterCode(newestCode());
  expect(await subject()).toBe(siti.subject);
});

test('an expired code is named, and another one lets in', async () => {
  const { subject } = await openLogin('openid self');
  await askForCode();
  const expired = newestCode();
  identity.clock.advance(5 * MINUTE);
  await enterCode(expired);
  expect(await alert()).toBe('The code has expired. Ask for another one. 4 tries are left.');
  await page.getByRole('link', { name: 'Ask for another code' }).click();
  await askForCode();
  expect(newestCode()).not.toBe(expired);
  await enterCode(newestCode());
  expect(await subject()).toBe(siti.subject);
});

test('five wrong codes lock the phone until the time that is stated', async () => {
  await openLogin('openid self');
  await askForCode();
  for (let tries = 0; tries < 5; tries += 1) await enterCode(wrong());
  expect(await alert()).toMatch(/^Too many wrong tries\. Try again after \d\d:\d\d WIB\.$/);
  await picture(page, 'locked');
  expect(await page.getByLabel('Code').count()).toBe(0);
  identity.clock.advance(14 * MINUTE);
  await page.getByRole('link', { name: 'Ask for another code' }).click();
  await page.getByLabel('Mobile number').fill(siti.phone);
  await page.getByRole('button', { name: 'Send me a code' }).click();
  expect(await alert()).toMatch(/^Too many wrong tries/);
  identity.clock.advance(MINUTE + 1_000);
  const again = await openLogin('openid self');
  await askForCode();
  await enterCode(newestCode());
  expect(await again.subject()).toBe(siti.subject);
});

test('the keyboard alone is enough, as participant and as officer', async () => {
  // Autofocus comes a moment after the page: keys before it would go elsewhere.
  const focusOn = (label: string) => page.getByLabel(label).and(page.locator(':focus')).waitFor();
  const participant = await openLogin('openid self');
  await focusOn('Mobile number');
  await page.keyboard.type('081234567890');
  await page.keyboard.press('Enter');
  await focusOn('Code');
  await page.keyboard.type(newestCode());
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Continue');
  await page.keyboard.press('Space');
  expect(await participant.subject()).toBe(siti.subject);

  await chromium.context.clearCookies();
  const other = await openLogin('openid participant:read');
  await focusOn('Mobile number');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Officers: sign in by e-mail');
  await page.keyboard.press('Enter');
  await focusOn('E-mail');
  await page.keyboard.type(officer.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(officer.password);
  await page.keyboard.press('Enter');
  await focusOn('Code of your authenticator app');
  await page.keyboard.type(totpNow(identity));
  await page.keyboard.press('Enter');
  expect(await other.subject()).toBe(officer.subject);
});

test('in Indonesian, and narrow as a phone, nothing is cut off', async () => {
  await chromium.stop();
  chromium = await startChromium('id-ID');
  page = await chromium.context.newPage();
  await page.setViewportSize({ width: 320, height: 568 });
  await openLogin('openid self');
  expect(await page.getByRole('heading').textContent()).toBe('Masuk ke Prakerja');
  await picture(page, 'narrow');
  const width = await page.evaluate('document.documentElement.scrollWidth');
  expect(width).toBe(320);
});

test('signing out asks first, and the next sign-in begins anew', async () => {
  const first = await openLogin('openid self');
  await askForCode();
  await enterCode(newestCode());
  expect(await first.subject()).toBe(siti.subject);
  await page.goto(`${identity.issuer}/session/end`);
  await picture(page, 'sign-out');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await openLogin('openid self');
  await page.getByLabel('Mobile number').waitFor();
});
