import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { openHangingWay } from '../../tests/testkit/hanging-way.ts';
import { openDatabase } from './database.ts';
import { createReadiness } from './readiness.ts';
import { cutStalled } from './stalled-statements.ts';
import { watchPool } from './statements.ts';

const openWay = async () => {
  const way = await openHangingWay(await createDatabase('stalls'));
  onTestFinished(way.close);
  return way;
};

const millisecondsOf = async (work: Promise<unknown>) => {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
};

test('a database that hangs is told within two seconds, and its return too', async () => {
  const way = await openWay();
  const readiness = createReadiness({ url: way.url, name: 'test' });
  onTestFinished(() => readiness.close());
  await readiness.check();
  way.hang();
  // Over the connection that is there, over a new one, and by many at a time.
  for (const askers of [1, 1, 50]) {
    const checks = Array.from({ length: askers }, () => readiness.check());
    const asked = Promise.allSettled(checks);
    expect(await millisecondsOf(asked)).toBeLessThan(2_500);
    expect((await asked).map(({ status }) => status)).toEqual(Array(askers).fill('rejected'));
  }
  way.goOn();
  await expect
    .poll(() =>
      readiness.check().then(
        () => 'ready',
        () => 'not ready',
      ),
    )
    .toBe('ready');
});

test('a service whose connections are all in use is ready', async () => {
  const way = await openWay();
  const database = await openDatabase({ url: way.url, name: 'test', entities: [], migrations: [], connections: 2 });
  const readiness = createReadiness({ url: way.url, name: 'test' });
  onTestFinished(async () => {
    await readiness.close();
    await database.close();
  });
  const busy = [1, 2, 3, 4].map(() => database.pool.query('select pg_sleep(0.3)'));
  await readiness.check();
  await Promise.all(busy);
});

const poolOf = (url: string) => {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on('error', () => undefined);
  cutStalled(pool, { stalledMs: 300, lookEveryMs: 20 });
  watchPool(pool);
  onTestFinished(() => pool.end());
  return pool;
};

test('what PostgreSQL does not end is ended here, in a transaction too, and the next one has a new connection', async () => {
  const way = await openWay();
  const pool = poolOf(way.url);
  const client = await pool.connect();
  await client.query('begin');
  way.hang();
  await expect(client.query('select 1')).rejects.toThrow('Connection terminated');
  await client.query('rollback');
  client.release(true);
  way.goOn();
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('statements that take their time, one after the other or by their own time-out, are let finish', async () => {
  const pool = poolOf((await openWay()).url);
  const client = await pool.connect();
  for (let turn = 0; turn < 4; turn += 1) await client.query('select pg_sleep(0.15)');
  await client.query("begin; set local statement_timeout = '10min'");
  await client.query('select pg_sleep(0.6)');
  await client.query('commit');
  client.release();
  // It is said for one transaction, and the connection is as it was.
  await expect(pool.query('select pg_sleep(2)')).rejects.toThrow('Connection terminated');
  await sleep(400);
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});
