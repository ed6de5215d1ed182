import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { startCluster } from '../../scripts/postgres.ts';
import { newDirectory } from './directory.ts';
import { freePort } from './port.ts';

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string;
  }
}

/** One PostgreSQL cluster for the whole run; it keeps nothing. */
export default async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  const dataDir = newDirectory('tests');
  const cluster = await startCluster({ dataDir, port: await freePort(), durable: false, maxConnections: 300 });
  provide('adminUrl', cluster.adminUrl);
  return async () => {
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
};
