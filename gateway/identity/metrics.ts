import type { ClockWatch } from '../../subgraphs/kit/clock-watch.ts';
import { durationBuckets } from '../../subgraphs/kit/metrics/buckets.ts';
import { addPools } from '../../subgraphs/kit/metrics/pools.ts';
import { addProcessMetrics } from '../../subgraphs/kit/metrics/process.ts';
import { Metrics } from '../../subgraphs/kit/metrics/registry.ts';
import { serveMetrics } from '../../subgraphs/kit/metrics/server.ts';
import type { Directory } from './directory.ts';
import type { IdentityEnv } from './env.ts';

const routes = ['sign-in', 'token', 'auth', 'jwks', 'events', 'revocations', 'health'] as const;
const outcomes = ['ok', 'refused', 'failed'] as const;

/** What a path is for; whatever else the protocol has is counted together. */
export type Route = (typeof routes)[number] | 'other';

/** Told of each request when its answer has ended. */
export type ObserveRequest = (seconds: number, route: Route, status: number) => void;

export interface IdentityMetrics {
  observe: ObserveRequest;
  stop(): Promise<void>;
}

const outcomeOf = (status: number): (typeof outcomes)[number] => {
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'ok';
};

/** Opens the port of METRICS_PORT; undefined where it is not set. @throws Error when the port is taken */
export const openMetrics = async (
  { METRICS_PORT: port, HOST: host }: IdentityEnv,
  { pool, clock }: Pick<Directory, 'pool'> & { clock: ClockWatch },
): Promise<IdentityMetrics | undefined> => {
  if (port === undefined) return undefined;
  const metrics = new Metrics();
  addProcessMetrics(metrics);
  addPools(metrics, { main: pool });
  clock.addMetrics(metrics);
  const requests = metrics.histogram({
    name: 'prakerja_identity_request_duration_seconds',
    help: 'Requests of browsers and clients that sign in, and of the gateway.',
    labels: { route: routes, outcome: outcomes },
    buckets: durationBuckets,
  });
  const { stop } = await serveMetrics(metrics, { host, port });
  return { observe: (seconds, route, status) => requests.observe(seconds, route, outcomeOf(status)), stop };
};
