import pg, { type Pool } from 'pg';
import type { ClockWatch } from '../clock-watch.ts';
import { briefStatements } from '../pool-limits.ts';
import { addSpanMetrics, type SpanExporter } from '../tracing/exporter.ts';
import { durationBuckets } from './buckets.ts';
import { addFigures, type Figure } from './figure.ts';
import { addPools } from './pools.ts';
import { addProcessMetrics } from './process.ts';
import { Metrics } from './registry.ts';
import { type MetricsServer, serveMetrics } from './server.ts';

const routes = ['/graphql', '/events'] as const;
const outcomes = ['ok', 'refused', 'failed', 'ended'] as const;

/** What a request came to; `ended`: its client left, or its time was over. */
export type RequestOutcome = (typeof outcomes)[number];

/** Codes of errors that the kit itself writes; a feature's own ones are counted together. */
const codes = [
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'IDENTITY_QUOTA_REACHED',
  'OVERLOADED',
  'REQUEST_OVER',
  'GRAPHQL_VALIDATION_FAILED',
  'INTERNAL_SERVER_ERROR',
];

/** Told of what a subgraph's server and audit trail see. */
export interface SubgraphObserver {
  request(seconds: number, route: string, outcome: RequestOutcome): void;
  error(code: string): void;
  /** A mutation answered a refusal. */
  refusal(code: string): void;
}

export interface SubgraphMetricsOptions {
  name: string;
  host: string;
  port: number;
  databaseUrl: string;
  pools: Readonly<Record<string, Pool>>;
  /** Codes with which its mutations refuse. */
  refusals: readonly string[];
  figures: readonly Figure[];
  exporter: SpanExporter | undefined;
  clock: ClockWatch;
}

export interface SubgraphMetrics {
  observer: SubgraphObserver;
  stop(): Promise<void>;
}

const observerOf = (metrics: Metrics, refusals: readonly string[]): SubgraphObserver => {
  const requests = metrics.histogram({
    name: 'prakerja_subgraph_request_duration_seconds',
    help: 'Requests of the gateway and events of other subgraphs.',
    labels: { route: routes, outcome: outcomes },
    buckets: durationBuckets,
  });
  const errors = metrics.counter({
    name: 'prakerja_subgraph_errors_total',
    help: 'Errors in answers; INTERNAL_SERVER_ERROR is a bug, and its id is in the log.',
    labels: { code: codes },
  });
  const refused = metrics.counter({
    name: 'prakerja_subgraph_refusals_total',
    help: 'Mutations that were refused, by the code that their callers got.',
    labels: { code: refusals },
  });
  return {
    request: (seconds, route, outcome) => requests.observe(seconds, route, outcome),
    error: (code) => errors.add(1, code),
    refusal: (code) => refused.add(1, code),
  };
};

/** One connection of its own: the figures are wanted most when all others are in use. */
const poolOf = ({ name, databaseUrl }: SubgraphMetricsOptions): Pool => {
  const limits = { max: 1, ...briefStatements(5_000), idleTimeoutMillis: 60_000 };
  const pool = new pg.Pool({ connectionString: databaseUrl, application_name: `${name} metrics`, ...limits });
  // An idle connection that breaks is replaced when somebody asks again.
  pool.on('error', () => undefined);
  return pool;
};

/** Opens a subgraph's port for Prometheus. @throws Error when the port is taken */
export const openSubgraphMetrics = async (options: SubgraphMetricsOptions): Promise<SubgraphMetrics> => {
  const metrics = new Metrics();
  addProcessMetrics(metrics);
  addSpanMetrics(metrics, options.exporter);
  options.clock.addMetrics(metrics);
  const observer = observerOf(metrics, options.refusals);
  addPools(metrics, options.pools);
  const pool = poolOf(options);
  addFigures(metrics, options.figures, pool);
  const server: MetricsServer = await serveMetrics(metrics, options);
  const stop = async () => {
    await server.stop();
    await pool.end();
  };
  return { observer, stop };
};
