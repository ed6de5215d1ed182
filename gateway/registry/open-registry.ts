import type { GatewayEnv } from '../env.ts';
import { openDatabaseTrustStore } from './database-trust-store.ts';
import { createRegistrySource, type RegistrySource } from './registry-source.ts';
import { MemoryTrustStore } from './trust-store.ts';

/**
 * The registry that SUPERGRAPH names as `registry+http(s)://…`.
 * @returns undefined where it names something else
 * @throws Error without PUBLISHER_KEYS, or where its tables cannot be made
 */
export const openRegistry = async (
  { SUPERGRAPH, PUBLISHER_KEYS: keys, RATE_LIMIT_DATABASE_URL: databaseUrl }: GatewayEnv,
  log: { warn(details: object, message: string): void },
): Promise<RegistrySource | undefined> => {
  const [, url] = /^registry\+(https?:\/\/.+)$/.exec(SUPERGRAPH) ?? [];
  if (url === undefined) return undefined;
  if (keys === undefined) throw new Error('a registry (SUPERGRAPH) is trusted by PUBLISHER_KEYS only: set them');
  const store = databaseUrl === undefined ? new MemoryTrustStore() : await openDatabaseTrustStore(databaseUrl, log);
  return createRegistrySource({ url, keys, store });
};
