// Creates each subgraph's role and database on an external cluster, and sets the passwords; safe to run again.
import { readEnv } from '../subgraphs/kit/env.ts';
import { ensureDatabases } from './postgres/databases.ts';
import { databasesEnv } from './postgres/env.ts';

const { DATABASE_URL, DATABASE_PASSWORDS } = readEnv('databases', databasesEnv);
const names = Object.keys(DATABASE_PASSWORDS);

try {
  await ensureDatabases(DATABASE_URL, names, (name) => DATABASE_PASSWORDS[name] ?? '');
  process.stdout.write(`databases: ${names.join(', ')} are ready\n`);
} catch (error) {
  process.stderr.write(`databases: cannot prepare ${names.join(', ')}: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
