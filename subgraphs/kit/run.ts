import type { AddressInfo } from 'node:net';
import { withAudit } from './audit/mutations.ts';
import { startAudit } from './audit/start.ts';
import type { AuditTrail } from './audit/trail.ts';
import { type Database, type DatabaseOptions, openDatabase } from './database.ts';
import type { SubgraphEnv } from './env.ts';
import { type EventHandler, eventInbox } from './events/inbox.ts';
import type { Outbox } from './events/outbox.ts';
import { startPublisher } from './events/publisher.ts';
import type { SubgraphSchema } from './federation.ts';
import { createLogger, type Logger } from './log.ts';
import { migrate } from './migrate.ts';
import { startPruning } from './prune.ts';
import type { RequestFacts } from './request.ts';
import { createServer } from './server.ts';
import { endWithSupervisor, stopOnSignal } from './stop.ts';

/** What the kit hands to a subgraph when it starts. */
export interface Kit {
  database: Database;
  outbox: Outbox;
  audit: AuditTrail;
  log: Logger;
  now: () => Date;
}

export interface SubgraphOptions extends Pick<DatabaseOptions, 'entities' | 'migrations'> {
  name: string;
  env: SubgraphEnv;
  subgraph: SubgraphSchema;
  /**
   * Builds the services once; answers how a request's context is made, what arriving events do, and how work of its own
   * is stopped.
   */
  wire(kit: Kit): {
    contextOf(facts: RequestFacts): object;
    handlers?: readonly EventHandler[];
    stop?(): Promise<void>;
  };
}

export interface RunningSubgraph {
  url: string;
  database: Database;
  /** Finishes what is in flight: requests, deliveries, transactions. */
  stop(): Promise<void>;
}

/** Opens the database, migrates it, and serves GraphQL, events and health. */
export const startSubgraph = async (options: SubgraphOptions): Promise<RunningSubgraph> => {
  const { name, env, subgraph, entities, migrations } = options;
  const log = createLogger({ service: name, level: env.LOG_LEVEL });
  const connections = env.DATABASE_CONNECTIONS;
  const database = await openDatabase({ name, url: env.DATABASE_URL, entities, migrations, connections });
  await migrate(database);
  const subscribers = env.EVENT_SUBSCRIBERS;
  const publisher = await startPublisher({ source: name, databaseUrl: env.DATABASE_URL, subscribers, logger: log });
  const now = () => new Date();
  const audit = startAudit({ database, secret: env.CALLER_SECRET, log, now });
  const stopPruning = startPruning({ database, log, now });
  const {
    contextOf,
    handlers = [],
    stop: stopWork,
  } = options.wire({
    database,
    outbox: publisher.outbox,
    audit: audit.trail,
    log,
    now,
  });
  const app = await createServer({
    name,
    schema: subgraph.schema,
    callerSecret: env.CALLER_SECRET,
    log,
    isProduction: env.NODE_ENV === 'production',
    contextOf: withAudit(audit.trail, contextOf),
    checkReady: async () => void (await database.pool.query('select 1')),
  });
  await app.register(eventInbox({ orm: database.orm, publishers: env.EVENT_PUBLISHERS, handlers, logger: log }));
  await app.listen({ host: env.HOST, port: env.PORT });
  const { port } = app.server.address() as AddressInfo;
  log.info({ port }, 'listening');
  const stop = async () => {
    await app.close();
    await stopWork?.();
    await publisher.stop();
    await stopPruning();
    await audit.stop();
    await database.close();
  };
  return { url: `http://${env.HOST}:${port}/graphql`, database, stop };
};

const reasonOf = (error: Error & { code?: string }, { PORT, HOST }: SubgraphEnv) =>
  error.code === 'EADDRINUSE' ? `port ${PORT} on ${HOST} is taken` : error.message;

/** The entry point of a subgraph's process: runs it until a signal, or names in one line why it cannot start. */
export const runSubgraph = async (options: SubgraphOptions): Promise<void> => {
  endWithSupervisor();
  try {
    const { stop } = await startSubgraph(options);
    stopOnSignal(createLogger({ service: options.name, level: options.env.LOG_LEVEL }), stop);
  } catch (error) {
    process.stderr.write(`${options.name}: cannot start: ${reasonOf(error as Error, options.env)}\n`);
    process.exit(1);
  }
};
