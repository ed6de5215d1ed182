import { once } from 'node:events';
import { readEnv } from '../subgraphs/kit/env.ts';
import { createAccessLogger, createLogger } from '../subgraphs/kit/log.ts';
import { endWithSupervisor, stopOnSignal } from '../subgraphs/kit/stop.ts';
import { gatewayEnv } from './env.ts';
import { createGateway } from './gateway.ts';
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
const source = sourceOf(env.SUPERGRAPH);
const accessLog = createAccessLogger(logging);
const gateway = await createGateway({ env, source, log, accessLog }).catch((error: unknown) =>
  fail(error instanceof Error ? error.message : String(error)),
);

gateway.server.once('error', (error: NodeJS.ErrnoException) =>
  fail(error.code === 'EADDRINUSE' ? `port ${env.PORT} is taken` : error.message),
);
gateway.server.listen(env.PORT, env.HOST);
await once(gateway.server, 'listening');
log.info({ port: env.PORT, host: env.HOST }, 'gateway is ready');

stopOnSignal(log, () => gateway.stop(stopWithinMs));
