import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { ensureDatabases } from '../../scripts/postgres.ts';
import { startStack } from '../../scripts/stack/stack.ts';
import { type OldPostgres, startOldPostgres } from '../../tests/testkit/old-postgres.ts';
import { freePort } from '../../tests/testkit/port.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { assertPostgresVersion, assertPostgresVersionAt } from './postgres-version.ts';

const refusal = 'DATABASE_URL leads to PostgreSQL 17.6 (Debian 17.6-1); PostgreSQL 18 or newer is needed';

let old: OldPostgres;
const changes = () => old.queries.filter((query) => !query.startsWith('select '));

beforeEach(async () => {
  old = await startOldPostgres({ version: '17.6 (Debian 17.6-1)', major: 17 });
});
afterEach(() => old.stop());

test('the PostgreSQL of the default run is new enough', async () => {
  await assertPostgresVersionAt(inject('adminUrl'));
});

test.each([18, 19])('version %i is taken', async (major) => {
  const query = async () => ({ rows: [{ version: `${major}.0`, major }] });
  await assertPostgresVersion({ query } as unknown as pg.ClientBase);
});

test('npm start refuses an older one before it makes a database, a role or a file', async () => {
  const data = mkdtempSync(join(tmpdir(), 'prakerja-old-'));
  const report = () => undefined;
  const starting = startStack({ port: await freePort([0, 1, 2, 3, 4, 10]), data, databaseUrl: old.url, report });
  await expect(starting).rejects.toThrow(refusal);
  expect(readdirSync(data)).toEqual([]);
  expect([old.queries.length > 0, changes()]).toEqual([true, []]);
  rmSync(data, { recursive: true });
});

test('databases are not made on an older one', async () => {
  await expect(ensureDatabases(old.url, ['pmo'], () => 'secret')).rejects.toThrow(refusal);
  expect([old.queries.length > 0, changes()]).toEqual([true, []]);
});

test('a service does not migrate an older one', async () => {
  const database = await openDatabase({ name: 'old', url: old.url, entities: [], migrations: [] });
  await expect(migrate(database)).rejects.toThrow(refusal);
  expect([old.queries.length > 0, changes()]).toEqual([true, []]);
  await database.close();
});
