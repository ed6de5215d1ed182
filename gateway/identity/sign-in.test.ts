import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { officer, putQuickPassword, siti, startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { askForCode, beginLogin, callbackOf, type Login, redeem, totpNow } from '../../tests/testkit/login.ts';

const MINUTE = 60_000;
const unknownPhone = '+6281299999999';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
beforeEach(async () => {
  identity.clock.advance(61 * MINUTE);
  identity.sent.length = 0;
});
afterAll(() => identity.stop());

const wrong = (code: string) => (code === '000000' ? '000001' : '000000');
const guess = ({ browser, url }: Login, code: string) => browser.post(url, { step: 'code', code });

/** The page without what differs from one sign-in to the next. */
const pageOf = async (response: Response) => ({ status: response.status, text: await response.text() });

test('a wrong code is refused and counted, the right one then lets in', async () => {
  const login = await beginLogin(identity);
  const code = await askForCode(identity, login);
  const refused = await pageOf(await guess(login, wrong(code)));
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('The code is wrong. 4 tries are left.');
  const callback = await callbackOf(login, await guess(login, code));
  expect(callback.searchParams.get('code')).toBeTruthy();
});

test('a code expires after five minutes', async () => {
  const login = await beginLogin(identity);
  const code = await askForCode(identity, login);
  identity.clock.advance(5 * MINUTE);
  const refused = await pageOf(await guess(login, code));
  expect(refused.text).toContain('The code has expired. Ask for another one.');
  const next = await askForCode(identity, login);
  expect((await guess(login, next)).status).toBe(303);
});

test('a code lets in once, also when it is typed in three browsers at the same moment', async () => {
  const logins = await Promise.all([1, 2, 3].map(() => beginLogin(identity)));
  for (const login of logins) await askForCode(identity, login);
  const [code = ''] = identity.sent.map((sent) => sent.code);
  const answers = await Promise.all(logins.map((login) => guess(login, code)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422, 422]);
});

test('after five wrong codes the phone is locked for 15 minutes, for the right code and a new one too', async () => {
  const login = await beginLogin(identity);
  const code = await askForCode(identity, login);
  for (let tries = 4; tries > 0; tries -= 1) await guess(login, wrong(code));
  const fifth = await guess(login, wrong(code));
  expect(fifth.status).toBe(429);
  expect(Number(fifth.headers.get('retry-after'))).toBe(900);
  const until = new Date(Math.ceil((identity.clock.now().getTime() + 15 * MINUTE) / MINUTE) * MINUTE);
  const time = until.toLocaleTimeString('en-GB', { timeZone: 'Asia/Jakarta', hour: '2-digit', minute: '2-digit' });
  expect(await fifth.text()).toContain(`Too many wrong tries. Try again after ${time} WIB.`);
  expect((await guess(login, code)).status).toBe(429);
  const sent = identity.sent.length;
  const other = await beginLogin(identity);
  expect((await other.browser.post(other.url, { step: 'phone', phone: siti.phone })).status).toBe(429);
  identity.clock.advance(14 * MINUTE + 55_000);
  expect((await other.browser.post(other.url, { step: 'phone', phone: siti.phone })).status).toBe(429);
  expect(identity.sent.length).toBe(sent);
  identity.clock.advance(6_000);
  const fresh = await beginLogin(identity);
  expect((await guess(fresh, await askForCode(identity, fresh))).status).toBe(303);
});

test('a new code does not bring new tries', async () => {
  const login = await beginLogin(identity);
  const code = await askForCode(identity, login);
  for (let tries = 4; tries > 0; tries -= 1) await guess(login, wrong(code));
  identity.clock.advance(MINUTE);
  const next = await askForCode(identity, login);
  expect(next).not.toBe(code);
  expect((await guess(login, wrong(next))).status).toBe(429);
});

test('120 guesses at the same moment, in several browsers, consume five tries', async () => {
  const logins = await Promise.all(Array.from({ length: 4 }, () => beginLogin(identity)));
  for (const login of logins) await login.browser.post(login.url, { step: 'phone', phone: siti.phone });
  const [{ code } = { code: '' }] = identity.sent;
  const guesses = Array.from({ length: 120 }, (_, at) => guess(logins[at % 4] as Login, wrong(code)));
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 422).length).toBe(4);
  expect(statuses.filter((status) => status === 429).length).toBe(116);
  expect((await identity.pool.query('select max(tries) as tries from attempt')).rows).toEqual([{ tries: 5 }]);
});

test('an unknown phone gets the same answers and the same message as a known one, up to the lock', async () => {
  const walk = async (phone: string) => {
    const login = await beginLogin(identity);
    const asked = await login.browser.post(login.url, { step: 'phone', phone });
    const pages = [{ status: asked.status, text: asked.headers.get('location') }];
    pages.push(await pageOf(await login.browser.request(login.url)));
    for (let at = 0; at < 6; at += 1) pages.push(await pageOf(await guess(login, '12345x')));
    const end = phone.slice(-4);
    return pages.map(({ status, text }) => ({ status, text: text?.replace(`••••${end}`, 'TYPED') }));
  };
  const known = await walk(siti.phone);
  expect(await walk(unknownPhone)).toEqual(known);
  expect(identity.sent.map(({ phone }) => phone.reveal())).toEqual([siti.phone, unknownPhone]);
});

