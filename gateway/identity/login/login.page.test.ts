import * as oauth from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { frontend, officer, siti, startTestIdentity, type TestIdentity } from '../../../tests/testkit/identity.ts';
import { beginLogin, discover, signInParticipant, TestBrowser } from '../../../tests/testkit/login.ts';

const shop = { id: 'shop', name: 'Toko <b>"Prakerja"</b> & Co', redirectUri: 'https://shop.example/callback' };

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
  const { id, name, redirectUri } = shop;
  await identity.clients.put({ id, name, kind: 'FRONTEND', scopes: ['self'], redirectUris: [redirectUri] });
});
afterAll(() => identity.stop());

/** The sign-in page of an application that asks with `parameters`. */
const open = async (parameters: Record<string, string>, language = 'en') => {
  const browser = new TestBrowser();
  const url = oauth.buildAuthorizationUrl(await discover(identity, frontend.id), {
    redirect_uri: frontend.redirectUri,
    scope: 'openid',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
    ...parameters,
  });
  const asked = await browser.request(url);
  const page = new URL(asked.headers.get('location') ?? '', url);
  const headers = { 'accept-language': language };
  const show = async (query = '') => (await browser.request(`${page}${query}`, { headers })).text();
  const post = async (fields: Record<string, string>, query = '') =>
    (await browser.post(`${page}${query}`, fields, headers)).text();
  return { browser, page, show, post };
};

const inIndonesian = '<html lang="id">';
const inEnglish = '<html lang="en">';

test.each([
  ['id', 'en', inIndonesian],
  ['en', 'id', inEnglish],
  ['id-ID en', 'en', inIndonesian],
  ['jv in', 'en', inIndonesian],
  ['en id', 'id', inEnglish],
  ['fr', 'id', inIndonesian],
  ['fr', 'en', inEnglish],
])('for ui_locales "%s" and a browser in %s the page is %s', async (ui_locales, browsers, expected) => {
  const { show, post } = await open({ ui_locales }, browsers);
  expect(await show()).toContain(expected);
  expect(await post({ step: 'phone', phone: 'x' })).toContain(expected);
});

test('the error page and the page of signing out heed ui_locales too', async () => {
  const headers = { accept: 'text/html' };
  const refused = await fetch(`${identity.issuer}/auth?client_id=nobody&ui_locales=id`, { headers });
  expect(await refused.text()).toContain(inIndonesian);
  const { login } = await signInParticipant(identity, 'openid');
  const signOut = await login.browser.request(`${identity.issuer}/session/end?ui_locales=id`, { headers });
  expect(await signOut.text()).toContain('Apakah Anda ingin keluar?');
});

test('the language can be switched on each page, and stays', async () => {
  identity.clock.advance(31_000);
  const { show, post, browser, page } = await open({ ui_locales: 'id' });
  expect(await show()).toContain('<a href="?as=participant&amp;lang=en" hreflang="en" lang="en">English</a>');
  const switched = await show('?as=participant&lang=en');
  expect(switched).toContain(inEnglish);
  expect(switched).toContain('<form method="post" action="?lang=en">');
  expect(switched).toContain('<a href="?as=officer&amp;lang=en">');
  expect(await post({ step: 'phone', phone: 'x' }, '?lang=en')).toContain(inEnglish);
  const sent = await browser.post(`${page}?lang=en`, { step: 'phone', phone: siti.phone });
  expect(sent.headers.get('location')).toBe('?lang=en');
  expect(identity.sent.at(-1)?.language).toBe('en');
  const code = await show('?lang=en');
  expect(code).toContain(inEnglish);
  expect(code).toContain('<a href="?lang=id" hreflang="id" lang="id">Bahasa Indonesia</a>');
  expect(await show('?lang=id')).toContain('Kode enam angka');
});

test('each page names the application that asks, escaped', async () => {
  const { url, browser } = await beginLogin({ ...identity, frontend: shop }, 'openid');
  const text = await (await browser.request(url)).text();
  expect(text).toContain('<p>To continue to Toko &lt;b&gt;&quot;Prakerja&quot;&lt;/b&gt; &amp; Co</p>');
  const { show } = await open({});
  expect(await show('?lang=id')).toContain('<p>Untuk melanjutkan ke Frontend</p>');
});

test('a mistake keeps what was typed, but no password and no code', async () => {
  const { post, show } = await open({});
  const typed = '0812 "><script>1</script>';
  expect(await post({ step: 'phone', phone: typed })).toContain('value="0812 &quot;&gt;&lt;script&gt;1&lt;/script"');
  const { email } = officer;
  const wrong = await post({ step: 'password', email, password: 'not the secret' });
  expect(wrong).toContain(`value="${email}"`);
  expect(wrong).not.toContain('not the secret');
  identity.clock.advance(31_000);
  await post({ step: 'phone', phone: siti.phone });
  const code = await post({ step: 'code', code: '918273' });
  expect(code).toContain('role="alert"');
  expect(code).not.toContain('918273');
  expect(await show('?as=participant')).not.toContain('value="0812');
});

test('the page of the code shows the end of the number, and no page and no table more', async () => {
  identity.clock.advance(31_000);
  const { post, show } = await open({});
  await post({ step: 'phone', phone: siti.phone });
  const text = await show();
  expect(text).toContain('A code of six digits is on its way to +62 ••••7890.');
  expect(text).not.toContain('567890');
  const { rows } = await identity.pool.query<{ payload: object }>('select payload from oidc_state');
  expect(JSON.stringify(rows)).toContain('••••7890');
  expect(JSON.stringify(rows)).not.toContain('567890');
});

test('an application can ask for the form of officers', async () => {
  const { show } = await open({ login_hint: 'officer' });
  expect(await show()).toContain('name="email"');
  expect(await show('?as=participant')).toContain('name="phone"');
  expect(await (await open({ login_hint: 'participant' })).show()).toContain('name="phone"');
});
