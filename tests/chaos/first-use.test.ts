import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stepAt, totpAt } from '../../gateway/identity/totp.ts';
import { commands } from '../../scripts/graph/commands.ts';
import { type Cluster, startCluster } from '../../scripts/postgres.ts';
import { services, subgraphs } from '../../scripts/services.ts';
import { SYNTHETIC_DISTRICT } from '../../subgraphs/pmo/profile/nik.ts';
import { startCivilRegistry } from '../testkit/civil-registry.ts';
import { askForToken, assertion, clientKey } from '../testkit/client-key.ts';
import { type CodeInbox, openCodeInbox } from '../testkit/code-inbox.ts';
import { filledIn } from '../testkit/composed.ts';
import { ComposedRun } from '../testkit/composed-run.ts';
import { buildImage } from '../testkit/image.ts';
import { freePort } from '../testkit/port.ts';
import { signInBehindProxy } from '../testkit/proxied-login.ts';
import { personAt } from '../testkit/registration.ts';
import { until } from '../testkit/until.ts';

const image = buildImage();
const cluster = mkdtempSync(join(tmpdir(), 'prakerja-first-'));
const issuer = 'https://login.prakerja.example';
const frontend = { id: 'prakerja-web', redirectUri: 'https://www.prakerja.example/callback' };
const wave = 1;

let codes: CodeInbox;
let civil: Awaited<ReturnType<typeof startCivilRegistry>>;
let postgres: Cluster;
let composed: ComposedRun;

beforeAll(async () => {
  codes = await openCodeInbox();
  civil = await startCivilRegistry();
  postgres = await startCluster({ dataDir: cluster, port: await freePort(), durable: false });
  const variables = filledIn({
    TOKEN_ISSUER: issuer,
    CODE_SENDER_URL: codes.url,
    CODE_SENDER_TOKEN: 'token-of-the-sender',
    CIVIL_REGISTRY_URL: civil.url,
    CIVIL_REGISTRY_KEY: civil.key,
    // The cluster made its own; in the image of PostgreSQL it is this variable that sets it.
    POSTGRES_PASSWORD: new URL(postgres.adminUrl).password,
  });
  const names = services.map(({ name }) => name);
  composed = await ComposedRun.open({ image, variables, postgresPort: postgres.port, names });
});

afterAll(async () => {
  await composed?.stop();
  await postgres?.stop();
  codes?.stop();
  civil?.stop();
  rmSync(cluster, { recursive: true, force: true });
  image.remove();
});

