import 'reflect-metadata';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EntityProperty, MetadataStorage } from '@mikro-orm/core';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { featuresOf } from '../scripts/subgraphs.ts';
import { entitiesOf } from '../subgraphs/kit/assembly.ts';
import type { Database } from '../subgraphs/kit/database.ts';
import type { Feature } from '../subgraphs/kit/feature.ts';
import { column, type DeclaredStatement, declaredStatements } from '../subgraphs/kit/statement.ts';
import { openDatabaseOf } from './testkit/subgraph.ts';

interface ColumnRow {
  table: string;
  name: string;
  type: string;
  isNullable: boolean;
  isKey: boolean;
}

// Tables of partitions have the columns of their parent.
const COLUMNS = `select relname as table, attname as name, typname as type, not attnotnull as "isNullable",
    exists (select from pg_index where indrelid = pg_class.oid and indisprimary
      and attnum = any(indkey[0:indnkeyatts - 1])) as "isKey"
  from pg_class join pg_attribute on attrelid = pg_class.oid join pg_type on pg_type.oid = atttypid
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
    and attnum > 0 and not attisdropped`;

/** Type names of PostgreSQL for those that MikroORM writes. */
const typeNames: Record<string, string> = {
  int: 'int4',
  integer: 'int4',
  smallint: 'int2',
  bigint: 'int8',
  boolean: 'bool',
  'text[]': '_text',
  'uuid[]': '_uuid',
  'int[]': '_int4',
  'bigint[]': '_int8',
  'double precision': 'float8',
};

const typeOf = ({ columnTypes }: EntityProperty) => {
  const [written = ''] = columnTypes;
  const bare = written.replace(/\(\d+\)/, '');
  return typeNames[bare] ?? bare;
};

/** What entities say of a table that it is not so in the database. */
const faultsOf = (database: Database, columns: readonly ColumnRow[]): string[] => {
  const metadata = database.orm.getMetadata() as MetadataStorage;
  return [...metadata.getAll().values()].flatMap(({ tableName, props }) => {
    const inDatabase = new Map(columns.filter(({ table }) => table === tableName).map((row) => [row.name, row]));
    const hasKey = [...inDatabase.values()].some((row) => row.isKey);
    const said = new Map(props.filter(({ persist = true }) => persist).map((prop) => [prop.fieldNames[0] ?? '', prop]));
    const missing = [...inDatabase.keys()]
      .filter((name) => !said.has(name))
      .map((name) => `${tableName}.${name} is not said`);
    const wrong = [...said].flatMap(([name, prop]) => {
      const row = inDatabase.get(name);
      if (!row) return [`${tableName}.${name} is not there`];
      // The ORM asks for a key where the table has none.
      const isKey = hasKey && (prop.primary ?? false);
      const is = { type: row.type, isNullable: row.isNullable, isKey: row.isKey };
      const says = { type: typeOf(prop), isNullable: prop.nullable ?? false, isKey };
      return JSON.stringify(is) === JSON.stringify(says)
        ? []
        : [`${tableName}.${name} is ${JSON.stringify(is)}, said ${JSON.stringify(says)}`];
    });
    return [...missing, ...wrong];
  });
};

// Tables of pmo whose entities are still to come; the list only shrinks.
const unconverted = ['survey_submission'];

// Kept by MikroORM itself.
const MIGRATIONS = 'mikro_orm_migrations';

/** The tables that are not an entity of exactly one feature, and how often they are one. */
const unownedTables = (features: readonly Feature[], columns: readonly ColumnRow[]): string[] => {
  const owners = Map.groupBy(entitiesOf(features), ({ meta }) => meta.tableName);
  return [...new Set(columns.map(({ table }) => table))]
    .filter((table) => table !== MIGRATIONS && owners.get(table)?.length !== 1)
    .map((table) => `${table} is an entity of ${owners.get(table)?.length ?? 0} features`)
    .toSorted();
};

interface Field {
  name: string;
  dataTypeID: number;
  tableID: number;
  columnID: number;
}

/** Asks PostgreSQL for the columns of a statement, without running it. */
class Description {
  readonly #text: string;
  readonly #settle: (error: Error | null, fields: Field[]) => void;
  #fields: Field[] = [];
  #error: Error | null = null;

  constructor(text: string, settle: (error: Error | null, fields: Field[]) => void) {
    this.#text = text;
    this.#settle = settle;
  }

