import 'reflect-metadata';
import { expect, test } from 'vitest';
import { featuresOf } from '../scripts/subgraphs.ts';
import type { Feature } from '../subgraphs/kit/feature.ts';
import { openDatabaseOf } from './testkit/subgraph.ts';

// Partitions have the columns of their parent.
const TABLES_OF_PEOPLE = `select relname as table, array_agg(attname::text) as columns
  from pg_class join pg_attribute on attrelid = pg_class.oid
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
    and attnum > 0 and not attisdropped
    and (attname in ('participant_id', 'subject_id', 'author_id') or (relname = 'participant' and attname = 'id'))
  group by 1 order by 1`;

const tablesOfPeople = async (name: string, features: readonly Feature[], planted = 'select'): Promise<string[]> => {
  const { pool } = await openDatabaseOf(name, features);
  await pool.query(planted);
  return (await pool.query<{ table: string }>(TABLES_OF_PEOPLE)).rows.map(({ table }) => table);
};

/** The tables with rows about people of which no feature says what becomes of them when they are erased. */
const forgottenTables = (features: readonly Feature[], tables: readonly string[]): string[] => {
  const stated = new Set(features.flatMap(({ erasure = [] }) => erasure.map(({ table }) => table)));
  return tables.filter((table) => !stated.has(table));
};

/** The entries that name a table without rows about people, or whose statement is about another table. */
const wrongEntries = (features: readonly Feature[], tables: readonly string[]): string[] =>
  features
    .flatMap(({ erasure = [] }) => erasure)
    .filter((entry) => {
      const isElsewhere = 'statement' in entry && !new RegExp(`\\b${entry.table}\\b`).test(entry.statement);
      return isElsewhere || !tables.includes(entry.table);
    })
    .map(({ table }) => table);

test.each(Object.entries(featuresOf))(
  '%s says of each table what becomes of a person’s rows',
  async (name, features) => {
    const tables = await tablesOfPeople(name, features);
    // The registry knows organisations and their developers, and no participant.
    expect(tables.length > 0).toBe(name !== 'registry');
    expect(forgottenTables(features, tables)).toEqual([]);
    expect(wrongEntries(features, tables)).toEqual([]);
  },
);

test('a table of people that no feature’s erasure names is found', async () => {
  const features = featuresOf.jobs ?? [];
  const tables = await tablesOfPeople('jobs', features, 'create table referral (id uuid, participant_id uuid)');
  expect(forgottenTables(features, tables)).toEqual(['referral']);
  const withoutConsents = features.filter(({ name }) => name !== 'consent');
  expect(forgottenTables(withoutConsents, tables)).toEqual(['consent', 'referral']);
});

test('an entry is found that names a table of no people, and one whose statement is about another', async () => {
  const features = featuresOf.jobs ?? [];
  const tables = await tablesOfPeople('jobs', features);
  const planted: Feature = {
    name: 'planted',
    erasure: [
      { table: 'vacancy', keeps: 'no reason' },
      { table: 'consent', statement: 'delete from skill_profile where participant_id = any($1::uuid[])' },
    ],
  };
  expect(wrongEntries([planted], tables)).toEqual(['vacancy', 'consent']);
});
