import type { AddressInfo } from 'node:net';
import {
  contextOf,
  documentsOf,
  entitiesOf,
  envOf,
  figuresOf,
  handlersOf,
  migrationsOf,
  mutationsOf,
  ownRoutesOf,
  routesOf,
  schemaOf,
  servicesOf,
  workOf,
} from './assembly.ts';
import { withAudit } from './audit/mutations.ts';
import { startAudit } from './audit/start.ts';
import { clockOf } from './clock.ts';
import { ClockWatch, watched } from './clock-watch.ts';
import { type Database, openDatabase } from './database.ts';
import { readEnv, type SubgraphEnv } from './env.ts';
import { eventInbox } from './events/inbox.ts';
import { startPublisher } from './events/publisher.ts';
import type { Feature } from './feature.ts';
import { createLogger } from './log.ts';
import { auditFigures, outboxFigures } from './metrics/kit.figures.ts';
import { openSubgraphMetrics, type SubgraphMetrics, type SubgraphMetricsOptions } from './metrics/subgraph.ts';
import { migrate } from './migrate.ts';
import { pruning } from './prune.ts';
import { createReadiness } from './readiness.ts';
import { createServer } from './server.ts';
import { endWithSupervisor, stopOnSignal } from './stop.ts';
import { openExporter } from './tracing/exporter.ts';
import { subgraphChain, type VaultKeys } from './vault/keys.ts';
import { tellKnownKeys } from './vault/known-keys.ts';
import { Vault } from './vault/vault.ts';

export interface RunningSubgraph {
  url: string;
  database: Database;
  /** Finishes what is in flight: requests, deliveries, transactions. */
  stop(): Promise<void>;
}

interface MetricsParts extends Pick<SubgraphMetricsOptions, 'exporter' | 'clock'> {
  env: SubgraphEnv;
  database: Database;
}

/** Opens the port of METRICS_PORT; undefined where it is not set. */
const metricsOf = (
  name: string,
  features: readonly Feature[],
  { env, database, exporter, clock }: MetricsParts,
): Promise<SubgraphMetrics | undefined> => {
  const { METRICS_PORT: port, HOST: host, DATABASE_URL: databaseUrl } = env;
  if (port === undefined) return Promise.resolve(undefined);
  const subscribers = env.EVENT_SUBSCRIBERS.map((subscriber) => subscriber.name);
  const refusals = mutationsOf(features).flatMap(({ codes }) => [...codes]);
  const figures = [...outboxFigures(subscribers), ...auditFigures, ...figuresOf(features)];
  const { pools } = database;
  return openSubgraphMetrics({ name, host, port, databaseUrl, pools, refusals, figures, exporter, clock });
};

/** Nothing starts with a vault that lacks a key of its blind indexes; which ones a process knows is told while it lives. */
const openVaultKeys = async (database: Database, env: SubgraphEnv & { VAULT_KEYS?: VaultKeys }) => {
  if (!env.VAULT_KEYS) return undefined;
  const { url, name } = database.origin;
  // Told first: a rotation that begins meanwhile meets this process, or this process the rotation.
  const known = await tellKnownKeys({ url, name, keys: subgraphChain(env.VAULT_KEYS).length });
  await new Vault(env.VAULT_KEYS).assertKeys(database);
  return known;
};

/** Opens the database, migrates it, and serves GraphQL, events and health. */
export const startSubgraph = async (
  name: string,
  features: readonly Feature[],
  env: SubgraphEnv,
): Promise<RunningSubgraph> => {
  const log = createLogger({ service: name, level: env.LOG_LEVEL });
  const database = await openDatabase({
    name,
    url: env.DATABASE_URL,
    entities: entitiesOf(features),
    migrations: migrationsOf(features),
    connections: env.DATABASE_CONNECTIONS,
  });
  await migrate(database);
  const knownKeys = await openVaultKeys(database, env);
  const subscribers = env.EVENT_SUBSCRIBERS;
  const publisher = await startPublisher({ source: name, databaseUrl: env.DATABASE_URL, subscribers, logger: log });
  const clock = new ClockWatch({ log });
  const now = watched(clockOf(env), clock);
  const exporter = openExporter(env.OTLP_URL, { service: name, log });
  const metrics = await metricsOf(name, features, { env, database, exporter, clock });
  const onRefusal = metrics?.observer.refusal;
  const audit = startAudit({ database, secret: env.CALLER_SECRET, log, now, onRefusal });
  const kit = { database, outbox: publisher.outbox, audit: audit.trail, log, now, env };
  const services = servicesOf(features, kit);
  const work = [pruning({ database, log, now }), ...workOf(features, services)];
  const readiness = createReadiness({ url: env.DATABASE_URL, name, clock });
  // Nothing starts by a clock that is wrong. Where the database is away nothing is decided, either.
  await readiness.check().catch(() => clock.assertRight());
  for (const each of work) each.start();
  const app = await createServer({
    name,
    schema: schemaOf(features).schema,
    callerSecret: env.CALLER_SECRET,
    log,
    observer: metrics?.observer,
    exporter,
    isProduction: env.NODE_ENV === 'production',
    mostUnderWay: env.REQUESTS_UNDER_WAY,
    routes: routesOf(features, services),
    ownRoutes: ownRoutesOf(features, services),
    contextOf: withAudit(audit.trail, contextOf(features, services)),
    documents: documentsOf(features, services),
    checkReady: readiness.check,
    clockFault: () => clock.fault(),
  });
  await app.register(
    eventInbox({
      orm: database.orm,
      publishers: env.EVENT_PUBLISHERS,
      handlers: handlersOf(features, services),
      logger: log,
    }),
  );
  await app.listen({ host: env.HOST, port: env.PORT });
  const { port } = app.server.address() as AddressInfo;
  log.info({ port }, 'listening');
  const stop = async () => {
    await app.close();
    await Promise.all(work.map((each) => each.stop()));
    await publisher.stop();
    await audit.stop();
    await readiness.close();
    await knownKeys?.close();
    await database.close();
    await exporter?.stop();
    await metrics?.stop();
  };
  return { url: `http://${env.HOST}:${port}/graphql`, database, stop };
};

const reasonOf = (error: Error & { code?: string }, { PORT, HOST }: SubgraphEnv) =>
  error.code === 'EADDRINUSE' ? `port ${PORT} on ${HOST} is taken` : error.message;

/** Runs a subgraph's process until a signal, or names in one line why it cannot start. */
export const runSubgraph = async (name: string, features: readonly Feature[]): Promise<void> => {
  const env = readEnv(name, envOf(features));
  endWithSupervisor();
  try {
    const { stop } = await startSubgraph(name, features, env);
    stopOnSignal(createLogger({ service: name, level: env.LOG_LEVEL }), stop);
  } catch (error) {
    process.stderr.write(`${name}: cannot start: ${reasonOf(error as Error, env)}\n`);
    process.exit(1);
  }
};
