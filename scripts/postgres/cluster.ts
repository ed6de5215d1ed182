import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { cutLog, openLog } from '../rotating-log.ts';
import type { Account } from './account.ts';
import { accountFor, ownDirectory } from './account.ts';
import { type Binaries, prepareBinaries } from './binaries.ts';
import { ClusterError } from './cluster.error.ts';
import { prepareCluster, prepareDataDirectory } from './data-directory.ts';
import { clearDataDirectory } from './living-server.ts';
import { settingsArguments } from './settings.ts';

export interface ClusterOptions {
  dataDir: string;
  port: number;
  /** False for tests: faster, and a crash of the machine loses everything. */
  durable?: boolean;
  maxConnections?: number;
  /** Settings beside ours, such as those of an archive. */
  settings?: Record<string, string>;
}

export interface Cluster {
  /** URL of the superuser on the database `postgres`. */
  adminUrl: string;
  port: number;
  /** Resolves when the server has ended, wanted or not. */
  ended: Promise<void>;
  /** Fast shutdown: ends the sessions, writes a checkpoint and waits for the end. */
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 120_000;
const SESSIONS_END_MS = 10_000;
const STOP_TIMEOUT_MS = 60_000;
const POLL_MS = 25;
const LONGEST_POLL_MS = 250;
/** The server writes by itself: its log is looked after from outside. */
const CUT_EVERY_MS = 1_000;
const isWindows = process.platform === 'win32';

const assertPortIsFree = async (port: number): Promise<void> => {
  const probe = createServer();
  const opened = once(probe.listen({ port, host: '127.0.0.1', exclusive: true }), 'listening');
  await opened.catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EADDRINUSE' ? 'is taken' : `cannot be opened (${error.message})`;
    throw new ClusterError(`Port ${port}, for PostgreSQL, ${reason}: stop what uses it or choose another --port.`);
  });
  await new Promise((closed) => probe.close(closed));
};

/**
 * The system closes the pipe when this process ends, however it ends: then the shell stops the server.
 * @returns when the shell has ended, which it does after the server
 */
const watchdog = async (server: ChildProcess, account: Account | undefined): Promise<void> => {
  if (isWindows) return;
  const script = 'read -r _; kill -INT "$1"';
  const args = ['-c', script, 'postgres-watchdog', String(server.pid)];
  const shell = spawn('/bin/sh', args, { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'], ...account });
  shell.stdin.on('error', () => undefined);
  server.once('exit', () => shell.kill('SIGKILL'));
  await once(shell, 'close');
};

/** What the process itself said last; sessions of a server before it may still write to the same log. */
const reasonIn = (log: string, pid: number | undefined): string => {
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  const own = lines.filter((line) => line.includes(`[${pid}]`));
  return own.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? '';
};

const accepts = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
};

const untilReady = async (server: ChildProcess, url: string, log: string): Promise<void> => {
  let failure: Error | undefined;
  server.once('error', (error) => {
    failure = error;
  });
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (let pollMs = POLL_MS; !(await accepts(url)); pollMs = Math.min(1.5 * pollMs, LONGEST_POLL_MS)) {
    if (failure || server.exitCode !== null || server.signalCode !== null) {
      throw new ClusterError(
        `PostgreSQL did not start: ${failure?.message ?? reasonIn(log, server.pid)} (log: ${log})`,
      );
    }
    if (Date.now() > deadline)
      throw new ClusterError(`PostgreSQL was not ready in ${READY_TIMEOUT_MS} ms (log: ${log})`);
    // Each connection that a server refuses while it recovers costs a process and two lines of its log.
    await delay(pollMs);
  }
};

const stopServer = async (server: ChildProcess, ended: Promise<void>, stopOnWindows: () => void): Promise<void> => {
  if (isWindows) stopOnWindows();
  else server.kill('SIGINT');
  const timer = setTimeout(() => server.kill('SIGQUIT'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
};

interface Launch {
  port: number;
  durable: boolean;
  maxConnections: number;
  settings: Record<string, string>;
  dataDir: string;
  pgdata: string;
  binaries: Binaries;
  account: Account | undefined;
  adminUrl: string;
}

const launch = async (options: Launch): Promise<Cluster> => {
  const { port, dataDir, pgdata, binaries, account, adminUrl } = options;
  const log = join(dataDir, 'postgres.log');
  cutLog(log);
  const output = openLog(log);
  // A session of its own: Ctrl-C must reach the services first, and the server only through stop().
  const server = spawn(binaries.postgres, ['-D', ownDirectory(pgdata, account), ...settingsArguments(options)], {
    cwd: pgdata,
    detached: !isWindows,
    stdio: ['ignore', output, output],
    ...account,
  });
  closeSync(output);
  const serverEnded = new Promise<void>((settle) => server.once('exit', () => settle()));
  const ended = Promise.all([serverEnded, watchdog(server, account)]).then(() => undefined);
  const cutting = setInterval(() => cutLog(log), CUT_EVERY_MS).unref();
  server.once('exit', () => clearInterval(cutting));
  const pgCtlStop = () => spawnSync(binaries.pgCtl, ['stop', '-D', pgdata, '-m', 'fast', '-w'], { cwd: dataDir });
  const hasEnded = () => server.exitCode !== null || server.signalCode !== null;
  const stop = () => (hasEnded() ? ended : stopServer(server, ended, pgCtlStop));
  try {
    await untilReady(server, adminUrl, log);
  } catch (error) {
    if (server.pid) await stop();
    throw error;
  }
  return { adminUrl, port, ended, stop };
};

/** Outside Linux sessions of a server that was killed hold its memory until they notice, a moment later. */
const launchAfterSessions = async (options: Launch, deadline = Date.now() + SESSIONS_END_MS): Promise<Cluster> => {
  try {
    return await launch(options);
  } catch (error) {
    if (!(error as Error).message.includes('shared memory') || Date.now() > deadline) throw error;
    await delay(4 * POLL_MS);
    return launchAfterSessions(options, deadline);
  }
};

/**
 * Starts the embedded PostgreSQL 18 on 127.0.0.1, initialising the data directory when it is new, and resolves when it
 * accepts connections. When this process dies, the server stops too.
 * @throws ClusterError in one line, when the port or the directory is taken or unusable
 */
export const startCluster = async (options: ClusterOptions): Promise<Cluster> => {
  const { port, durable = true, maxConnections = 150, settings = {} } = options;
  const dataDir = resolve(options.dataDir);
  const account = accountFor(dataDir);
  prepareDataDirectory(dataDir, account);
  const binaries = prepareBinaries(dataDir, account);
  // A cluster that is there may have a server that is just stopping.
  if (!existsSync(join(dataDir, 'pgdata'))) await assertPortIsFree(port);
  const { pgdata, password } = prepareCluster({ dataDir, binaries, account, durable });
  await clearDataDirectory({ dataDir, pgdata, pgCtl: binaries.pgCtl, account });
  await assertPortIsFree(port);
  const adminUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  return launchAfterSessions({ port, durable, maxConnections, settings, dataDir, pgdata, binaries, account, adminUrl });
};