interface Answer {
  data?: Record<string, Record<string, unknown> & { refusal: { code: string } | null }>;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Asks a document by its id, as a frontend does where known documents are required. */
const ask = async (token: string, documentId: string, variables: object): Promise<Answer> => {
  const response = await fetch(`${composed.url('gateway')}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'x-forwarded-for': '203.0.113.7',
    },
    body: JSON.stringify({ documentId, variables }),
  });
  return (await response.json()) as Answer;
};

const done = async (...[token, document, variables]: Parameters<typeof ask>): Promise<Record<string, unknown>> => {
  const { data, errors } = await ask(token, document, variables);
  expect(errors, document).toBeUndefined();
  const [payload] = Object.values(data ?? {});
  expect(payload?.refusal ?? null, document).toBeNull();
  return payload ?? {};
};

const key = () => crypto.randomUUID();
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const fromBase32 = (text: string) => {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};

let officer = '';
let organization = '';

test('every command for operators is in the image, and one of a checkout says so', async () => {
  const failures: string[] = [];
  for (const [name, { isOfCheckout }] of Object.entries(commands)) {
    if (['secrets', 'wave'].includes(name) || isOfCheckout || /^verify-|^witness$/.test(name)) {
      const { code, err } = await composed.run('graph', [name, '--help']);
      if (isOfCheckout ? code !== 1 || !err.includes('in a checkout') : code !== 0) failures.push(`${name}: ${err}`);
    }
  }
  expect(failures).toEqual([]);
});

test('on an empty cluster every service starts from the compose file, in its order', async () => {
  const prepared = await composed.run('databases');
  expect([prepared.err, prepared.code]).toEqual(['', 0]);
  await Promise.all([...subgraphs.map(({ name }) => name), 'identity'].map((name) => composed.start(name)));
  const published = await composed.run('publish-own');
  expect([published.err, published.code]).toEqual(['', 0]);
  await composed.start('gateway');
});

test('the first officer gets an account and a frontend by commands, and signs in behind the TLS proxy', async () => {
  const made = await composed.run('graph', [
    'accounts',
    'add-officer',
    '--email',
    'ani@pmo.example',
    '--generate-password',
  ]);
  expect([made.err, made.code]).toEqual(['', 0]);
  const added = await composed.run('graph', [
    'frontends',
    'add',
    '--id',
    frontend.id,
    '--redirect-uri',
    frontend.redirectUri,
  ]);
  expect([added.err, added.code]).toEqual(['', 0]);
  const password = /^Password {2}(.+)$/m.exec(made.out)?.[1] ?? '';
  const totp = fromBase32(/secret=([A-Z2-7]+)/.exec(made.out)?.[1] ?? '');
  const scope = 'openid organization:manage wave:manage';
  officer = await signInBehindProxy(
    { issuer, url: composed.url('identity') },
    { frontend, scope },
    async ({ post }) => {
      await post({ step: 'password', email: 'ani@pmo.example', password });
      return post({ step: 'totp', code: totpAt(totp, stepAt(new Date())) });
    },
  );
  expect(decodeJwt(officer)).toMatchObject({ iss: issuer, azp: frontend.id, role: 'officer' });
});

test('the officer registers an organisation and its client, which gets tokens of its own', async () => {
  const input = { name: 'Skill Academy', kind: 'PLATFORM' };
  const made = await done(officer, 'register-organization', { idempotencyKey: key(), input });
  organization = (made.organization as { id: string }).id;
  const own = await clientKey('first');
  const client = await done(officer, 'register-client', {
    idempotencyKey: key(),
    input: { organizationId: organization, name: 'Catalogue', scopes: ['course:publish'], jwk: own.jwk },
  });
  const { id: clientId } = client.client as { id: string };
  const token = await until(
    async () => {
      const proof = await assertion({ issuer, clientId, key: own });
      const headers = { 'x-forwarded-for': '203.0.113.8', 'x-forwarded-proto': 'https' };
      return askForToken(composed.url('identity'), { client_assertion: proof, scope: 'course:publish' }, headers);
    },
    ({ access_token: given }) => given !== undefined,
    20_000,
  );
  expect(decodeJwt(token.access_token ?? '')).toMatchObject({ org: organization, role: 'platform' });
});

test('the officer plans and opens a wave by the command that is in the image', async () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const number = ['--number', String(wave)];
  const run = (...args: string[]) =>
    composed.run('graph', ['wave', ...args, ...number, '--yes'], { GRAPH_TOKEN: officer });
  const created = await run('create', '--quota', '10', '--opens', day(1), '--closes', day(8));
  expect([created.err, created.code]).toEqual(['', 0]);
  const opened = await run('open');
  expect([opened.err, opened.code]).toEqual(['', 0]);
});

test('a participant signs in by phone, registers, confirms, and is in the wave', async () => {
  const { phone, email, nik, ...input } = personAt(1);
  // Production takes none that is made up for tests: one of a district that exists.
  const real = nik.replace(SYNTHETIC_DISTRICT, '01');
  const international = phone.replace(/^0/, '+62');
  const target = { issuer, url: composed.url('identity') };
  const token = await signInBehindProxy(target, { frontend, scope: 'openid self' }, async ({ post }) => {
    await post({ step: 'phone', phone });
    return post({ step: 'code', code: await codes.newest(international) });
  });
  expect(decodeJwt(token)).toMatchObject({ role: 'participant', scope: 'self' });
  const signInCode = await codes.newest(international);
  await done(token, 'register-participant', { key: key(), input: { ...input, nik: real, phone, email } });
  for (const [channel, to] of [
    ['PHONE', international],
    ['EMAIL', email],
  ] as const) {
    await done(token, 'request-verification-code', { channel });
    await done(token, 'confirm-verification-code', { channel, code: await codes.newest(to, signInCode) });
  }
  const joined = await done(token, 'join-wave', { number: wave, key: key() });
  expect(joined.registration).toMatchObject({ status: 'JOINED' });
  expect(codes.all.every(({ authorization }) => authorization === 'Bearer token-of-the-sender')).toBe(true);

  const text = await ask(token, 'no-such-document', {});
  expect(text.errors?.[0]?.extensions?.code).toBe('DOCUMENT_UNKNOWN');
});
