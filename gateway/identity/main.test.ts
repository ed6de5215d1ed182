import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseEnv } from '../../subgraphs/kit/env.ts';
import {
  frontend,
  identityDatabase,
  identityVariables,
  officer,
  putOfficer,
  putPerson,
  siti,
} from '../../tests/testkit/identity.ts';
import { beginLogin, TestBrowser } from '../../tests/testkit/login.ts';
import { freePort } from '../../tests/testkit/port.ts';
import { openDirectory } from './directory.ts';
import { identityEnv } from './env.ts';

const budi = { subject: '01890000-0000-7000-8000-000000000002', phone: '+6281234567891' };
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

const start = (variables: Record<string, string>) => {
  const child = spawn(process.execPath, ['--import', './scripts/loader.mjs', 'gateway/identity/main.ts'], {
    env: { PATH: '', ...variables },
  });
  running.add(child);
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (output.out += String(chunk)));
  child.stderr.on('data', (chunk) => (output.err += String(chunk)));
  const ended = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return { child, output, ended };
};

let variables: Record<string, string>;
beforeAll(async () => {
  variables = { ...identityVariables(await identityDatabase(), await freePort()), LOG_LEVEL: 'trace' };
  const env = parseEnv(identityEnv, variables);
  const { accounts, clients, pool } = await openDirectory(env, { now: () => new Date(), randomBytes });
  await putPerson(accounts, siti);
  await putPerson(accounts, budi);
  await putOfficer(accounts);
  const { id, redirectUri } = frontend;
  await clients.put({ id, name: id, kind: 'FRONTEND', scopes: ['self'], redirectUris: [redirectUri] });
  await pool.end();
});

const listening = (output: { out: string }) =>
  expect.poll(() => output.out, { timeout: 20_000 }).toContain('"msg":"listening"');

const signInWrongly = async (issuer: string) => {
  const login = await beginLogin({ issuer });
  await login.browser.post(login.url, { step: 'phone', phone: siti.phone });
  await login.browser.post(login.url, { step: 'code', code: '000000' });
  await login.browser.post(login.url, { step: 'password', email: officer.email, password: 'wrong-pass-phrase' });
  const { email, password } = officer;
  await login.browser.post(login.url, { step: 'password', email, password });
  await login.browser.post(login.url, { step: 'totp', code: '000000' });
  await new TestBrowser().post(`${issuer}/token`, { grant_type: 'authorization_code', code: siti.phone });
};

test('the development sender prints the code in a marked line, and nothing else shows personal data', async () => {
  const { child, output, ended } = start(variables);
  await listening(output);
  const issuer = variables.ISSUER ?? '';
  const ready = await fetch(`${issuer}/health/ready`);
  expect([ready.status, (await fetch(`${issuer}/health/live`)).status]).toEqual([200, 200]);
  await signInWrongly(issuer);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  const lines = output.out.split('\n');
  const marked = lines.filter((line) => line.startsWith('DEVELOPMENT ONLY: '));
  expect(marked.length).toBe(1);
  expect(marked[0]).toMatch(/^DEVELOPMENT ONLY: the sign-in code of ••••7890 is \d{6}$/);
  const rest = lines.filter((line) => !line.startsWith('DEVELOPMENT ONLY: ')).join('\n') + output.err;
  const code = marked[0]?.slice(-6) ?? '';
  for (const secret of [siti.phone.slice(3), officer.email, officer.password, 'wrong-pass-phrase', code]) {
    expect(rest.includes(secret), secret).toBe(false);
  }
});

const production = { NODE_ENV: 'production', ISSUER: 'https://login.example' };

test('production refuses to print codes, to take a signing key from outside, and to be reached without TLS', async () => {
  const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd', kid: 'k' };
  const { output, ended } = start({ ...variables, NODE_ENV: 'production', SIGNING_KEY: JSON.stringify(jwk) });
  expect(await ended).toBe(2);
  expect(output.err).toMatch(/^identity: wrong environment: CODE_SENDER_URL .*SIGNING_KEY .*ISSUER .*\n$/);
});

test('in production codes go to the sender, cookies are for TLS only, and nothing is printed', async () => {
  const received: { authorization: string | undefined; body: string }[] = [];
  const sender: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    received.push({ authorization: request.headers.authorization, body });
    response.end();
  }).listen(0, '127.0.0.1');
  await once(sender, 'listening');
  const port = await freePort();
  const { child, output, ended } = start({
    ...variables,
    ...production,
    PORT: String(port),
    CODE_SENDER_URL: `http://127.0.0.1:${(sender.address() as AddressInfo).port}/send`,
    CODE_SENDER_TOKEN: 'sender-token',
  });
  await listening(output);
  const challenge = 'a'.repeat(43);
  const query = `client_id=${frontend.id}&response_type=code&scope=self&code_challenge=${challenge}&code_challenge_method=S256&redirect_uri=${frontend.redirectUri}`;
  const asked = await fetch(`http://127.0.0.1:${port}/auth?${query}`, {
    redirect: 'manual',
    headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
  });
  const cookies = asked.headers.getSetCookie();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) expect(cookie).toMatch(/; secure/i);
  expect(asked.headers.get('strict-transport-security')).toContain('max-age');
  const page = `http://127.0.0.1:${port}${asked.headers.get('location')}`;
  const cookie = cookies.map((each) => each.split(';')[0]).join('; ');
  const body = new URLSearchParams({ step: 'phone', phone: budi.phone });
  expect((await fetch(page, { method: 'POST', body, headers: { cookie }, redirect: 'manual' })).status).toBe(303);
  await expect.poll(() => received.length).toBe(1);
  expect(received[0]?.authorization).toBe('Bearer sender-token');
  expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ phone: budi.phone, language: 'en' });
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(output.out).not.toContain(budi.phone.slice(3));
  sender.close();
});

test('a taken port is named in one line', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { output, ended } = start({ ...variables, PORT: String(port) });
  expect(await ended).toBe(1);
  expect(output.err).toBe(`identity: cannot start: port ${port} on 127.0.0.1 is taken\n`);
  server.close();
});
