import { type Clock, PgBoss } from 'pg-boss';
import type { Logger } from '../log.ts';
import { BEYOND_STATEMENT_MS, livingConnections, STATEMENT_MS } from '../pool-limits.ts';

export interface BossOptions {
  databaseUrl: string;
  logger: Logger;
  /** Tests move time by hand; pg-boss and its tables then read this clock. */
  clock?: Clock;
}

const CONNECTIONS = 3;
/** Taken by the driver, of which pg-boss's types say less. */
const connections = { ...livingConnections, query_timeout: STATEMENT_MS + BEYOND_STATEMENT_MS };

/** Starts pg-boss in the schema `pgboss` of the subgraph's own database, and creates that schema when it is missing. */
export const createBoss = async ({ databaseUrl, logger, clock }: BossOptions): Promise<PgBoss> => {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'events',
    schema: 'pgboss',
    max: CONNECTIONS,
    ...connections,
    schedule: false,
    // A killed worker's jobs are found by the monitor, so its interval adds to the heartbeat's ten seconds.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 3_600,
    ...(clock && { clock }),
  });
  boss.on('error', (error) => logger.error({ err: error }, 'event jobs failed'));
  boss.on('warning', ({ message, data }) => logger.warn({ data }, message));
  return boss.start();
};

/** Opens the job tables for an operator's command: runs no job and changes no schema. */
export const openBoss = (databaseUrl: string): Promise<PgBoss> =>
  new PgBoss({
    connectionString: databaseUrl,
    schema: 'pgboss',
    max: 1,
    supervise: false,
    schedule: false,
    migrate: false,
  })
    .on('error', () => undefined)
    .start();
