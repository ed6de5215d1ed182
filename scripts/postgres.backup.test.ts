import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../tests/testkit/port.ts';
import { commandBlocks, workspace } from '../tests/testkit/workspace.ts';
import { startCluster } from './postgres.ts';

const query = async (connectionString: string, sql: string) => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client.query(sql).finally(() => client.end());
};

test('the embedded PostgreSQL is copied and restored as docs/operations.md says', async () => {
  const { directory, run, remove } = workspace();
  onTestFinished(remove);
  const clusterIn = async (data: string) =>
    startCluster({ dataDir: join(directory, data, 'postgres'), port: await freePort(), durable: false });
  const first = await clusterIn('.data');
  await query(first.adminUrl, `create table kept as select 'as it was' as text`).finally(() => first.stop());

  const blocks = commandBlocks('docs/operations.md').filter(({ mark }) => mark === 'stopped');
  expect(blocks.length).toBe(2);
  for (const { text } of blocks) await run(text);
  const second = await clusterIn('restored/.data');
  const { rows } = await query(second.adminUrl, 'select text from kept').finally(() => second.stop());
  expect(rows).toEqual([{ text: 'as it was' }]);
});
