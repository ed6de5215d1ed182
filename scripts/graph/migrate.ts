import { assertPostgresVersionAt } from '../../subgraphs/kit/postgres-version.ts';
import { databasesEnv, startEnv } from '../env.ts';
import { ensureDatabases } from '../postgres.ts';
import { subgraphs } from '../services.ts';
import { ensureSecrets } from '../stack/secrets.ts';
import { UsageError } from '../usage.error.ts';
import { graphCommand } from './command.ts';
import { DEFAULT_DATA, databasesOfStack, dataOption } from './places.ts';

const help = `
npm run graph -- migrate [--subgraph NAME] [--data DIR]

Brings the database of each subgraph and of the identity service to the newest migration and prints a line for each. Safe
to run again, and while services run: each migration runs once. Takes the databases that PMO_DATABASE_URL and the like
name; or, when DATABASE_URL is set, those that npm start would use on that cluster, of which it makes the roles and
databases that are missing; or else those of the running stack.
  --subgraph  only this one, or identity; DATABASE_URL is then its own database, as the service itself reads it: what to
              run before a new version is rolled out
  --data      the stack's data directory (default .data)
`;

const names = [...subgraphs.map(({ name }) => name), 'identity'];

const databaseOf = (subgraph: string, databaseUrl: string | undefined): Record<string, string> => {
  if (!names.includes(subgraph)) throw new UsageError(`no subgraph ${subgraph}; there are: ${names.join(', ')}`);
  if (!databaseUrl) throw new UsageError('--subgraph takes the database from DATABASE_URL, which is not set');
  return { [subgraph]: databaseUrl };
};

const databasesOfCluster = async (adminUrl: string, data: string) => {
  await assertPostgresVersionAt(adminUrl);
  const { databasePassword } = await ensureSecrets(data);
  return ensureDatabases(adminUrl, names, (name) => databasePassword[name] ?? '');
};

const databasesOfAll = async (data: string | undefined): Promise<Record<string, string>> => {
  const named = data === undefined ? databasesEnv() : {};
  if (Object.keys(named).length > 0) return named;
  const { DATABASE_URL: cluster } = startEnv();
  return cluster ? databasesOfCluster(cluster, data ?? DEFAULT_DATA) : databasesOfStack(data ?? DEFAULT_DATA);
};

export const command = graphCommand({
  help,
  options: { subgraph: { type: 'string' }, ...dataOption },
  run: async ({ subgraph, data }) => {
    const own = subgraph && (databasesEnv()[subgraph] ?? startEnv().DATABASE_URL);
    const databases = subgraph ? databaseOf(subgraph, own) : await databasesOfAll(data);
    // It loads the whole graph, which a wrong call does without.
    const { migrateDatabase } = await import('./migrate.databases.ts');
    for (const [name, databaseUrl] of Object.entries(databases)) {
      process.stdout.write(`${name}: ${await migrateDatabase(name, databaseUrl)}\n`);
    }
  },
});
