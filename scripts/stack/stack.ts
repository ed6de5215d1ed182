import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDatabases, startCluster } from '../postgres.ts';
import { POSTGRES_OFFSET, services, subgraphs } from '../services.ts';
import { environmentOf } from './environment.ts';
import { assertPortsAreFree } from './ports.ts';
import { postgresDirectory } from './postgres-directory.ts';
import { ensureSecrets } from './secrets.ts';
import { type Supervised, supervise } from './supervisor.ts';

export interface StackOptions {
  /** The gateway's port. */
  port: number;
  data: string;
  /** A role that may create roles and databases; without it an embedded PostgreSQL is started. */
  databaseUrl?: string | undefined;
  /** False for tests: faster, and a crash of the machine loses everything. */
  durable?: boolean;
  report(line: string): void;
}

export interface Stack {
  /** The graph's URL. */
  url: string;
  databases: Record<string, string>;
  services: Record<string, Supervised>;
  /** Stops the services, then PostgreSQL, and leaves nothing behind but the data. */
  stop(): Promise<void>;
}

/** What other commands need to find a running stack. */
export interface StackFile {
  pid: number;
  url: string;
  subgraphs: Record<string, { databaseUrl: string }>;
}

const stackFile = (data: string) => join(data, 'stack.json');

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** @throws Error when no stack runs on this data directory */
export const readStackFile = (data: string): StackFile => {
  const file = stackFile(data);
  const stack = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StackFile) : undefined;
  if (stack && isAlive(stack.pid)) return stack;
  throw new Error(`no stack runs on ${data}; run npm start first, or name its directory with --data`);
};

const assertNotRunning = (data: string) => {
  if (!existsSync(stackFile(data))) return;
  const { pid, url } = JSON.parse(readFileSync(stackFile(data), 'utf8')) as StackFile;
  if (isAlive(pid)) throw new Error(`a stack already runs on ${data}: ${url} (process ${pid}); use another --data`);
};

const openPostgres = async ({ databaseUrl, data, port, durable = true, report }: StackOptions) => {
  if (databaseUrl) return { adminUrl: databaseUrl, stop: async () => undefined };
  const { directory, isElsewhere } = postgresDirectory(data);
  if (isElsewhere) report(`PostgreSQL, which does not run as root, keeps its files in ${directory}`);
  return startCluster({ dataDir: directory, port: port + POSTGRES_OFFSET, durable });
};

/** Starts PostgreSQL and every service, each in its own process; answers when all are ready. */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const { port, data, report } = options;
  assertNotRunning(data);
  await assertPortsAreFree(port);
  const secrets = await ensureSecrets(data);
  const postgres = await openPostgres(options);
  const running: Supervised[] = [];
  const stop = async () => {
    await Promise.all(running.map((service) => service.stop()));
    await postgres.stop();
    rmSync(stackFile(data), { force: true });
  };
  try {
    const names = subgraphs.map(({ name }) => name);
    const databases = await ensureDatabases(postgres.adminUrl, names, (name) => secrets.databasePassword[name] ?? '');
    const facts = { port, data, secrets, databases };
    const logs = join(data, 'logs');
    for (const service of services) {
      running.push(supervise({ service, env: environmentOf(service, facts), logs, report }));
    }
    await Promise.all(running.map((service) => service.ready()));
    const url = `http://localhost:${port}/graphql`;
    const owned = Object.fromEntries(names.map((name) => [name, { databaseUrl: databases[name] ?? '' }]));
    const file: StackFile = { pid: process.pid, url, subgraphs: owned };
    writeFileSync(stackFile(data), JSON.stringify(file, null, 2), { mode: 0o600 });
    return { url, databases, services: Object.fromEntries(running.map((service) => [service.name, service])), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
