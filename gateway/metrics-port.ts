import { addProcessMetrics } from '../subgraphs/kit/metrics/process.ts';
import { Metrics } from '../subgraphs/kit/metrics/registry.ts';
import { type MetricsServer, serveMetrics } from '../subgraphs/kit/metrics/server.ts';
import { addSpanMetrics, type SpanExporter } from '../subgraphs/kit/tracing/exporter.ts';
import type { GatewayEnv } from './env.ts';
import { trustOf } from './gateway.ts';
import { createGatewayMetrics, type GatewayMetrics } from './gateway-metrics.ts';
import { readDocuments } from './trusted-documents.ts';

export interface OpenMetrics {
  metrics: GatewayMetrics;
  server: MetricsServer;
}

/** Opens the port of METRICS_PORT; undefined where it is not set. */
export const openMetrics = async (
  env: GatewayEnv,
  exporter: SpanExporter | undefined,
): Promise<OpenMetrics | undefined> => {
  if (env.METRICS_PORT === undefined) return undefined;
  const all = new Metrics();
  addProcessMetrics(all);
  addSpanMetrics(all, exporter);
  const { operationNames: operations } = await readDocuments(trustOf(env).directories);
  const metrics = createGatewayMetrics({ metrics: all, subgraphs: Object.keys(env.SUBGRAPHS), operations });
  return { metrics, server: await serveMetrics(all, { host: env.HOST, port: env.METRICS_PORT }) };
};
