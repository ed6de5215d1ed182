import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Cluster, ensureDatabases, startCluster } from '../../scripts/postgres.ts';
import { processes } from '../../scripts/services.ts';
import { sampleAlumnus } from '../../scripts/stack/sample.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { freePort } from '../testkit/port.ts';
import {
  childrenOf,
  dataDirectory,
  launch,
  run,
  type StartedProcess,
  type StartProcess,
  stackPort,
  start,
  survivors,
} from '../testkit/start.ts';

const STOP_MS = 5_000;
/** The services, the simulators, PostgreSQL and its watchdog. */
const PROCESSES = processes.length + 2;

let first: StartedProcess;
/** A stack over a cluster that was there before. */
let second: StartedProcess;
let theirs: Cluster;
const theirDirectory = dataDirectory();

beforeAll(async () => {
  first = await start({ port: await stackPort(), data: dataDirectory(), seed: '600' });
});

afterAll(async () => {
  for (const stack of [first, second]) if (stack && existsSync(`/proc/${stack.pid}`)) await stack.end('SIGINT');
  await theirs?.stop();
  for (const directory of [first.data, theirDirectory]) rmSync(directory, { recursive: true, force: true });
});

const oneLine = (text: string) => [expect.stringContaining(text)];

const ask = async (url: string, body: string, token?: string) => {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { method: 'POST', headers, body });
  return (await response.json()) as { data: Record<string, unknown>; errors?: { extensions: { code: string } }[] };
};

const count = async (url: string, table: string): Promise<number> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]?.count ?? -1;
  } finally {
    await client.end();
  }
};

const databaseOf = ({ data }: StartProcess, name: string) => readStackFile(data).subgraphs[name]?.databaseUrl ?? '';
const participants = (stack: StartProcess) => count(databaseOf(stack, 'pmo'), 'participant');
const allProcesses = ({ pid }: StartProcess) => [...childrenOf(pid).keys()];

test('the last start-up line says where the graph is, after progress, a sample query and how to get tokens', () => {
  const lines = first.lines();
  expect(lines.at(-1)).toBe(`Prakerja Graph is ready at ${first.url}`);
  expect(lines[1]).toBe(`PostgreSQL is ready on port ${first.port + 90}`);
  for (const { name } of processes) expect(lines).toContain(`${name} is ready`);
  expect(lines.filter((line) => line.startsWith('Tokens:'))).toEqual(oneLine(`--data ${first.data}`));
  expect(childrenOf(first.pid).size).toBe(PROCESSES);
});

test('the gateway serves what the registry has, signed by keys of its data directory', async () => {
  for (const name of ['pmo', 'training', 'payments', 'jobs', 'registry'])
    expect(first.lines()).toContain(`registry: revision 1 of ${name} is LIVE`);
  const text = `select left(supergraph_hash, 16) as id from release order by number desc limit 1`;
  const client = new pg.Client({ connectionString: databaseOf(first, 'registry') });
  await client.connect();
  const { rows } = await client.query<{ id: string }>(text);
  await client.end();
  const answer = await fetch(first.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ __typename }"}',
  });
  expect(answer.headers.get('x-supergraph-revision')).toBe(rows[0]?.id);
  const state = await run('graph', ['supergraph', 'show', '--data', first.data]);
  expect(state.out.join('\n')).toMatch(
    new RegExp(`${rows[0]?.id}.*live.*http://127\\.0\\.0\\.1:${first.port + 5}/bundle`),
  );
});

test('the printed sample query answers with a token of npm run token, each role seeing what it may', async () => {
  const body = first.lines().find((line) => line.trim().startsWith("-d '"));
  const query = body?.trim().slice(4, -1) ?? '';
  const tokenOf = async (...args: string[]) => (await run('token', ['--data', first.data, '--as', ...args])).out[0];
  const [officer, participant, wallet] = await Promise.all(
    ['officer', 'participant', 'wallet'].map((role) => tokenOf(role)),
  );
  const whole = {
    name: expect.any(String),
    status: 'ALUMNI',
    certificates: { nodes: [expect.anything()] },
    trainingBalance: { granted: expect.any(Number) },
    recommendedVacancies: { nodes: expect.any(Array) },
  };
  expect(await ask(first.url, query, officer)).toMatchObject({ data: { participant: whole } });
  expect(await ask(first.url, query, participant)).toMatchObject({ data: { participant: whole } });
  // What a wallet is shown of the graph has no such fields.
  const refused = await ask(first.url, query, wallet);
  expect([refused.data, refused.errors?.[0]?.extensions.code]).toEqual([undefined, 'GRAPHQL_VALIDATION_FAILED']);
  const stranger = await tokenOf('participant', '--id', '00000000-0000-7000-8000-000000000001');
  expect((await ask(first.url, query, stranger)).data.participant).toBeNull();
});

