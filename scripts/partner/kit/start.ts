import type { AddressInfo } from 'node:net';
import type { Log } from './errors.ts';
import type { RequestFacts } from './facts.ts';
import { remoteKeys } from './key-set.ts';
import { limits } from './limits.ts';
import { buildSchema, type SchemaOptions } from './schema.ts';
import { createSubgraphServer, type ServerOptions } from './server.ts';

/** Where a subgraph listens, and whom it believes. */
export interface Environment {
  /** The port; 0 for any. */
  PORT?: string | undefined;
  HOST?: string | undefined;
  /** URL at which the gateway asks, as it is published. */
  ADDRESS?: string | undefined;
  /** URL of the gateway's key set. */
  GATEWAY_KEYS?: string | undefined;
}

export interface SubgraphOptions<C extends object>
  extends SchemaOptions<C>,
    Pick<ServerOptions, 'name' | 'checkReady' | 'nonces'> {
  env: Environment;
  log?: Log;
  contextOf?(facts: RequestFacts): C;
}

export interface StartedSubgraph {
  port: number;
  stop(): Promise<void>;
}

const stated = (env: Environment, name: 'ADDRESS' | 'GATEWAY_KEYS'): string => {
  const given = env[name] ?? '';
  if (URL.canParse(given) && /^https?:/.test(given)) return new URL(given).href;
  throw new Error(`${name} must be a URL; it was ${given || 'not set'}`);
};

/** Starts a subgraph that answers the gateway alone. @throws Error where the environment lacks something */
export const startSubgraph = async <C extends object = RequestFacts>(
  options: SubgraphOptions<C>,
): Promise<StartedSubgraph> => {
  const { env, log = console } = options;
  const server = createSubgraphServer({
    ...options,
    log,
    address: stated(env, 'ADDRESS'),
    keys: remoteKeys(stated(env, 'GATEWAY_KEYS')),
    schema: buildSchema(options),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(env.PORT ?? 4100), env.HOST ?? '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  log.info(`${options.name} listens on port ${port}`);
  return {
    port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), limits.stopMs).unref();
      }),
  };
};

/** Ends a subgraph when its process is told to. */
export const stopOnSignals = ({ stop }: StartedSubgraph): void => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().then(() => process.exit(0)));
  }
};
