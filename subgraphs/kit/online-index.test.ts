import { setTimeout as delay } from 'node:timers/promises';
import { Migration } from '@mikro-orm/migrations';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { migrationSeconds } from '../../tests/testkit/migration-seconds.ts';
import { until } from '../../tests/testkit/until.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { OnlineIndexes } from './online-index.ts';

/** Seconds for which an index is built under load: 60 in full. */
const SECONDS = migrationSeconds();
const ROWS = 1_000;

class Tables extends Migration {
  override up(): void {
    this.addSql('create table person (id int primary key, born int not null)');
    this.addSql(`insert into person select id, id from generate_series(1, ${ROWS}) as id`);
    this.addSql('create table move (wave int not null, id int not null) partition by list (wave)');
    for (const wave of [1, 2]) {
      this.addSql(`create table move_w${wave} partition of move for values in (${wave})`);
      this.addSql(`insert into move select ${wave}, id from generate_series(1, 1000) as id`);
    }
    // Stretches what is small to the time that something large takes.
    this.addSql(`create function slowly(value int) returns int language plpgsql immutable as $$
      begin perform pg_sleep(${SECONDS / ROWS}); return value; end $$`);
  }
}

class PersonIndex extends OnlineIndexes {
  protected readonly indexes = [{ name: 'person_born_ix', table: 'person', on: '(slowly(born)) where id <= 1000' }];
}

class MoveIndex extends OnlineIndexes {
  protected readonly indexes = [{ name: 'move_id_uq', table: 'move', isUnique: true, on: '(wave, id)' }];
}

class Column extends Migration {
  override up(): void {
    this.addSql('alter table person add column name text');
    // More than the 30 s of a request's statement, in full.
    this.addSql(`select pg_sleep(${SECONDS / 2})`);
  }
}

const all = [
  { name: '001-tables', class: Tables },
  { name: '002-person-index', class: PersonIndex },
  { name: '003-move-index', class: MoveIndex },
];

const open = async (url: string, count = all.length) => {
  const database = await openDatabase({ name: 'test', url, entities: [], migrations: all.slice(0, count) });
  afterAll(() => database.close());
  return database;
};

const validity = async ({ pool }: { pool: pg.Pool }, name: string) =>
  (await pool.query('select indisvalid as valid from pg_index where indexrelid = to_regclass($1)', [name])).rows[0]
    ?.valid;

/** Writes and reads all the time, each as a request with its limit does; counts what failed and the longest wait. */
const underLoad = async (url: string, work: () => Promise<unknown>) => {
  const pool = new pg.Pool({ connectionString: url, max: 8, statement_timeout: 5_000 });
  let isOver = false;
  const counts = { done: 0, failed: 0, longestMs: 0 };
  const worker = async (number: number) => {
    for (let turn = 0; !isOver; turn += 1) {
      const began = performance.now();
      const id = 1_000_000 + number * 100_000 + turn;
      const asked =
        turn % 2
          ? pool.query('select * from person where id = $1', [1 + (turn % ROWS)])
          : pool.query('insert into person (id, born) values ($1, 1)', [id]);
      await asked.then(() => (counts.done += 1)).catch(() => (counts.failed += 1));
      counts.longestMs = Math.max(counts.longestMs, performance.now() - began);
      await delay(2);
    }
  };
  const workers = Array.from({ length: 6 }, (_, number) => worker(number));
  await work().finally(() => {
    isOver = true;
  });
  await Promise.all(workers);
  await pool.end();
  return counts;
};

