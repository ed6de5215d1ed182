import type { PostgresOptions } from './postgres.ts';

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
