import { migrations as identity } from '../../gateway/identity/migrations/index.ts';
import { migrationsOf } from '../../subgraphs/kit/assembly.ts';
import { openDatabase } from '../../subgraphs/kit/database.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import { featuresOf } from '../subgraphs.ts';

const migrationsOfService = (name: string) =>
  name === 'identity' ? identity : migrationsOf(Object.hasOwn(featuresOf, name) ? (featuresOf[name] ?? []) : []);

/** Brings the database of a subgraph or of the identity service to its newest migration; returns what it did. */
export const migrateDatabase = async (name: string, url: string): Promise<string> => {
  const database = await openDatabase({ name: 'migrate', url, entities: [], migrations: migrationsOfService(name) });
  try {
    const done = await migrate(database);
    return done.length > 0 ? done.join(', ') : 'nothing to do';
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message.split('\n')[0]}`);
  } finally {
    await database.close();
  }
};
