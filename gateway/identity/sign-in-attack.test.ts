import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { officer, putQuickPassword, startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { askForCode, beginLogin, type Login, redeem, TestBrowser, totpNow } from '../../tests/testkit/login.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const limits = {
  codesSent: { network: 20, total: 10_000 },
  codesTried: { network: 30, total: 10_000 },
  passwordsTried: { network: 60, total: 10_000 },
};

let identity: TestIdentity;
let warnings: object[];

beforeAll(async () => {
  warnings = [];
  identity = await startTestIdentity({ PROXIES: '1', SIGN_IN_LIMITS: JSON.stringify(limits) }, { warnings });
  await putQuickPassword(identity, officer);
});
beforeEach(() => {
  identity.clock.advance(61 * MINUTE);
  identity.sent.length = 0;
  warnings.length = 0;
});
afterAll(() => identity.stop());

type Fields = Record<string, string>;
const post = ({ browser, url }: Login, from: string, fields: Fields) =>
  browser.post(url, fields, { 'x-forwarded-for': from });
const statusOf = async (answer: Promise<Response>) => (await answer).status;

const phoneOf = (index: number) => `+62813${String(index).padStart(8, '0')}`;
const askFrom = (login: Login, from: string, phone: string) => post(login, from, { step: 'phone', phone });

const passwordFrom = async (from: string, password: string, browser = new TestBrowser()) => {
  const login = await beginLogin(identity, 'openid', browser);
  const answer = await post(login, from, { step: 'password', email: officer.email, password });
  return { login, status: answer.status };
};
const totpFrom = (login: Login, from: string, code: string) => post(login, from, { step: 'totp', code });
const wrongTotp = () => (totpNow(identity) === '000000' ? '000001' : '000000');

/** Signs the officer in, and returns the cookie that remembers the browser. */
const signInFrom = async (from: string, browser = new TestBrowser()) => {
  identity.clock.advance(MINUTE);
  const { login } = await passwordFrom(from, officer.password, browser);
  const answer = await totpFrom(login, from, totpNow(identity));
  expect((await redeem(login, answer)).access_token).toBeTruthy();
  return login.browser.cookieNamed('_device')?.value ?? '';
};

/** A browser that was signed out, and is remembered. */
const rememberedBy = (value: string) => {
  const browser = new TestBrowser();
  browser.keep({ name: '_device', value, path: '/login' });
  return browser;
};

const lockFrom = async (from: string) => {
  const statuses: number[] = [];
  for (let tries = 0; tries < 6; tries += 1) statuses.push((await passwordFrom(from, 'wrong')).status);
  expect(statuses).toEqual([422, 422, 422, 422, 429, 429]);
};

test('40 numbers of one address get no more than 20 codes in ten minutes; another address goes on', async () => {
  const login = await beginLogin(identity);
  const asked = Array.from({ length: 40 }, (_, index) => askFrom(login, '203.0.113.7', phoneOf(index)));
  const answers = await Promise.all(asked);
  const refused = answers.filter(({ status }) => status === 429);
  expect([identity.sent.length, refused.length]).toEqual([20, 20]);
  const retryAfterS = Number(refused[0]?.headers.get('retry-after'));
  expect(retryAfterS).toBeGreaterThan(590);
  expect(retryAfterS).toBeLessThanOrEqual(600);
  expect(await refused[0]?.text()).toMatch(/Too many tries came from your network\. Try again after \d\d:\d\d WIB\./);
  expect(await statusOf(askFrom(login, '203.0.113.8', phoneOf(40)))).toBe(303);
  // The client invents what stands left of the address that our own proxy saw.
  expect(await statusOf(askFrom(login, '203.0.113.99, 203.0.113.7', phoneOf(41)))).toBe(429);
  const half = { budget: 'codesSent', spent: 10, limit: 20 };
  expect(warnings).toEqual([expect.objectContaining({ ...half, of: expect.stringMatching(/^[\w-]{8}$/) })]);
  expect(JSON.stringify(warnings)).not.toContain('203.0.113');
  identity.clock.advance(10 * MINUTE);
  const later = await beginLogin(identity);
  expect(await statusOf(askFrom(later, '203.0.113.7', phoneOf(42)))).toBe(303);
});

test('an IPv6 subscriber is one network, whatever addresses the /64 has', async () => {
  const login = await beginLogin(identity);
  const from = (index: number) => `2001:db8:1:2:${index.toString(16)}::1`;
  const asked = Array.from({ length: 25 }, (_, index) => askFrom(login, from(index), phoneOf(index)));
  expect((await Promise.all(asked)).filter(({ status }) => status === 303).length).toBe(20);
  expect(await statusOf(askFrom(login, '2001:db8:1:3::1', phoneOf(30)))).toBe(303);
});

test('guesses across numbers end with their address; people who prove their phones cost it nothing', async () => {
  const address = '203.0.113.20';
  for (let index = 0; index < 22; index += 1) {
    const login = await beginLogin(identity);
    const asked = { ...login, browser: Object.create(login.browser) as TestBrowser };
    asked.browser.post = (url, fields) => login.browser.post(url, fields, { 'x-forwarded-for': address });
    const code = await askForCode(identity, asked, phoneOf(index));
    expect(await statusOf(post(login, address, { step: 'code', code }))).toBe(303);
  }
  const statuses: number[] = [];
  for (let index = 30; index < 40; index += 1) {
    const login = await beginLogin(identity);
    await askFrom(login, address, phoneOf(index));
    const guesses = Array.from({ length: 4 }, () => statusOf(post(login, address, { step: 'code', code: '12345x' })));
    statuses.push(...(await Promise.all(guesses)));
  }
  expect([422, 429].map((wanted) => statuses.filter((status) => status === wanted).length)).toEqual([30, 10]);
});

