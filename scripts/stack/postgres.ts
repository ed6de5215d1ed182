import { setTimeout as delay } from 'node:timers/promises';
import { type Cluster, startCluster } from '../postgres.ts';
import { POSTGRES_OFFSET } from '../services.ts';
import { postgresDirectory } from './postgres-directory.ts';
import { Restarts, restartNotice } from './restart.ts';

export interface PostgresOptions {
  /** The gateway's port. */
  port: number;
  data: string;
  /** A cluster that is there already; without it an embedded one is started. */
  databaseUrl?: string | undefined;
  durable?: boolean;
  report(line: string): void;
}

export interface Postgres {
  adminUrl: string;
  /** Stops the embedded PostgreSQL; leaves one that was there already alone. */
  stop(): Promise<void>;
}

type Start = () => Promise<Cluster>;

/** Starts PostgreSQL again when it dies, on the same port and data: the services connect again by themselves. */
const keepRunning = (first: Cluster, start: Start, report: (line: string) => void) => {
  const stopping = new AbortController();
  const restarts = new Restarts();
  let cluster: Cluster | undefined = first;

  const startAgain = async (readyForMs: number, reason: string): Promise<Cluster | undefined> => {
    const restart = restarts.afterDeath(readyForMs);
    report(`PostgreSQL ${reason}${restartNotice(restart)}`);
    await delay(restart.waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    if (stopping.signal.aborted) return undefined;
    try {
      return await start();
    } catch (error) {
      return startAgain(0, `did not start: ${(error as Error).message}`);
    }
  };

  const keep = async () => {
    while (cluster && !stopping.signal.aborted) {
      const readySinceMs = performance.now();
      await cluster.ended;
      if (stopping.signal.aborted) return;
      cluster = await startAgain(performance.now() - readySinceMs, 'ended');
      if (cluster) report('PostgreSQL is ready again');
    }
    // It may have come up while the stack was stopping.
    await cluster?.stop();
  };

  const kept = keep();
  return async () => {
    stopping.abort();
    await cluster?.stop();
    await kept;
  };
};

/**
 * Opens the cluster of a stack: the one of `databaseUrl`, or an embedded one that is kept running.
 * @throws ClusterError in one line, when the port or the directory is taken or unusable
 */
export const openPostgres = async (options: PostgresOptions): Promise<Postgres> => {
  const { port, data, databaseUrl, durable = true, report } = options;
  if (databaseUrl) return { adminUrl: databaseUrl, stop: async () => undefined };
  const { directory, isElsewhere } = postgresDirectory(data);
  if (isElsewhere) report(`PostgreSQL, which does not run as root, keeps its files in ${directory}`);
  const start = () => startCluster({ dataDir: directory, port: port + POSTGRES_OFFSET, durable });
  report('Starting PostgreSQL …');
  const cluster = await start();
  report(`PostgreSQL is ready on port ${cluster.port}`);
  return { adminUrl: cluster.adminUrl, stop: keepRunning(cluster, start, report) };
};
