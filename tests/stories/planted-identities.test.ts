import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { services as allServices } from '../../scripts/services.ts';
import { frontend } from '../../scripts/stack/developer.data.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { identityPlace, unpackIdentity } from '../../subgraphs/pmo/identity/identity.record.ts';
import { graphClient } from '../testkit/client.ts';
import { type Collector, startCollector } from '../testkit/collector.ts';
import { DigitSearch, type Hit } from '../testkit/digit-search.ts';
import { beginLogin } from '../testkit/login.ts';
import { freePort } from '../testkit/port.ts';
import { JOIN, personAt, REGISTER } from '../testkit/registration.ts';
import { scrape } from '../testkit/scrape.ts';
import { stackOffsets, startTestStack, type TestStack } from '../testkit/stack.ts';

const PEOPLE = 10_000;
/** Number of those people whose identities are sent through every door. */
const SENT = 60;

interface Identity {
  nik: string;
  kk: string;
  phone: string;
}

/** The id of a request whose trace is kept as one of a hundred. */
const KEPT = '019ad0c3-9f4e-7a31-8d2c-5b1e00000064';

const search = new DigitSearch();
const answers: string[] = [];
const sent: Identity[] = [];
let running: TestStack;
let metricsPort: number;
let collector: Collector;

/** What is sealed in the database, opened with the key of the vault. */
const readIdentities = async (): Promise<Identity[]> => {
  const keys = readSecrets(running.data).vaultKeys.pmo;
  if (!keys) throw new Error('pmo has no vault');
  const client = new pg.Client({ connectionString: running.stack.databases.pmo });
  await client.connect();
  const { rows } = await client.query<{ id: string; sealed: Buffer }>(
    'select participant_id as id, sealed from participant_identity',
  );
  const sealed = rows.map((row) => ({ ...identityPlace(row.id), kind: 'identity' as const, sealed: row.sealed }));
  const opened = await new Vault(keys).open(client, sealed);
  await client.end();
  return opened.map((value) => {
    if (!value || value instanceof Error) throw new Error('an identity does not open');
    const { nik, kk, phone } = unpackIdentity(value);
    return { nik: nik?.reveal() ?? '', kk: kk?.reveal() ?? '', phone: phone?.reveal() ?? '' };
  });
};

beforeAll(async () => {
  metricsPort = await freePort(stackOffsets);
  collector = await startCollector();
  const env = { LOG_LEVEL: 'debug', OTLP_URL: collector.url };
  running = await startTestStack({ people: PEOPLE, metricsPort, env });
  const identities = await readIdentities();
  expect(identities).toHaveLength(PEOPLE);
  const fresh = Array.from({ length: SENT }, (_, index) =>
    personAt(index + 1, `32739977${String(index).padStart(8, '7')}`),
  );
  sent.push(
    ...identities.slice(0, SENT),
    ...fresh.map(({ nik, kk, phone }) => ({ nik, kk, phone: `+62${phone.slice(1)}` })),
  );
  for (const { nik, kk, phone } of [...identities, ...sent]) for (const value of [nik, kk, phone]) search.plant(value);
}, 240_000);
afterAll(async () => {
  await running.stop();
  await collector.stop();
});