test.for([
  [['token', '--as', 'king'], '--as takes one of: participant, officer'],
  [['token'], '--as takes one of: participant, officer'],
  [['token', '--as', 'officer', '--data', '/nowhere'], 'no stack runs on /nowhere'],
  [['graph', 'invariants', '--data', '/nowhere'], 'no stack runs on /nowhere'],
  [['graph', 'seed', '--data', '/nowhere'], 'no stack runs on /nowhere'],
  [['graph', 'seed', '--people', '-1'], "Option '--people' argument is ambiguous"],
  [['graph', 'seed', '--people', 'none'], '--people takes small or a number from 1 to 1000000; it was none'],
  [['graph', 'migrate', '--data', '/nowhere'], 'no stack runs on /nowhere'],
  [
    ['graph', 'migrate', '--subgraph', 'bank'],
    'no subgraph bank; there are: pmo, training, payments, jobs, registry, identity',
  ],
  [['start', '--seed', 'abc'], '--seed takes none, small, or a number from 1 to 1000000; it was abc'],
  [['start', '--port', '99'], '--port takes a number from 1024 to 32000; it was 99'],
  [['start', '--prot', '4000'], "Unknown option '--prot'"],
] as const)('%j ends with one line, and 2 where the call is wrong', async ([[script, ...args], line]) => {
  const code = line.startsWith('no stack') ? 1 : 2;
  expect(await run(script, args)).toEqual({ code, out: [], err: oneLine(line) });
});

test('a second start on the same data ends with one line, and a second start on a taken port too', async () => {
  const same = await run('start', ['--port', String(await stackPort()), '--data', first.data]);
  expect(same).toEqual({ code: 1, out: [], err: oneLine(`a stack already runs on ${first.data}: ${first.url}`) });
  const data = dataDirectory();
  const taken = await run('start', ['--port', String(first.port), '--data', data]);
  expect(taken).toEqual({ code: 1, out: [], err: oneLine(`port ${first.port} (gateway) is taken`) });
  rmSync(data, { recursive: true });
});

test.for([
  [0, 'gateway'],
  [3, 'payments'],
  [90, 'PostgreSQL'],
] as const)('a taken port P+%i is named with %s in one line, and nothing is left', async ([offset, name]) => {
  const port = await stackPort();
  const data = dataDirectory();
  const squatter = createServer().listen(port + offset, '127.0.0.1');
  onTestFinished(() => void squatter.close());
  await once(squatter, 'listening');
  const { code, err } = await run('start', ['--port', String(port), '--data', data, '--seed', 'none']);
  expect([code, err]).toEqual([1, [expect.stringMatching(new RegExp(`ort ${port + offset}\\b.*${name}.* is taken`))]]);
  expect(existsSync(join(data, 'stack.json'))).toBe(false);
  rmSync(data, { recursive: true });
});

test('with DATABASE_URL a start uses that cluster and starts no other', async () => {
  const data = join(theirDirectory, 'ours');
  const port = await freePort();
  theirs = await startCluster({ dataDir: join(theirDirectory, 'theirs'), port, durable: false });
  const env = { DATABASE_URL: theirs.adminUrl };
  const migrated = await run('graph', ['migrate', '--data', data], env);
  expect(migrated.out[0]).toMatch(/^pmo: 001-/);
  second = await start({ port: await stackPort(), data, seed: 'none', env });
  expect([...childrenOf(second.pid).values()].filter((line) => line.includes('postgres -D'))).toEqual([]);
  expect(new URL(databaseOf(second, 'pmo')).port).toBe(String(port));
  expect(existsSync(join(second.data, 'postgres'))).toBe(false);
});

