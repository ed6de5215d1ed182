import { assertPostgresVersionAt } from '../../subgraphs/kit/postgres-version.ts';
import { ensureDatabases } from '../postgres.ts';
import { services, subgraphs } from '../services.ts';
import { issuerOf } from './environment.ts';
import { assertPortsAreFree } from './ports.ts';
import { openPostgres, type PostgresOptions } from './postgres.ts';
import { RunningServices } from './run-services.ts';
import { ensureSecrets } from './secrets.ts';
import { assertNotRunning, removeStackFile, writeStackFile } from './stack-file.ts';
import type { SupervisedService } from './supervisor.ts';

/**
 * `databaseUrl` is that of a role that may create roles and databases. `durable` is false for tests: faster, and a
 * crash of the machine loses everything.
 */
export interface StackOptions extends PostgresOptions {
  /**
   * Publishes our own subgraphs in the registry, from which the gateway takes its supergraph; otherwise it takes the
   * committed one.
   */
  isPublished?: boolean;
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
  const { port, data, signal, metricsPort } = options;
  assertNotRunning(data);
  await assertPortsAreFree(port);
  if (metricsPort !== undefined) await assertPortsAreFree(metricsPort);
  if (options.databaseUrl) await assertPostgresVersionAt(options.databaseUrl);
  const secrets = await ensureSecrets(data);
  const postgres = await openPostgres(options);
  let running: RunningServices | undefined;
  const stop = async () => {
    await running?.stop();
    await postgres.stop();
    removeStackFile(data);
  };
  try {
    const names = services.map(({ name }) => name);
    const databases = await ensureDatabases(postgres.adminUrl, names, (name) => secrets.databasePassword[name] ?? '');
    signal?.throwIfAborted();
    const facts = { port, data, secrets, databases, metricsPort };
    running = new RunningServices(options, facts);
    await Promise.race([running.start(), aborted(signal)]);
    const url = `http://localhost:${port}/graphql`;
    const owned = Object.fromEntries(subgraphs.map(({ name }) => [name, { databaseUrl: databases[name] ?? '' }]));
    const issuer = issuerOf(port);
    writeStackFile(data, { url, issuer, subgraphs: owned, identity: { databaseUrl: databases.identity ?? '' } });
    return {
      url,
      issuer,
      databases,
      services: running.byName,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
