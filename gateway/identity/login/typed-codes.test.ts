import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  officer,
  putQuickPassword,
  siti,
  startTestIdentity,
  type TestIdentity,
} from '../../../tests/testkit/identity.ts';
import { askForCode, beginLogin, redeem, totpNow } from '../../../tests/testkit/login.ts';
import { mistypings, typings } from '../../../tests/testkit/typed-codes.ts';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
  await putQuickPassword(identity, officer);
});
beforeEach(() => {
  identity.clock.advance(61 * 60_000);
  identity.sent.length = 0;
});
afterAll(() => identity.stop());

test.each(typings)('a code of a phone with %s signs in', async (_name, typed) => {
  const login = await beginLogin(identity, 'openid');
  const code = await askForCode(identity, login, siti.phone);
  const answer = await login.browser.post(login.url, { step: 'code', code: typed(code) });
  expect(await redeem(login, answer)).toMatchObject({ access_token: expect.any(String) });
});

test.each(typings)('a code of an authenticator with %s signs in', async (_name, typed) => {
  const login = await beginLogin(identity, 'openid');
  const { email, password } = officer;
  await login.browser.post(login.url, { step: 'password', email, password });
  const answer = await login.browser.post(login.url, { step: 'totp', code: typed(totpNow(identity)) });
  expect(await redeem(login, answer)).toMatchObject({ access_token: expect.any(String) });
});

test('the field of the page takes what the server reads, and lets nothing else be sent', async () => {
  const login = await beginLogin(identity, 'openid');
  await askForCode(identity, login, siti.phone);
  const page = await (await login.browser.request(login.url)).text();
  const [, most, source] = / maxlength="(\d+)" pattern="([^"]+)"/.exec(page) ?? [];
  const pattern = new RegExp(`^(?:${source})$`, 'v');
  const takes = (text: string) => text.length <= Number(most) && pattern.test(text);
  // A browser takes line breaks out of what is pasted into a field.
  const sent = typings.map(([name, typed]) => [name, typed('012345').replace(/[\r\n]/g, '')] as const);
  expect(sent.filter(([, text]) => !takes(text))).toEqual([]);
  expect(mistypings.map(([, typed]) => typed('012345')).filter(takes)).toEqual([]);
  const startedAt = performance.now();
  expect(takes(`${'0'.repeat(31)}x`)).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(50);
});
