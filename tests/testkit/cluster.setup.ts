import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { startCluster } from '../../scripts/postgres.ts';
import { newDirectory } from './directory.ts';
import { freePort } from './port.ts';
import { sharedBetweenGroups } from './shared.ts';

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string;
  }
}

const openCluster = sharedBetweenGroups(async () => {
  const dataDir = newDirectory('tests');
  const cluster = await startCluster({ dataDir, port: await freePort(), durable: false, maxConnections: 300 });
  const stop = async () => {
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { adminUrl: cluster.adminUrl, stop };
});

/** One PostgreSQL cluster for the whole run; it keeps nothing. */
export default async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  const { adminUrl, stop } = await openCluster();
  provide('adminUrl', adminUrl);
  return stop;
};