test('a stranger locks the officer out of the stranger’s network only, and of no browser in which the officer was', async () => {
  const device = await signInFrom('192.0.2.1');
  await lockFrom('198.51.100.1');
  await signInFrom('192.0.2.2');
  // From the very network of the stranger: with the right password, too, a new browser has to wait.
  expect((await passwordFrom('198.51.100.1', officer.password)).status).toBe(429);
  await signInFrom('198.51.100.1', rememberedBy(device));
});

test('a remembered browser has five tries of its own', async () => {
  const device = await signInFrom('192.0.2.1');
  const statuses: number[] = [];
  for (let tries = 0; tries < 5; tries += 1) {
    statuses.push((await passwordFrom('192.0.2.1', 'wrong', rememberedBy(device))).status);
  }
  expect(statuses).toEqual([422, 422, 422, 422, 429]);
  expect((await passwordFrom('192.0.2.1', officer.password)).status).toBe(303);
});

test('another password forgets the browser, and so do 90 days; nobody can make up its cookie', async () => {
  const device = await signInFrom('192.0.2.1');
  await lockFrom('198.51.100.2');
  const statusWith = async (value: string) =>
    (await passwordFrom('198.51.100.2', officer.password, rememberedBy(value))).status;
  const [id = '', expires = '', binding = '', signature = ''] = device.split('.');
  const forged = [
    [id, Number(expires) + 1, binding, signature],
    ['A'.repeat(22), expires, binding, signature],
    [id, expires, 'A'.repeat(43), signature],
    [id, expires, binding, 'A'.repeat(43)],
  ];
  for (const parts of forged) expect(await statusWith(parts.join('.'))).toBe(429);
  expect(await statusWith(device)).toBe(303);
  identity.clock.advance(90 * DAY);
  await lockFrom('198.51.100.2');
  expect(await statusWith(device)).toBe(429);
  const renewed = await signInFrom('192.0.2.1');
  expect(await statusWith(renewed)).toBe(303);
  await putQuickPassword(identity, officer);
  expect(await statusWith(renewed)).toBe(429);
});

test('the cookie is the login pages’ own: no script and no other site sees it', async () => {
  const { login } = await passwordFrom('192.0.2.1', officer.password);
  const answer = await totpFrom(login, '192.0.2.1', totpNow(identity));
  const [cookie] = answer.headers.getSetCookie().filter((each) => each.startsWith('_device='));
  expect(cookie).toMatch(/; Path=\/login; Max-Age=7776000; HttpOnly; SameSite=Strict$/);
  expect(cookie).not.toContain(officer.subject);
});

test('guessing from many networks comes down to one try in half a minute; the officer’s own browser does not wait', async () => {
  // Ten seconds into a code's half minute, so that 29 seconds later there is another code.
  identity.clock.advance(40_000 - (identity.clock.now().getTime() % 30_000));
  const device = await signInFrom('192.0.2.1');
  const { login } = await passwordFrom('192.0.2.1', officer.password);
  const guesses = Array.from({ length: 40 }, (_, index) =>
    statusOf(totpFrom(login, `198.51.100.${index}`, wrongTotp())),
  );
  expect((await Promise.all(guesses)).filter((status) => status === 422).length).toBe(20);
  expect(await statusOf(totpFrom(login, '198.51.100.100', wrongTotp()))).toBe(429);
  identity.clock.advance(29_000);
  const known = await passwordFrom('192.0.2.1', officer.password, rememberedBy(device));
  expect(await statusOf(totpFrom(known.login, '192.0.2.1', totpNow(identity)))).toBe(303);
  identity.clock.advance(1_000);
  const two = ['198.51.100.101', '198.51.100.102'].map((from) => statusOf(totpFrom(login, from, wrongTotp())));
  expect((await Promise.all(two)).sort()).toEqual([422, 429]);
});

test('a TOTP code is good once', async () => {
  identity.clock.advance(MINUTE);
  const code = totpNow(identity);
  const statuses: number[] = [];
  for (const from of ['192.0.2.1', '192.0.2.2']) {
    const { login } = await passwordFrom(from, officer.password);
    statuses.push(await statusOf(totpFrom(login, from, code)));
  }
  expect(statuses).toEqual([303, 422]);
});

test('an unknown address takes the statements of a known one, and makes none of its own', async () => {
  const statements: string[] = [];
  const query = identity.pool.query.bind(identity.pool);
  identity.pool.query = ((text: string | { text: string }, values: unknown[]) => {
    const sql = typeof text === 'string' ? text : text.text;
    if (/ (account|attempt|sign_in_budget) /.test(sql)) statements.push(sql);
    return query(text as string, values);
  }) as typeof identity.pool.query;
  const tried = async (email: string) => {
    statements.length = 0;
    const login = await beginLogin(identity);
    const answer = await post(login, '192.0.2.50', { step: 'password', email, password: 'wrong' });
    const text = (await answer.text()).replace(email, 'TYPED');
    return { status: answer.status, text, statements: [...statements] };
  };
  const known = await tried(officer.email);
  expect(known.statements.length).toBe(4);
  expect(await tried('nobody@prakerja.example')).toEqual(known);
  identity.pool.query = query as typeof identity.pool.query;
});
