import { migrations as identity } from '../gateway/identity/migrations/index.ts';
import { migrationsOf } from '../subgraphs/kit/assembly.ts';
import { type DatabaseOptions, openDatabase } from '../subgraphs/kit/database.ts';
import { migrate } from '../subgraphs/kit/migrate.ts';
import { fail, readArguments } from './arguments.ts';
import { startEnv } from './env.ts';
import { ensureDatabases } from './postgres.ts';
import { ensureSecrets } from './stack/secrets.ts';
import { readStackFile } from './stack/stack-file.ts';
import { featuresOf } from './subgraphs.ts';
import { UsageError } from './usage.error.ts';

const help = `
npm run migrate [-- --subgraph NAME] [--data DIR]

Brings the database of each subgraph and of the identity service to the newest migration and prints a line for each. Safe to run again, and while
services run: each migration runs once. Without options it takes the databases of the running stack; when DATABASE_URL
is set, those that npm start would use on that cluster, and it makes the roles and databases that are missing.
  --subgraph  only this one, or identity; DATABASE_URL is then its own database, as the service itself reads it: what to
              run before a new version is rolled out
  --data      the stack's data directory (default .data)
`;

const bySubgraph: Record<string, DatabaseOptions['migrations']> = {
  ...Object.fromEntries(Object.entries(featuresOf).map(([name, features]) => [name, migrationsOf(features)])),
  identity,
};
const names = Object.keys(bySubgraph);

const databaseOf = (subgraph: string, databaseUrl: string | undefined): Record<string, string> => {
  if (!names.includes(subgraph)) throw new UsageError(`no subgraph ${subgraph}; there are: ${names.join(', ')}`);
  if (!databaseUrl) throw new UsageError('--subgraph takes the database from DATABASE_URL, which is not set');
  return { [subgraph]: databaseUrl };
};

const databasesOfCluster = async (adminUrl: string, data: string) => {
  const { databasePassword } = await ensureSecrets(data);
  return ensureDatabases(adminUrl, names, (name) => databasePassword[name] ?? '');
};

const databasesOfStack = (data: string) => {
  const { subgraphs, identity: issuer } = readStackFile(data);
  const all = { ...subgraphs, ...(issuer && { identity: issuer }) };
  return Object.fromEntries(Object.entries(all).map(([name, { databaseUrl }]) => [name, databaseUrl]));
};

const migrateOne = async (name: string, url: string): Promise<string> => {
  const database = await openDatabase({ name: 'migrate', url, entities: [], migrations: bySubgraph[name] ?? [] });
  try {
    const done = await migrate(database);
    return done.length > 0 ? done.join(', ') : 'nothing to do';
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message.split('\n')[0]}`);
  } finally {
    await database.close();
  }
};

const main = async () => {
  const options = { subgraph: { type: 'string' }, data: { type: 'string', default: '.data' } } as const;
  const { subgraph, data = '.data' } = readArguments('migrate', help, options);
  const { DATABASE_URL: url } = startEnv();
  const ofMany = () => (url ? databasesOfCluster(url, data) : databasesOfStack(data));
  const databases = subgraph ? databaseOf(subgraph, url) : await ofMany();
  for (const [name, databaseUrl] of Object.entries(databases)) {
    process.stdout.write(`${name}: ${await migrateOne(name, databaseUrl)}\n`);
  }
};

main().catch((error: unknown) => fail('migrate', error));
