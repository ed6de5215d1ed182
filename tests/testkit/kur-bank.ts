import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { ensureDatabases, startCluster } from '../../scripts/postgres.ts';
import { newDirectory } from './directory.ts';
import { installKur, startBureau, startKur } from './kur-process.ts';
import { freePort } from './port.ts';

/**
 * The bank's own machines beside a graph: its folder, its database, and a credit bureau.
 * @param stopping what ends and removes them, in the order in which they began
 */
export const openBank = async (graphUrl: string, stopping: (() => unknown)[]) => {
  const folder = await installKur();
  stopping.push(() => rmSync(folder, { recursive: true }));
  const dataDir = newDirectory('kur-database');
  const cluster = await startCluster({ dataDir, port: await freePort(), durable: false });
  stopping.push(
    () => rmSync(dataDir, { recursive: true }),
    () => cluster.stop(),
  );
  const password = crypto.randomUUID();
  const { kur: databaseUrl = '' } = await ensureDatabases(cluster.adminUrl, ['kur'], () => password);
  const bureau = await startBureau(folder);
  stopping.push(() => bureau.stop());
  const kur = await startKur({ folder, databaseUrl, graphUrl, bureau });
  stopping.push(() => kur.stop());
  const { stdout: sdl } = await promisify(execFile)(process.execPath, ['print-sdl.ts'], { cwd: folder });
  return { folder, kur, sdl, databaseUrl };
};