test('a code is sent at most every 30 seconds and six times an hour', async () => {
  const login = await beginLogin(identity);
  await askForCode(identity, login);
  await askForCode(identity, login);
  expect(identity.sent.length).toBe(1);
  for (let at = 0; at < 8; at += 1) {
    identity.clock.advance(31_000);
    await askForCode(identity, login);
  }
  expect(identity.sent.length).toBe(6);
});

test('what is no phone number is named; the way it is written does not matter', async () => {
  const login = await beginLogin(identity);
  const refused = await pageOf(await login.browser.post(login.url, { step: 'phone', phone: '+1 555 0100' }));
  expect(refused.text).toContain('This is not an Indonesian mobile number.');
  const spelled = [
    ' 0812-3456 7890 ',
    '+62\u00a0(0)812–3456–7890',
    '０８１２３４５６７８９０',
    '\u202a081234567890\u202c',
  ];
  for (const phone of spelled) {
    await login.browser.post(login.url, { step: 'phone', phone });
    identity.clock.advance(31_000);
  }
  expect(identity.sent.map(({ phone }) => phone.reveal())).toEqual(spelled.map(() => siti.phone));
  for (const phone of ['0800 1 234 567', '021 5551234', '8.12E+10', '081234567890 ext 5', '\u200b'])
    expect((await login.browser.post(login.url, { step: 'phone', phone })).status).toBe(422);
});

const tryPassword = async (email: string, password: string) => {
  const login = await beginLogin(identity);
  const startedMs = performance.now();
  const answer = await pageOf(await login.browser.post(login.url, { step: 'password', email, password }));
  return { ...answer, durationMs: performance.now() - startedMs };
};

test('a wrong password and an unknown address get the same answers, up to the lock', async () => {
  const walk = async (email: string) => {
    const answers = [];
    for (let at = 0; at < 6; at += 1) {
      const answer = await tryPassword(email, 'wrong');
      answers.push({ ...answer, text: answer.text.replace(email, 'TYPED') });
    }
    return answers;
  };
  const known = await walk(officer.email);
  const unknown = await walk('nobody@prakerja.example');
  const seen = (answers: typeof known) =>
    answers.map(({ status, text }) => ({ status, text: text.replace(/\d\d:\d\d WIB/, 'TIME') }));
  expect(seen(unknown)).toEqual(seen(known));
  expect(known.map(({ status }) => status)).toEqual([422, 422, 422, 422, 429, 429]);
  const fastest = (answers: typeof known) => Math.min(...answers.slice(0, 4).map(({ durationMs }) => durationMs));
  // Without hashing, an unknown address would be answered a hundred times sooner.
  expect(fastest(unknown)).toBeGreaterThan(fastest(known) / 4);
});

test('five wrong TOTP codes lock the account, although the password is right each time', async () => {
  await putQuickPassword(identity, officer);
  const statuses = [];
  for (let at = 0; at < 6; at += 1) {
    const login = await beginLogin(identity);
    await login.browser.post(login.url, { step: 'password', email: officer.email, password: officer.password });
    statuses.push((await login.browser.post(login.url, { step: 'totp', code: wrong(totpNow(identity)) })).status);
  }
  expect(statuses).toEqual([422, 422, 422, 422, 429, 429]);
});

test('no step can be left out', async () => {
  const login = await beginLogin(identity);
  const code = await login.browser.post(login.url, { step: 'code', code: '000000' });
  expect((await code.text()).includes('name="phone"')).toBe(true);
  const totp = await login.browser.post(login.url, { step: 'totp', code: totpNow(identity) });
  expect((await totp.text()).includes('name="password"')).toBe(true);
});

test('the database holds no phone number, address, code or password, and no session that lets in', async () => {
  const login = await beginLogin(identity);
  const code = await askForCode(identity, login);
  const tokens = await redeem(login, await guess(login, code));
  const { rows: tables } = await identity.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  const dumps = await Promise.all(
    tables.map(({ name }) => identity.pool.query(`select t::text as row from ${name} t`)),
  );
  const dump = dumps.flatMap(({ rows }) => rows.map(({ row }) => String(row))).join('\n');
  const keys = [...login.browser.cookieValues(), tokens.refresh_token ?? ''];
  expect(keys.filter(Boolean).length).toBeGreaterThanOrEqual(2);
  expect(dump).toContain(siti.subject);
  for (const secret of [siti.phone.slice(3), officer.email, officer.password, code, ...keys]) {
    expect(dump.includes(secret), secret).toBe(false);
  }
});
