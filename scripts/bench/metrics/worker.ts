// Our gateway, of which SWITCHED is switched on and off by SIGUSR2: what two processes differ by is no part of it.
import { once } from 'node:events';
import { gatewayEnv, supergraphPlace } from '../../../gateway/env.ts';
import { createGateway, type GatewayOptions } from '../../../gateway/gateway.ts';
import { openMetrics } from '../../../gateway/metrics-port.ts';
import { sourceOf } from '../../../gateway/revision/source.ts';
import { UsageLog } from '../../../gateway/usage/usage-log.ts';
import { readEnv } from '../../../subgraphs/kit/env.ts';
import { createAccessLogger, createLogger } from '../../../subgraphs/kit/log.ts';
import { openExporter } from '../../../subgraphs/kit/tracing/exporter.ts';

const env = readEnv('gateway', gatewayEnv);
const logging = { service: 'gateway', level: env.LOG_LEVEL };
const log = createLogger(logging);
const exporter = openExporter(env.OTLP_URL, { service: 'gateway', log });
const opened = await openMetrics(env, exporter);
// biome-ignore lint/style/noProcessEnv: the benchmark's own, which the gateway does not know.
const isOfLog = process.env.SWITCHED === 'log';
let isOn = false;
const showsMetrics = () => isOfLog || isOn;

const { record } = UsageLog.prototype;
UsageLog.prototype.record = function (...execution) {
  if (isOn || !isOfLog) record.apply(this, execution);
};

const options: GatewayOptions = {
  env,
  source: sourceOf(supergraphPlace(env)),
  log,
  accessLog: createAccessLogger(logging),
  get metrics() {
    return showsMetrics() ? opened?.metrics : undefined;
  },
  get exporter() {
    return showsMetrics() ? exporter : undefined;
  },
};

const { server } = await createGateway(options);
server.listen(env.PORT, env.HOST);
await once(server, 'listening');
process.on('SIGUSR2', () => {
  isOn = !isOn;
});
process.once('SIGTERM', () => process.exit(0));
