import { expect, onTestFinished, test } from 'vitest';
import { createDatabase } from '../tests/testkit/database.ts';
import { openHangingWay } from '../tests/testkit/hanging-way.ts';
import { openStorePool } from './store-pool.ts';

const WITHIN_MS = 200;

test('a start waits longer for a busy database than a statement may', async () => {
  const way = await openHangingWay(await createDatabase('store_pool'));
  onTestFinished(way.close);
  way.hang();
  setTimeout(way.goOn, 4 * WITHIN_MS);
  const pool = await openStorePool({
    url: way.url,
    name: 'store pool',
    kept: 'the marks',
    prepare: 'create table if not exists mark (text text)',
    withinMs: WITHIN_MS,
    log: { warn: () => undefined },
  });
  onTestFinished(() => pool.end());
  expect((await pool.query('select * from mark')).rows).toEqual([]);
  await expect(pool.query('select pg_sleep(2)')).rejects.toThrow('canceling statement due to statement timeout');
});