const post = async (body: string, headers: Record<string, string> = {}) => {
  const response = await fetch(running.stack.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  answers.push(await response.text());
};

const ask = async (query: string, variables: object, id?: string) => {
  const target = { url: running.stack.url, data: running.data };
  const client = graphClient(target)(id ? 'participant' : 'officer', id);
  answers.push(JSON.stringify(await client.query(query, variables)));
};

const socket = ({ nik, phone }: Identity) =>
  new Promise<void>((resolve) => {
    const client = new WebSocket(running.stack.url.replace('http', 'ws'), 'graphql-transport-ws');
    client.once('open', () =>
      client.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${nik}`, phone } })),
    );
    client.on('message', (message) => answers.push(String(message)));
    client.once('close', (_code, reason) => {
      answers.push(String(reason));
      resolve();
    });
  });

/** Everywhere a client can put a number, with what is right, wrong and malformed. */
const doors: ((identity: Identity, at: number) => Promise<void>)[] = [
  ({ nik }) => post(JSON.stringify({ query: `{ participant(id: "${nik}") { id } wave(number: ${nik}) { number } }` })),
  ({ kk }) => post(JSON.stringify({ query: 'query ($n: Int!) { wave(number: $n) { number } }', variables: { n: kk } })),
  ({ nik, phone }) => post(`{"query": "{ me ${nik} ${phone}`),
  ({ nik }) => post(JSON.stringify({ query: `query Q${nik} { me { id${nik} } }`, operationName: `Q${nik}` })),
  ({ nik, kk }) =>
    post('{"query":"{ me { id } }"}', { 'x-request-id': nik, 'x-caller': kk, authorization: `Bearer ${nik}` }),
  async ({ phone, nik }) => {
    const query = new URLSearchParams({ query: `{ region(code: "${nik}") { name } }`, variables: `{"p":"${phone}"` });
    answers.push(await (await fetch(`${running.stack.url}?${query}`)).text());
  },
  socket,
  ({ nik, kk, phone }) => ask('query ($id: ID!) { participant(id: $id) { id } }', { id: nik, kk, phone }),
  ({ nik, kk, phone }, at) =>
    ask(REGISTER, { key: nik, input: { ...personAt(at + 1), nik, kk, phone, name: kk, motivation: phone } }, uuidv7()),
  async ({ nik, kk, phone }, at) => {
    const id = uuidv7();
    await ask(REGISTER, { key: `key-of-${id}`, input: { ...personAt(at + 1), nik, kk, phone } }, id);
    await ask('mutation { requestVerificationCode(channel: PHONE) { refusal { code } } }', {}, id);
    await ask(JOIN, { wave: 1005, key: kk }, id);
  },
  async ({ phone }) => {
    const { issuer } = readStackFile(running.data);
    const login = await beginLogin({ issuer, frontend });
    answers.push(await (await login.browser.post(login.url, { step: 'phone', phone })).text());
  },
  async ({ nik, phone }) => {
    const events = running.stack.url.replace(/\d+\/graphql$/, (port) => `${Number.parseInt(port, 10) + 3}/events`);
    const response = await fetch(events, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json', 'webhook-id': nik },
      body: JSON.stringify({ id: nik, data: { phone } }),
    });
    answers.push(await response.text());
  },
];

const tablesOf = async (client: pg.Client) =>
  (
    await client.query<{ name: string }>(
      `select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
        where relkind = 'r' and nspname not in ('pg_catalog', 'information_schema')`,
    )
  ).rows.map(({ name }) => name);

/** What every service shows on its port for metrics. */
const scrapeAll = () =>
  Promise.all(allServices.map(async ({ portOffset }) => (await scrape(metricsPort + portOffset)).text));

/** Every row of every table of every database, as text. */
const dump = async (): Promise<Hit[]> => {
  const hits: Hit[] = [];
  for (const [name, connectionString] of Object.entries(running.stack.databases)) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    for (const table of await tablesOf(client)) {
      const { rows } = await client.query<{ row: string }>(`select any_row::text as row from ${table} any_row`);
      hits.push(...rows.flatMap(({ row }) => search.in(`${name} ${table}`, row)));
    }
    await client.query('checkpoint').catch(() => undefined);
    await client.end();
  }
  return hits;
};

test('of 10,000 people no NIK, KK or phone is found in answers, metrics, traces, logs, tables or files', async () => {
  for (const [at, identity] of sent.entries()) {
    for (const door of doors) await door(identity, at);
  }
  expect(search.size).toBeGreaterThanOrEqual(3 * PEOPLE);
  expect(answers.length).toBeGreaterThanOrEqual(sent.length * doors.length);
  expect(answers.flatMap((answer) => search.in('answer', answer)).slice(0, 5)).toEqual([]);
  expect((await scrapeAll()).flatMap((text) => search.in('metrics', text))).toEqual([]);
  const officer = graphClient({ url: running.stack.url, data: running.data })('officer');
  await officer.query('{ wave(number: 1005) { number } }', {}, { 'x-request-id': KEPT });
  const kept = () => collector.spans().filter(({ traceId }) => traceId === KEPT.replaceAll('-', ''));
  const services = () => kept().map(({ service }) => service);
  await expect.poll(() => services().toSorted()).toEqual(['gateway', 'gateway', 'pmo']);
  expect(collector.bodies.flatMap((body) => search.in('trace', body)).slice(0, 5)).toEqual([]);
  expect((await dump()).slice(0, 5)).toEqual([]);
  expect(search.below(running.data).slice(0, 5)).toEqual([]);
}, 240_000);

test('what is planted where it must not be is found', async () => {
  const [canary] = sent;
  if (!canary) throw new Error('nobody was planted');
  appendFileSync(join(running.data, 'logs', 'pmo.log'), `{"msg":"of ${canary.nik}"}\n`);
  writeFileSync(join(running.data, 'core'), Buffer.concat([Buffer.from([0, 255]), Buffer.from(`9${canary.kk}1`)]));
  const client = new pg.Client({ connectionString: running.stack.databases.jobs });
  await client.connect();
  await client.query(`create table canary as select $1::text as phone`, [canary.phone.replace('+62', '0')]);
  await client.end();
  const places = [...(await dump()), ...search.below(running.data)].map(({ place }) => place);
  expect(places).toEqual(expect.arrayContaining(['jobs public.canary', join('logs', 'pmo.log'), 'core']));
});
