import { expect, test } from 'vitest';
import { featuresOf } from '../scripts/subgraphs.ts';
import { migrationsOf } from '../subgraphs/kit/assembly.ts';
import type { MigrationEntry } from '../subgraphs/kit/database.ts';
import { OnlineIndexes } from '../subgraphs/kit/online-index.ts';

/** Numbers of migrations that were released when every table was small, and are not edited. */
const LAST_SMALL = 98;

interface Plain {
  up(): Promise<void> | void;
  getQueries(): unknown[];
}

const sqlOf = async ({ class: Migration }: MigrationEntry): Promise<string> => {
  const migration = new (Migration as new (...args: object[]) => Plain)({}, {});
  if (migration instanceof OnlineIndexes) return '';
  await migration.up();
  return migration.getQueries().map(String).join(';\n').toLowerCase();
};

/** Indexes that a migration builds on a table which it did not make: all its writers wait meanwhile. */
const lockingIndexes = (sql: string): string[] => {
  const made = [...sql.matchAll(/create (?:unlogged )?table (?:if not exists )?(\w+)/g)].map(([, table]) => table);
  const built = [...sql.matchAll(/create (?:unique )?index (?:if not exists )?(\w+)\s+on (?:only )?(\w+)/g)];
  return built.filter(([, , table]) => !made.includes(table)).map(([, index]) => index ?? '');
};

test('no migration builds an index on a table with rows under its lock', async () => {
  const locking: string[] = [];
  for (const [subgraph, features] of Object.entries(featuresOf)) {
    for (const entry of migrationsOf(features)) {
      const isOld = Number.parseInt(entry.name, 10) <= LAST_SMALL && entry.name !== '096-standing';
      const found = isOld ? [] : lockingIndexes(await sqlOf(entry));
      locking.push(...found.map((index) => `${subgraph} ${entry.name}: ${index}`));
    }
  }
  expect(locking).toEqual([]);
  expect(lockingIndexes('create table a (b int);\ncreate index c on a (b);\ncreate unique index d\n on e (f)')).toEqual(
    ['d'],
  );
});
