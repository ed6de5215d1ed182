import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';

interface Part {
  table: string;
  name: string;
  definition: string;
  isForeignKey: boolean;
}

// What a foreign key of another table rests on stays: that table may hold rows already.
const CONSTRAINTS = `
  select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition,
    contype = 'f' as "isForeignKey"
  from pg_constraint as each
  where conrelid = any($1::regclass[]) and contype in ('f', 'p', 'u') and conparentid = 0
    and not (contype = 'p' and conrelid = any($2::regclass[]))
    and not exists (select from pg_constraint where contype = 'f' and confrelid = each.conrelid and each.contype <> 'f')
  order by contype = 'f' desc`;

const INDEXES = `
  select indrelid::regclass::text as table, indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
  from pg_index
  where indrelid = any($1::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid)`;

// What refers to an empty table is empty too, and is truncated with it.
const REFERRING = `select distinct conrelid::regclass::text as table from pg_constraint
  where contype = 'f' and confrelid = any($1::regclass[]) and conrelid <> all($1::regclass[]) and conparentid = 0`;

/**
 * Empty tables that were truncated in the same transaction are loaded without a write-ahead log (`wal_level` minimal):
 * their files are synced at the commit instead. Does nothing when one of them holds a row.
 */
const truncateEmpty = async (client: Client, tables: readonly string[]) => {
  const isHeld = tables.map((table) => `exists (select from ${table})`).join(' or ');
  const { rows } = await client.query<{ held: boolean }>(`select ${isHeld} as held`);
  if (rows[0]?.held) return;
  const referring = await client.query<{ table: string }>(REFERRING, [tables]);
  await client.query(`truncate ${[...tables, ...referring.rows.map(({ table }) => table)].join(', ')}`);
};

const LOCK_NOT_AVAILABLE = '55P03';
const TRIES = 200;

/**
 * Begins the loading transaction with all its tables locked. The services read them meanwhile, each in an order of its
 * own: whoever waits for a lock here gives up all of them and tries again.
 */
export const beginWithLocks = async (client: Client, tables: readonly string[]): Promise<void> => {
  for (let left = TRIES; ; left -= 1) {
    await client.query('begin');
    try {
      await client.query(`set local lock_timeout = '100ms'`);
      await client.query(`lock table ${tables.join(', ')} in access exclusive mode`);
      await client.query('set local lock_timeout = 0');
      return;
    } catch (error) {
      await client.query('rollback');
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE || left === 0) throw error;
      await delay(20);
    }
  }
};

export interface LoadedTables {
  all: readonly string[];
  /** Tables that are filled by COPY. */
  copied: readonly string[];
  /** Tables whose rows come in the order of their primary key: adding to its end costs little, so it stays. */
  inOrder: readonly string[];
}

/**
 * Takes the indexes, unique constraints and foreign keys off tables that are about to be loaded: one sort for all rows
 * is several times faster than a descent for each. It is part of the loading transaction, so no one ever sees the
 * tables without them.
 * @returns what puts them back, where each row is checked after all
 */
export const withoutIndexes = async (
  client: Client,
  { all, copied, inOrder }: LoadedTables,
): Promise<() => Promise<void>> => {
  await truncateEmpty(client, copied);
  const constraints = (await client.query<Part>(CONSTRAINTS, [all, inOrder])).rows;
  const indexes = (await client.query<Part>(INDEXES, [all])).rows;
  for (const { table, name } of constraints) await client.query(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  return async () => {
    await client.query(`set local maintenance_work_mem = '256MB'`);
    for (const { definition } of indexes) await client.query(definition);
    for (const { table, name, definition } of constraints.toReversed()) {
      await client.query(`alter table ${table} add constraint ${name} ${definition}`);
    }
  };
};