test(`an index that takes ${SECONDS} s is built while the table is read and written: no request fails`, async () => {
  const url = await createDatabase('online_index');
  await migrate(await open(url, 1));
  const database = await open(url, 2);
  const began = performance.now();
  const counts = await underLoad(url, () => migrate(database));
  const tookMs = performance.now() - began;
  console.log(`index under load: ${Math.round(tookMs)} ms, ${JSON.stringify(counts)}`);
  expect(tookMs).toBeGreaterThan(SECONDS * 900);
  expect(counts.failed).toBe(0);
  expect(counts.done).toBeGreaterThan(100);
  expect(counts.longestMs).toBeLessThan(Math.min(2_000, SECONDS * 500));
  expect(await validity(database, 'person_born_ix')).toBe(true);
});

test('a build that was killed is begun again, and what it left is dropped', async () => {
  const url = await createDatabase('killed_index');
  await migrate(await open(url, 1));
  const database = await open(url, 2);
  const killed = migrate(database);
  const building = `select pid from pg_stat_activity where query like 'create index concurrently%' and datname = current_database()`;
  const { rows } = await until(
    () => database.pool.query<{ pid: number }>(building),
    ({ rowCount }) => rowCount === 1,
  );
  await until(
    () => validity(database, 'person_born_ix'),
    (valid) => valid === false,
  );
  await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await expect(killed).rejects.toThrow();
  expect(await validity(database, 'person_born_ix')).toBe(false);
  expect(await migrate(database)).toEqual(['002-person-index']);
  expect(await validity(database, 'person_born_ix')).toBe(true);
});

test('an index of a partitioned table is built partition by partition, and holds for partitions to come', async () => {
  const url = await createDatabase('partition_index');
  const entries = all.filter(({ class: each }) => each !== PersonIndex);
  const database = await openDatabase({ name: 'test', url, entities: [], migrations: entries });
  afterAll(() => database.close());
  await migrate(database);
  expect(await validity(database, 'move_id_uq')).toBe(true);
  await database.pool.query('create table move_w3 partition of move for values in (3)');
  await database.pool.query('insert into move values (3, 1)');
  for (const wave of [1, 3])
    await expect(database.pool.query(`insert into move values (${wave}, 1)`)).rejects.toThrow('duplicate key');
  expect(await migrate(database)).toEqual([]);
});

test('a change of a table gives up its place behind a long query, for whoever comes after it', async () => {
  const url = await createDatabase('long_query');
  await migrate(await open(url, 1));
  const changes = [...all.slice(0, 1), { name: '002-column', class: Column }];
  const database = await openDatabase({ name: 'test', url, entities: [], migrations: changes });
  afterAll(() => database.close());
  const report = new pg.Client({ connectionString: url });
  await report.connect();
  await report.query('begin');
  await report.query('select count(*) from person');
  let isChanged = false;
  const change = migrate(database).then((done) => {
    isChanged = true;
    return done;
  });
  const counts = await underLoad(url, () => delay(3_000));
  console.log(`behind a long query: ${JSON.stringify(counts)}`);
  expect([isChanged, counts.failed]).toEqual([false, 0]);
  // No longer than it waits for the lock itself.
  expect(counts.longestMs).toBeGreaterThan(200);
  expect(counts.longestMs).toBeLessThan(2_500);
  await report.query('commit');
  await report.end();
  expect(await change).toEqual(['002-column']);
});

test('what a migration sets does not reach the sessions of requests', async () => {
  const url = await createDatabase('settings');
  const database = await open(url, 1);
  const settings = async () => {
    const names = ['lock_timeout', 'statement_timeout', 'session_replication_role'];
    const clients = await Promise.all(Array.from({ length: 3 }, () => database.pool.connect()));
    const read = clients.map((client) =>
      client.query('select name, setting from pg_settings where name = any($1) order by 1', [names]),
    );
    const all = (await Promise.all(read)).map(({ rows }) => JSON.stringify(rows));
    for (const client of clients) client.release();
    return new Set(all);
  };
  const before = await settings();
  await migrate(database);
  expect(await settings()).toEqual(before);
  const left = await database.pool.query(`select from pg_stat_activity where application_name = 'test-migrations'`);
  expect(left.rowCount).toBe(0);
});
