import { type GatewayEnv, supergraphPlace } from '../env.ts';
import { openDatabaseTrustStore } from './database-trust-store.ts';
import { createRegistrySource, type RegistrySource } from './registry-source.ts';
import { MemoryTrustStore } from './trust-store.ts';

/**
 * The registry that SUPERGRAPH names as `registry+http(s)://…`.
 * @returns undefined where it names something else
 * @throws Error without PUBLISHER_KEYS, or where its tables cannot be made
 */
export const openRegistry = async (
  env: GatewayEnv,
  log: { warn(details: object, message: string): void },
): Promise<RegistrySource | undefined> => {
  const [, url] = /^registry\+(https?:\/\/.+)$/.exec(supergraphPlace(env)) ?? [];
  if (url === undefined) return undefined;
  const { PUBLISHER_KEYS: keys, BUNDLE_SECRET: secret, RATE_LIMIT_DATABASE_URL: databaseUrl } = env;
  if (keys === undefined) throw new Error('a registry (SUPERGRAPH) is trusted by PUBLISHER_KEYS only: set them');
  const store = databaseUrl === undefined ? new MemoryTrustStore() : await openDatabaseTrustStore(databaseUrl, log);
  return createRegistrySource({ url, secret, keys, store });
};
