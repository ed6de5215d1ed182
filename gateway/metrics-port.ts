import { addProcessMetrics } from '../subgraphs/kit/metrics/process.ts';
import { Metrics } from '../subgraphs/kit/metrics/registry.ts';
import { type MetricsServer, serveMetrics } from '../subgraphs/kit/metrics/server.ts';
import { addSpanMetrics, type SpanExporter } from '../subgraphs/kit/tracing/exporter.ts';
import type { GatewayEnv } from './env.ts';
import { createGatewayMetrics, type GatewayMetrics } from './gateway-metrics.ts';
import { trustOf } from './registered-documents.ts';
import { readDocuments } from './trusted-documents.ts';

export interface OpenMetrics {
  metrics: GatewayMetrics;
  server: MetricsServer;
}

/** Names of the operations in documents, in the order of the alphabet. */
const operationNamesIn = (texts: readonly string[]): string[] => {
  const found = texts.flatMap((text) => [...text.matchAll(/^\s*(?:query|mutation|subscription)\s+(\w+)/gm)]);
  return [...new Set(found.flatMap(([, name]) => name ?? []))].toSorted();
};

/** Opens the port of METRICS_PORT; undefined where it is not set. */
export const openMetrics = async (
  env: GatewayEnv,
  exporter: SpanExporter | undefined,
): Promise<OpenMetrics | undefined> => {
  if (env.METRICS_PORT === undefined) return undefined;
  const registry = new Metrics();
  addProcessMetrics(registry);
  addSpanMetrics(registry, exporter);
  const { all: documents } = await readDocuments(trustOf(env).directories);
  const operations = operationNamesIn(documents.map(({ text }) => text));
  const metrics = createGatewayMetrics({ metrics: registry, subgraphs: Object.keys(env.SUBGRAPHS), operations });
  return { metrics, server: await serveMetrics(registry, { host: env.HOST, port: env.METRICS_PORT }) };
};
