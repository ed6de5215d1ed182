// How many synthetic participants a second `--seed N` makes, with all that belongs to them, on a durable PostgreSQL.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inheritedEnv } from '../../env.ts';
import { ensureDatabases, startCluster } from '../../postgres.ts';
import { seedStack } from '../../seed/seed.ts';
import { subgraphs } from '../../services.ts';
import { ensureSecrets } from '../../stack/secrets.ts';

const GOAL = 20_000;
const PORT = 21_990;

const { values } = parseArgs({ options: { people: { type: 'string', default: '200000' } } });
const people = Number(values.people);
const data = mkdtempSync(join(tmpdir(), 'prakerja-bench-seed-'));

const migrateAll = (adminUrl: string) => {
  const args = ['--import', './scripts/loader.mjs', 'scripts/migrate.ts', '--data', data];
  const env = { ...inheritedEnv(), DATABASE_URL: adminUrl };
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
};

const cluster = await startCluster({ dataDir: join(data, 'postgres'), port: PORT });
try {
  migrateAll(cluster.adminUrl);
  const { databasePassword, vaultKeys } = await ensureSecrets(data);
  const names = subgraphs.map(({ name }) => name);
  const databases = await ensureDatabases(cluster.adminUrl, names, (name) => databasePassword[name] ?? '');
  const startedMs = performance.now();
  const { user, system } = process.cpuUsage();
  await seedStack({ databases, people, seed: 1, vaultKeys });
  const seconds = (performance.now() - startedMs) / 1_000;
  const cpu = process.cpuUsage({ user, system });
  const perSecond = Math.round(people / seconds);
  const details = {
    people,
    seconds: Number(seconds.toFixed(1)),
    nodeCpuSeconds: Number(((cpu.user + cpu.system) / 1e6).toFixed(1)),
    residentMb: Math.round(process.memoryUsage().rss / 1e6),
  };
  process.stdout.write(`${JSON.stringify(details)}\n`);
  const ratio = Number((perSecond / GOAL).toFixed(2));
  process.stdout.write(`${JSON.stringify({ bench: 'seed', ours: perSecond, reference: GOAL, ratio })}\n`);
} finally {
  await cluster.stop();
  rmSync(data, { recursive: true, force: true });
}
