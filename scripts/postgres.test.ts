import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../tests/testkit/port.ts';
import { isAlive } from './postgres/living-server.ts';
import type { Cluster } from './postgres.ts';
import { ensureDatabases, startCluster } from './postgres.ts';

// Closed to the user whom PostgreSQL runs as when root starts it.
const data = mkdtempSync(join(tmpdir(), 'prakerja-postgres-'));
const dataDir = join(data, 'postgres');
const pidFile = join(dataDir, 'pgdata', 'postmaster.pid');
const passwordOf = (name: string) => `${name}-password`;
let port: number;
let cluster: Cluster;
let urls: Record<string, string>;

const query = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

const serverPid = () => Number(readFileSync(pidFile, 'utf8').split('\n')[0]);

/** Starts the cluster in a process of its own, which a test can kill. */
const launchElsewhere = async (): Promise<ChildProcess> => {
  const code = `import { startCluster } from './scripts/postgres.ts';
    await startCluster(${JSON.stringify({ dataDir, port })});
    console.log('started');
    setInterval(() => undefined, 1000);`;
  const args = ['--import', './scripts/loader.mjs', '--input-type=module', '-e', code];
  const launcher = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(launcher.stdout, 'data');
  return launcher;
};

const ended = async (pid: number): Promise<void> => {
  while (isAlive(pid)) await delay(20);
};

beforeAll(async () => {
  port = await freePort();
  cluster = await startCluster({ dataDir, port });
  urls = await ensureDatabases(cluster.adminUrl, ['alpha', 'beta'], passwordOf);
});

afterAll(async () => {
  await cluster.stop();
  rmSync(data, { recursive: true, force: true });
});

test('a role owns its database and cannot connect to another', async () => {
  await query(urls.alpha ?? '', 'create schema pgboss; create table public.secret (word text)');
  const intruder = new URL(urls.alpha ?? '');
  intruder.pathname = '/beta';
  await expect(query(intruder.href, 'select 1')).rejects.toThrow('permission denied for database "beta"');
  const impostor = new URL(urls.beta ?? '');
  impostor.username = 'alpha';
  await expect(query(impostor.href, 'select 1')).rejects.toThrow('password authentication failed for user "alpha"');
});

test('no role can connect to any database but its own', async () => {
  const found = await query(cluster.adminUrl, 'select datname as name from pg_database order by 1');
  const names = found.map(({ name }) => String(name));
  expect(names).toEqual(['alpha', 'beta', 'postgres', 'template0', 'template1']);
  for (const role of ['alpha', 'beta']) {
    const reached: string[] = [];
    for (const name of names) {
      const url = new URL(urls[role] ?? '');
      url.pathname = `/${name}`;
      await query(url.href, 'select 1').then(
        () => reached.push(name),
        (error: Error) => expect(error.message).toMatch(/permission denied for database|not currently accepting/),
      );
    }
    expect(reached).toEqual([role]);
  }
});

test('ensuring the databases again keeps their rows', async () => {
  await query(urls.beta ?? '', `create table kept as select 'row' as word`);
  const again = await ensureDatabases(cluster.adminUrl, ['alpha', 'beta'], passwordOf);
  expect(again).toEqual(urls);
  expect(await query(again.beta ?? '', 'select word from kept')).toEqual([{ word: 'row' }]);
});

test('a creator who is no superuser can create the databases too', async () => {
  await query(cluster.adminUrl, `create role creator login createdb createrole password 'creator-password'`);
  await query(cluster.adminUrl, 'grant connect on database postgres to creator');
  const creator = new URL(cluster.adminUrl);
  creator.username = 'creator';
  creator.password = 'creator-password';
  const created = await ensureDatabases(creator.href, ['gamma'], passwordOf);
  expect(await query(created.gamma ?? '', 'select current_user')).toEqual([{ current_user: 'gamma' }]);
});