  submit(connection: { parse(of: object): void; describe(of: object): void; sync(): void }): void {
    connection.parse({ text: this.#text });
    connection.describe({ type: 'S' });
    connection.sync();
  }

  handleRowDescription({ fields }: { fields: Field[] }): void {
    this.#fields = fields;
  }

  handleError(error: Error): void {
    this.#error = error;
  }

  handleReadyForQuery(): void {
    this.#settle(this.#error, this.#fields);
  }
}

const describeStatement = (client: pg.PoolClient, text: string) =>
  new Promise<Field[]>((resolve, reject) => {
    client.query(new Description(text, (error, fields) => (error ? reject(error) : resolve(fields))) as never);
  });

const CANNOT_BE_NULL = `select attrelid::int as "tableID", attnum as "columnID" from pg_attribute
  where attnotnull and attnum > 0 and attrelid = any($1::oid[])`;

/** What is wrong with the columns that a statement declares; a null that PostgreSQL cannot rule out may be declared away. */
const columnFaults = async (client: pg.PoolClient, { name, text, columns }: DeclaredStatement): Promise<string[]> => {
  const fields = await describeStatement(client, text);
  const types = await client.query<{ oid: number; type: string }>(
    'select oid::int, typname as type from pg_type where oid = any($1::oid[])',
    [fields.map(({ dataTypeID }) => dataTypeID)],
  );
  const typeName = new Map(types.rows.map(({ oid, type }) => [oid, type]));
  const { rows } = await client.query(CANNOT_BE_NULL, [fields.map(({ tableID }) => tableID)]);
  const notNull = new Set(rows.map(({ tableID, columnID }) => `${tableID} ${columnID}`));
  const answered = new Map(fields.map((field) => [field.name, field]));
  const surplus = [...answered.keys()]
    .filter((key) => !(key in columns))
    .map((key) => `${name}: ${key} is not declared`);
  const wrong = Object.entries(columns).flatMap(([key, { sql, isNullable }]) => {
    const field = answered.get(key);
    if (!field) return [`${name}: ${key} is not answered`];
    const type = typeName.get(field.dataTypeID);
    if (type !== sql) return [`${name}: ${key} is ${type}, declared ${sql}`];
    const mayBeNull = field.tableID !== 0 && !notNull.has(`${field.tableID} ${field.columnID}`);
    return mayBeNull && !isNullable ? [`${name}: ${key} may be null, and is not declared so`] : [];
  });
  return [...surplus, ...wrong];
};

/** Imports the files of a subgraph; returns the statements that they declare. */
const statementsOf = async (subgraph: string): Promise<DeclaredStatement[]> => {
  const known = declaredStatements.length;
  for (const file of globSync(`subgraphs/${subgraph}/**/*.ts`)) {
    if (!/\.(test|worker|process)\.ts$|main\.ts$/.test(file)) await import(resolve(file));
  }
  return declaredStatements.slice(known);
};

const subgraphs = Object.entries(featuresOf);

test.each(subgraphs)('the entities of %s are as its tables', async (name, features) => {
  const database = await openDatabaseOf(name, features);
  const { rows } = await database.pool.query<ColumnRow>(COLUMNS);
  expect(faultsOf(database, rows)).toEqual([]);
});

test.each(subgraphs)('every table of %s is an entity of one feature', async (name, features) => {
  const database = await openDatabaseOf(name, features);
  const { rows } = await database.pool.query<ColumnRow>(COLUMNS);
  const unowned = unownedTables(features, rows);
  expect(unowned.filter((fault) => !unconverted.some((table) => fault.startsWith(`${table} `)))).toEqual([]);
});

test('a table that is an entity of no feature is found, and one of two', async () => {
  const features = featuresOf.payments ?? [];
  const database = await openDatabaseOf('payments', features);
  await database.pool.query('create table planted (id uuid primary key)');
  const { rows } = await database.pool.query<ColumnRow>(COLUMNS);
  const freeze = features.filter((feature) => feature.name === 'freeze');
  expect(unownedTables([...features, ...freeze], rows)).toEqual([
    'participant_freeze is an entity of 2 features',
    'planted is an entity of 0 features',
  ]);
});

test.each(subgraphs)('the statements of %s answer the columns that they declare', async (name, features) => {
  const statements = await statementsOf(name);
  expect(new Set(statements.map((each) => each.name)).size).toBe(statements.length);
  const database = await openDatabaseOf(name, features);
  const client = await database.pool.connect();
  const faults: string[] = [];
  for (const each of statements) faults.push(...(await columnFaults(client, each)));
  client.release();
  expect(faults).toEqual([]);
});

test('a wrong column of an entity and of a statement is found', async () => {
  const database = await openDatabaseOf('pmo', featuresOf.pmo ?? []);
  const { rows } = await database.pool.query<ColumnRow>(COLUMNS);
  const planted = rows.map((row) =>
    row.table === 'consent' && row.name === 'until' ? { ...row, isNullable: true } : row,
  );
  expect(faultsOf(database, planted)).toEqual([expect.stringContaining('consent.until is')]);
  const client = await database.pool.connect();
  const { uuid, text } = column;
  const wrong = { name: 'planted', columns: { id: text, ended_at: column.timestamptz, gone: uuid } };
  const faults = await columnFaults(client, {
    ...wrong,
    text: 'select id, ended_at, status from consent where id = $1',
  });
  client.release();
  expect(faults).toEqual([
    'planted: status is not declared',
    'planted: id is uuid, declared text',
    'planted: ended_at may be null, and is not declared so',
    'planted: gone is not answered',
  ]);
});
