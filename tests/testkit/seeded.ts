import pg from 'pg';
import { onTestFinished } from 'vitest';
import { seedStack } from '../../scripts/seed/seed.ts';
import type { PartnerAccount } from '../../scripts/seed/wallets.rows.ts';
import { featuresOf } from '../../scripts/subgraphs.ts';
import { entitiesOf, invariantsOf, migrationsOf } from '../../subgraphs/kit/assembly.ts';
import { openDatabase } from '../../subgraphs/kit/database.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import { databaseFrom } from './database.ts';
import { keysOf } from './vault.ts';

const NIK_KEY = Buffer.alloc(32, 'nik').toString('base64url');
const keys = keysOf('2026-01');

const migrated = (name: string) =>
  databaseFrom(name, async (url) => {
    const features = featuresOf[name] ?? [];
    const database = await openDatabase({
      url,
      name: 'tests',
      entities: entitiesOf(features),
      migrations: migrationsOf(features),
    });
    await migrate(database);
    await database.close();
  });

/** Databases of all subgraphs with seeded people, as `npm start` makes them; closed when the test ends. */
export const seededDatabases = async (people: number) => {
  const names = Object.keys(featuresOf);
  const urls = await Promise.all(names.map(migrated));
  const databases = Object.fromEntries(names.map((name, at) => [name, urls[at] ?? '']));
  const accounts: PartnerAccount[] = [];
  const tell = (account: PartnerAccount) => accounts.push(account);
  const vaultKeys = { pmo: keys, payments: keys };
  await seedStack({ databases, people, seed: 1, vaultKeys, nikKey: NIK_KEY, tell });
  const clients = new Map<string, pg.Client>();
  for (const [name, connectionString] of Object.entries(databases)) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    clients.set(name, client);
  }
  onTestFinished(async () => {
    for (const client of clients.values()) await client.end();
  });
  const ask = async <T>(name: string, text: string, values: unknown[] = []) =>
    ((await clients.get(name)?.query(text, values))?.rows ?? []) as T[];
  /** What is broken, by the name of the invariant. */
  const broken = async () => {
    const found: [string, string, unknown][] = [];
    for (const name of names) {
      for (const { name: rule, sql } of invariantsOf(featuresOf[name] ?? [])) {
        const rows = await ask<object>(name, sql);
        if (rows.length > 0) found.push([name, rule, rows[0]]);
      }
    }
    return found;
  };
  return { databases, accounts, ask, broken };
};