test('the data directory and the superuser password are for their owner only', () => {
  for (const directory of [data, dataDir, join(dataDir, 'pgdata')])
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(statSync(join(dataDir, 'postgres.log')).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'pgdata', 'superuser.password')).mode & 0o777).toBe(0o600);
});

test('a taken port is named in one line', async () => {
  const taken = createServer();
  await once(taken.listen(await freePort(), '127.0.0.1'), 'listening');
  const address = taken.address() as { port: number };
  const elsewhere = mkdtempSync(join(tmpdir(), 'prakerja-postgres-'));
  const message = `Port ${address.port}, for PostgreSQL, is taken: stop what uses it or choose another --port.`;
  await expect(startCluster({ dataDir: elsewhere, port: address.port, durable: false })).rejects.toThrow(message);
  taken.close();
  rmSync(elsewhere, { recursive: true, force: true });
});

test('a data directory in use by a running stack is refused in one line', async () => {
  const other = { dataDir, port: await freePort() };
  const message = `is in use by a running stack (process ${process.pid}, PostgreSQL on port ${port})`;
  await expect(startCluster(other)).rejects.toThrow(message);
  expect(await query(cluster.adminUrl, 'select 1 as alive')).toEqual([{ alive: 1 }]);
});

test('a committed row survives kill -9 of the server, whose stale lock does not matter', async () => {
  await query(urls.alpha ?? '', `create table committed as select 7 as number`);
  process.kill(serverPid(), 'SIGKILL');
  await cluster.ended;
  expect(existsSync(pidFile)).toBe(true);
  cluster = await startCluster({ dataDir, port });
  expect(await query(urls.alpha ?? '', 'select number from committed')).toEqual([{ number: 7 }]);
});

test('a stale lock whose number another program got since does not matter', async () => {
  const lock = readFileSync(pidFile, 'utf8');
  const stale = lock.replace(/^\d+/, String(process.ppid));
  process.kill(serverPid(), 'SIGKILL');
  await cluster.ended;
  writeFileSync(pidFile, stale);
  cluster = await startCluster({ dataDir, port });
  expect(serverPid()).not.toBe(process.ppid);
});

test('a start ends the sessions that outlive a killed server, one in a long statement too', async () => {
  const client = new pg.Client({ connectionString: urls.alpha });
  client.on('error', () => undefined);
  await client.connect();
  const session = (await client.query('select pg_backend_pid() as pid')).rows[0].pid as number;
  process.kill(session, 'SIGSTOP');
  const busy = new pg.Client({ connectionString: urls.alpha });
  busy.on('error', () => undefined);
  await busy.connect();
  const statement = busy.query('do $$ begin loop end loop; end $$').catch((error: Error) => error.message);
  await delay(100);
  process.kill(serverPid(), 'SIGKILL');
  await cluster.ended;
  const killedMs = performance.now();
  cluster = await startCluster({ dataDir, port });
  expect(performance.now() - killedMs).toBeLessThan(8_000);
  expect(isAlive(session)).toBe(false);
  expect(await statement).toContain('terminated');
  await client.end().catch(() => undefined);
  expect(await query(urls.alpha ?? '', 'select number from committed')).toEqual([{ number: 7 }]);
});

test('the server stops when its launcher is killed', async () => {
  await cluster.stop();
  const launcher = await launchElsewhere();
  const server = serverPid();
  launcher.kill('SIGKILL');
  await ended(server);
  expect(existsSync(pidFile)).toBe(false);
});

test('a start right after the launcher was killed takes over its directory and port', async () => {
  const launcher = await launchElsewhere();
  const server = serverPid();
  launcher.kill('SIGKILL');
  await once(launcher, 'exit');
  cluster = await startCluster({ dataDir, port });
  expect(serverPid()).not.toBe(server);
  expect(await query(urls.alpha ?? '', 'select number from committed')).toEqual([{ number: 7 }]);
});
