import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { countStatements, watchPool } from './statements.ts';

test('work of nobody that waits for a connection is not counted for the request that gives it back', async () => {
  const pool = new pg.Pool({ connectionString: await createDatabase('statements'), max: 1 });
  onTestFinished(() => pool.end());
  watchPool(pool);
  const tally = { statements: 0 };
  const begun = Promise.withResolvers<void>();
  const request = countStatements(tally, async () => {
    const client = await pool.connect();
    begun.resolve();
    await client.query('select pg_sleep(0.1)');
    client.release();
  });
  await begun.promise;
  await Promise.all([request, pool.query('select 1')]);
  expect(tally.statements).toBe(1);
});
