// How many synthetic participants a second `--seed N` makes, with all that belongs to them, on a durable PostgreSQL.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inheritedEnv } from '../../env.ts';
import { ensureDatabases, startCluster } from '../../postgres.ts';
import { seedStack } from '../../seed/seed.ts';
import { subgraphs } from '../../services.ts';
import { ensureSecrets } from '../../stack/secrets.ts';
import { print, runBench } from '../run.ts';

const GOAL = 20_000;
const PORT = 21_990;

const help = `
npm run bench -- seed [--people N]

How many synthetic participants a second a start makes (default 200000 of them); the goal is ${GOAL}.
`;

const migrateAll = (adminUrl: string, data: string) => {
  const args = ['--import', './scripts/loader.mjs', 'scripts/graph.ts', 'migrate', '--data', data];
  const env = { ...inheritedEnv(), DATABASE_URL: adminUrl };
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.trim());
};

const bench = { name: 'seed', help, options: { people: { type: 'string', default: '200000' } } } as const;

await runBench(bench, async ({ ending, directory, count }) => {
  const people = count('people');
  const data = directory();
  const cluster = await startCluster({ dataDir: join(data, 'postgres'), port: PORT });
  ending.defer(() => cluster.stop());
  migrateAll(cluster.adminUrl, data);
  const { databasePassword, vaultKeys, nikAttestationKey: nikKey } = await ensureSecrets(data);
  const names = subgraphs.map(({ name }) => name);
  const databases = await ensureDatabases(cluster.adminUrl, names, (name) => databasePassword[name] ?? '');
  const startedMs = performance.now();
  const { user, system } = process.cpuUsage();
  await seedStack({ databases, people, seed: 1, vaultKeys, nikKey });
  const seconds = (performance.now() - startedMs) / 1_000;
  const cpu = process.cpuUsage({ user, system });
  print({
    people,
    seconds: Number(seconds.toFixed(1)),
    nodeCpuSeconds: Number(((cpu.user + cpu.system) / 1e6).toFixed(1)),
    residentMb: Math.round(process.memoryUsage().rss / 1e6),
  });
  const ours = Math.round(people / seconds);
  const pass = ours >= GOAL;
  print({ bench: 'seed', unit: 'people/s', ours, reference: GOAL, ratio: Number((ours / GOAL).toFixed(2)), pass });
  return pass;
});
