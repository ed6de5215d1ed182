import { join } from 'node:path';
import { assertPostgresVersionAt } from '../../subgraphs/kit/postgres-version.ts';
import { ensureDatabases } from '../postgres.ts';
import { processes, services, subgraphs } from '../services.ts';
import { environmentOf, issuerOf } from './environment.ts';
import { assertPortsAreFree } from './ports.ts';
import { openPostgres, type PostgresOptions } from './postgres.ts';
import { ensureSecrets } from './secrets.ts';
import { assertNotRunning, removeStackFile, writeStackFile } from './stack-file.ts';
import { type SupervisedService, supervise } from './supervisor.ts';

/**
 * `databaseUrl` is that of a role that may create roles and databases. `durable` is false for tests: faster, and a
 * crash of the machine loses everything.
 */
export interface StackOptions extends PostgresOptions {
  /** Gives up the start: what was started is stopped again. */
  signal?: AbortSignal;
  /** The gateway's port for metrics; those of the others follow from it, as their ports do. */
  metricsPort?: number | undefined;
  /** Added to the environment of every service. */
  env?: NodeJS.ProcessEnv | undefined;
  /** The longest wait before a service that keeps dying is started again; ten seconds where it is not said. */
  longestRestartMs?: number | undefined;
}

export interface Stack {
  /** The graph's URL. */
  url: string;
  /** The URL of the identity service. */
  issuer: string;
  databases: Record<string, string>;
  services: Record<string, SupervisedService>;
  /** Stops the services, then PostgreSQL, and leaves nothing behind but the data. */
  stop(): Promise<void>;
}

const aborted = (signal: AbortSignal | undefined) =>
  new Promise<never>((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** Starts PostgreSQL and every service, each in its own process; resolves when all are ready. */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const { port, data, report, signal, env, longestRestartMs, metricsPort } = options;
  assertNotRunning(data);
  await assertPortsAreFree(port);
  if (metricsPort !== undefined) await assertPortsAreFree(metricsPort);
  if (options.databaseUrl) await assertPostgresVersionAt(options.databaseUrl);
  const secrets = await ensureSecrets(data);
  const postgres = await openPostgres(options);
  const running: SupervisedService[] = [];
  const stop = async () => {
    await Promise.all(running.map((service) => service.stop()));
    await postgres.stop();
    removeStackFile(data);
  };
  try {
    const names = services.map(({ name }) => name);
    const databases = await ensureDatabases(postgres.adminUrl, names, (name) => secrets.databasePassword[name] ?? '');
    signal?.throwIfAborted();
    const facts = { port, data, secrets, databases, metricsPort };
    const logs = join(data, 'logs');
    report(`Starting ${processes.map(({ name }) => name).join(', ')} …`);
    for (const service of processes) {
      const serviceEnv = { ...environmentOf(service, facts), ...env };
      running.push(supervise({ service, env: serviceEnv, logs, report, longestRestartMs }));
    }
    await Promise.race([Promise.all(running.map((service) => service.ready())), aborted(signal)]);
    const url = `http://localhost:${port}/graphql`;
    const owned = Object.fromEntries(subgraphs.map(({ name }) => [name, { databaseUrl: databases[name] ?? '' }]));
    const issuer = issuerOf(port);
    writeStackFile(data, { url, issuer, subgraphs: owned, identity: { databaseUrl: databases.identity ?? '' } });
    return {
      url,
      issuer,
      databases,
      services: Object.fromEntries(running.map((service) => [service.name, service])),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
