import pg from 'pg';
import { expect, test } from 'vitest';
import { databaseFrom } from './database.ts';

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
};

test('a template is prepared once and each copy is its own', async () => {
  let prepared = 0;
  const prepare = async (url: string) => {
    prepared += 1;
    await query(url, 'create table region (code text primary key)');
  };
  const [first, second] = await Promise.all([databaseFrom('testkit', prepare), databaseFrom('testkit', prepare)]);
  await query(first, `insert into region values ('32')`);
  expect(prepared).toBe(1);
  expect(await query(first, 'select code from region')).toEqual([{ code: '32' }]);
  expect(await query(second, 'select code from region')).toEqual([]);
});
