import { once } from 'node:events';
import { databaseAway, isDatabaseAway } from '../subgraphs/kit/database-away.ts';
import { readEnv } from '../subgraphs/kit/env.ts';
import { createLogger } from '../subgraphs/kit/log.ts';
import { endWithSupervisor, stopOnSignal } from '../subgraphs/kit/stop.ts';
import { openExporter } from '../subgraphs/kit/tracing/exporter.ts';
import { createAccessLogger } from './access-log.ts';
import { gatewayEnv, supergraphPlace } from './env.ts';
import { createGateway } from './gateway.ts';
import { openMetrics } from './metrics-port.ts';
import { openRegistry } from './registry/open-registry.ts';
import { sourceOf } from './revision/source.ts';

const stopWithinMs = 10_000;

const fail = (line: string): never => {
  process.stderr.write(`gateway: ${line}\n`);
  return process.exit(1);
};

endWithSupervisor();
const env = readEnv('gateway', gatewayEnv);
const logging = { service: 'gateway', level: env.LOG_LEVEL };
const log = createLogger(logging);
const exporter = openExporter(env.OTLP_URL, { service: 'gateway', log });
const opened = await openMetrics(env, exporter).catch((error: Error) =>
  fail(`METRICS_PORT ${env.METRICS_PORT}: ${error.message}`),
);
const reasonOf = (error: unknown): string => {
  const { RATE_LIMIT_DATABASE_URL: url } = env;
  if (url !== undefined && isDatabaseAway(error)) return databaseAway(url, error).message;
  return error instanceof Error ? error.message : String(error);
};
const accessLog = createAccessLogger(logging);
const registry = await openRegistry(env, log).catch((error: unknown) => fail(reasonOf(error)));
const source = registry ?? sourceOf(supergraphPlace(env));
const checks = registry ? [registry.check] : [];
const options = { env, source, checks, log, accessLog, metrics: opened?.metrics, exporter };
const gateway = await createGateway(options).catch((error: unknown) => fail(reasonOf(error)));

gateway.server.once('error', (error: NodeJS.ErrnoException) =>
  fail(error.code === 'EADDRINUSE' ? `port ${env.PORT} is taken` : error.message),
);
gateway.server.listen(env.PORT, env.HOST);
await once(gateway.server, 'listening');
log.info({ port: env.PORT, host: env.HOST }, 'gateway is ready');

stopOnSignal(log, async () => {
  await gateway.stop(stopWithinMs);
  await registry?.close();
  await exporter?.stop();
  await opened?.server.stop();
  accessLog.flush();
});
