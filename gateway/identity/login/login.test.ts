import { afterAll, beforeAll, expect, test } from 'vitest';
import { siti, startTestIdentity, type TestIdentity } from '../../../tests/testkit/identity.ts';
import { beginLogin, TestBrowser } from '../../../tests/testkit/login.ts';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(() => identity.stop());

test('the page loads and runs nothing, and its form may end at the application only', async () => {
  const { browser, url } = await beginLogin(identity);
  const page = await browser.request(url);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https:\/\/app\.example$/,
  );
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  const text = await page.text();
  expect(text).not.toMatch(/<script|<link|<img|src=|url\(|@import/);
});

const inLanguage = async (language: string) => {
  const { browser, url } = await beginLogin(identity);
  return (await browser.request(url, { headers: { 'accept-language': language } })).text();
};

test.each([
  ['id', 'id', 'Nomor ponsel'],
  ['id-ID,id;q=0.9,en;q=0.8', 'id', 'Nomor ponsel'],
  ['en-US,en;q=0.9,id;q=0.8', 'en', 'Mobile number'],
  ['fr', 'en', 'Mobile number'],
])('for Accept-Language %s the page is in %s', async (accepted, language, label) => {
  const text = await inLanguage(accepted);
  expect(text).toContain(`<html lang="${language}">`);
  expect(text).toContain(label);
});

test('every field has a label, the first one the focus, and a problem is announced and tied to it', async () => {
  const { browser, url } = await beginLogin(identity);
  const text = await (await browser.post(url, { step: 'password', email: 'x', password: 'y' })).text();
  const labels = [...text.matchAll(/<label for="(\w+)">/g)].map(([, id]) => id);
  const inputs = [...text.matchAll(/<input id="(\w+)" name="\w+" ([^>]*)>/g)];
  expect(inputs.map(([, id]) => id)).toEqual(labels);
  expect(inputs.map(([, , attributes]) => attributes?.includes('autofocus'))).toEqual([true, false]);
  expect(text).toContain('<p role="alert" id="problem">This is not an e-mail address.</p>');
  expect(inputs[0]?.[2]).toContain('aria-invalid="true" aria-describedby="problem"');
});

test('another browser, another site and another method get nowhere', async () => {
  const { browser, url } = await beginLogin(identity);
  const stale = await new TestBrowser().request(url);
  expect(stale.status).toBe(400);
  expect(await stale.text()).toContain('This sign-in has expired');
  const fields = { step: 'phone', phone: siti.phone };
  expect((await browser.post(url, fields, { origin: 'https://evil.example' })).status).toBe(400);
  expect((await browser.request(url, { method: 'DELETE' })).status).toBe(405);
  expect(identity.sent).toEqual([]);
});

test('a form that is none of ours is refused', async () => {
  const { browser, url } = await beginLogin(identity);
  const post = async (fields: Record<string, string>) => (await browser.post(url, fields)).status;
  expect(await post({ step: 'constructor' })).toBe(400);
  expect(await post({})).toBe(400);
  expect(await post({ step: 'phone', phone: '0'.repeat(5_000) })).toBe(400);
  const json = { method: 'POST', body: '{"step":"phone"}', headers: { 'content-type': 'application/json' } };
  expect((await browser.request(url, json)).status).toBe(400);
});

test('a sign-in that waited for 15 minutes is over', async () => {
  const { browser, url } = await beginLogin(identity);
  identity.clock.advance(15 * 60_000);
  expect((await browser.request(url)).status).toBe(400);
});
