import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '../../../subgraphs/kit/log.ts';
import { endWithSupervisor, stopOnSignal } from '../../../subgraphs/kit/stop.ts';
import { runnerEnv } from './env.ts';
import { Runner } from './runner.ts';

const LOOK_EVERY_MS = 2_000;

endWithSupervisor();
const { HOST, PORT, LOG_LEVEL, NODE_ENV, REGISTRY_URL: registry, CONFORMANCE_SECRET: secret, key } = runnerEnv();
const log = createLogger({ service: 'conformance', level: LOG_LEVEL });
const runner = new Runner({ registry, secret, key, isProduction: NODE_ENV === 'production' });
const stopping = new AbortController();
const isHealth = (url: string | undefined) => url === '/health/live' || url === '/health/ready';

const server = createServer(({ url }, response) => {
  response.writeHead(isHealth(url) ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: isHealth(url) ? 'ready' : 'not here' }));
});
server.listen(PORT, HOST);
await once(server, 'listening');
stopOnSignal(log, async () => {
  stopping.abort();
  server.close();
  server.closeAllConnections();
});
while (!stopping.signal.aborted) {
  try {
    const runs = await runner.runAll();
    if (runs > 0) log.info({ runs }, 'conformance runs are done');
  } catch (error) {
    // The registry starts beside it, and is started again when it dies: what waits there waits.
    log.debug({ reason: (error as Error).message }, 'the registry was not reached');
  }
  await delay(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
}
