// Our gateway, whose metrics and traces are switched on and off by SIGUSR2: what two processes differ by is no part of it.
import { once } from 'node:events';
import { gatewayEnv } from '../../../gateway/env.ts';
import { createGateway, type GatewayOptions } from '../../../gateway/gateway.ts';
import { openMetrics } from '../../../gateway/metrics-port.ts';
import { sourceOf } from '../../../gateway/revision/source.ts';
import { readEnv } from '../../../subgraphs/kit/env.ts';
import { createAccessLogger, createLogger } from '../../../subgraphs/kit/log.ts';
import { openExporter } from '../../../subgraphs/kit/tracing/exporter.ts';

const env = readEnv('gateway', gatewayEnv);
const logging = { service: 'gateway', level: env.LOG_LEVEL };
const log = createLogger(logging);
const exporter = openExporter(env.OTLP_URL, { service: 'gateway', log });
const opened = await openMetrics(env, exporter);
let isOn = false;

const options: GatewayOptions = {
  env,
  source: sourceOf(env.SUPERGRAPH),
  log,
  accessLog: createAccessLogger(logging),
  get metrics() {
    return isOn ? opened?.metrics : undefined;
  },
  get exporter() {
    return isOn ? exporter : undefined;
  },
};

const { server } = await createGateway(options);
server.listen(env.PORT, env.HOST);
await once(server, 'listening');
process.on('SIGUSR2', () => {
  isOn = !isOn;
});
process.once('SIGTERM', () => process.exit(0));