test('a stack with --seed none beside another has reference data and nobody, until npm run graph -- seed fills it', async () => {
  const reference = '{"query":"{ regions(level: PROVINCE) { code } skills { code } wave(number: 1) { status } }"}';
  const { data } = await ask(second.url, reference);
  expect([(data.regions as []).length, data.wave]).toEqual([38, { status: 'SETTLED' }]);
  expect((data.skills as []).length).toBeGreaterThan(100);
  expect([await participants(second), await participants(first)]).toEqual([0, 600]);

  const seed = ['seed', '--data', second.data, '--people', '250', '--seed', '7'];
  expect(await run('graph', seed)).toMatchObject({ code: 0, out: ['seed: 250 synthetic participants, seed number 7'] });
  expect(await run('graph', seed)).toEqual({ code: 1, out: [], err: oneLine('there are participants already') });
  expect([await participants(second), await participants(first)]).toEqual([250, 600]);
  expect(await run('graph', ['invariants', '--data', second.data])).toMatchObject({ code: 0 });
  const one = databaseOf(first, 'pmo');
  const other = databaseOf(second, 'pmo');
  expect(await sampleAlumnus(one)).not.toBe(await sampleAlumnus(other));
});

test('connections that carry no request do not hold up the stop, which leaves a cluster that was there running', async () => {
  const sockets = [0, 1, 3].map((offset) => connect(second.port + offset, '127.0.0.1').on('error', () => undefined));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const { code, tookMs } = await second.end('SIGTERM');
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(second.within(STOP_MS));
  await ensureDatabases(theirs.adminUrl, ['pmo'], () => 'still-there');
  expect(existsSync(join(second.data, 'postgres'))).toBe(false);
});

test('npm run graph -- migrate says what it did with each database of the running stack', async () => {
  const names = ['pmo', 'training', 'payments', 'jobs', 'registry', 'identity'];
  const { code, out } = await run('graph', ['migrate', '--data', first.data]);
  expect([code, out]).toEqual([0, names.map((name) => `${name}: nothing to do`)]);
});

test('Ctrl-C stops everything quickly, while it starts too, and the next start keeps the data', async () => {
  const processes = allProcesses(first);
  expect(processes).toHaveLength(PROCESSES);
  const { code, tookMs } = await first.end('SIGINT');
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(first.within(STOP_MS));
  expect(await survivors(processes, 0)).toEqual([]);
  expect(existsSync(join(first.data, 'stack.json'))).toBe(false);

  const started = launch({ port: first.port, data: first.data });
  await started.printed(/^Starting gateway/);
  const begun = allProcesses(started);
  expect(begun.length).toBeGreaterThanOrEqual(2);
  expect(await started.end('SIGINT')).toMatchObject({ code: 0 });
  expect(await survivors(begun, 0)).toEqual([]);
  expect(started.lines().at(-1)).toBe('Stopping …');

  first = await start({ port: first.port, data: first.data, seed: '900' });
  expect(await participants(first)).toBe(600);
  expect(first.lines().join()).not.toContain('Seeding');
});

test('kill -9 of the start leaves no process, and the next start on the same data works', async () => {
  const processes = allProcesses(first);
  expect(processes).toHaveLength(PROCESSES);
  await first.end('SIGKILL');
  expect(await survivors(processes, 20_000)).toEqual([]);
  first = await start({ port: first.port, data: first.data });
  expect(await participants(first)).toBe(600);
});

test('a stack.json whose process number another program got since is no obstacle', async () => {
  const data = dataDirectory();
  const file = readFileSync(join(first.data, 'stack.json'), 'utf8');
  onTestFinished(() => rmSync(data, { recursive: true }));
  writeFileSync(join(data, 'stack.json'), JSON.stringify({ ...JSON.parse(file), pid: process.pid }));
  expect(() => readStackFile(data)).toThrow(`no stack runs on ${data}`);
});

test('kill -9 while one starts beside another leaves no process of it, and the other goes on', async () => {
  const port = await stackPort();
  const data = dataDirectory();
  onTestFinished(() => rmSync(data, { recursive: true }));
  const started = launch({ port, data });
  await started.printed(/^gateway is ready/);
  const processes = allProcesses(started);
  await started.end('SIGKILL');
  expect(await survivors(processes, 20_000)).toEqual([]);
  expect(await ask(first.url, '{"query":"{ wave(number: 1) { status } }"}')).toMatchObject({ data: { wave: {} } });
});
