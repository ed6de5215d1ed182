import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { arrivalLimits, boundConnections } from '../bounded-server.ts';
import type { Metrics } from './registry.ts';

export interface MetricsServer {
  port: number;
  stop(): Promise<void>;
}

/** Each scraper has one. */
const MOST_CONNECTIONS = 100;

/**
 * Serves `GET /metrics` on a port of its own, which no client needs to reach.
 * @throws Error when the port is taken
 */
export const serveMetrics = async (
  metrics: Metrics,
  { host, port }: { host: string; port: number },
): Promise<MetricsServer> => {
  const server = createServer({ ...arrivalLimits, keepAliveTimeout: 65_000 }, (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  boundConnections(server, { most: MOST_CONNECTIONS, stillMs: 30_000 });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
