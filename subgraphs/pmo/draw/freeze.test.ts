import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { databaseFrom } from '../../../tests/testkit/database.ts';
import { countEligible, screenedWave } from '../../../tests/testkit/screened-wave.ts';
import { migrationsOf } from '../../kit/assembly.ts';
import { openDatabase } from '../../kit/database.ts';
import { migrate } from '../../kit/migrate.ts';
import { pmo } from '../features.ts';
import { DrawService } from './draw.service.ts';
import { readList } from './engine/index.ts';
import { testBeacon } from './test-chain.beacon.ts';

const url = await databaseFrom('pmo_draw_readers', async (template) => {
  const database = await openDatabase({ name: 'test', url: template, entities: [], migrations: migrationsOf(pmo) });
  await migrate(database);
  await database.close();
});
const client = new pg.Client({ connectionString: url });
const pool = new pg.Pool({ connectionString: url, max: 1 });
await client.connect();
afterAll(() => Promise.all([client.end(), pool.end()]));

const draws = new DrawService({
  pool,
  codeHash: Buffer.alloc(32),
  formula: 'PROPORTIONAL',
  noticeSeconds: 1,
  beacon: testBeacon(() => new Date()),
  now: () => new Date(),
});
const regionsOf = async (wave: number) =>
  (
    await client.query('select region_code as code, eligible from draw_region where wave_number = $1 order by 1', [
      wave,
    ])
  ).rows;

test('a connection that the pool can spare reads beside the freeze, and is given back', async () => {
  await screenedWave(url, 3_101, { applicants: 150_000, quota: 100 });
  expect((await draws.freeze(client, 3_101)).entryCount).toBe(120_000);
  expect(await regionsOf(3_101)).toEqual(await countEligible(client, 3_101));
  expect([pool.totalCount, pool.idleCount]).toEqual([1, 1]);
});

test('a freeze does not wait for a connection that others hold', async () => {
  const held = await pool.connect();
  await screenedWave(url, 3_102, { applicants: 500, quota: 100 });
  expect((await draws.freeze(client, 3_102)).entryCount).toBe(400);
  expect(await regionsOf(3_102)).toEqual(await countEligible(client, 3_102));
  held.release();
});

test('a freeze fails whole when the connection beside it breaks', async () => {
  await screenedWave(url, 3_103, { applicants: 150_000, quota: 100 });
  const broken = new Promise<void>((done) => {
    pool.once('acquire', (spare) => {
      spare.on('error', () => undefined);
      (spare as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      done();
    });
  });
  await expect(draws.freeze(client, 3_103)).rejects.toThrow();
  await broken;
  expect(await regionsOf(3_103)).toEqual([]);
  expect((await draws.freeze(client, 3_103)).entryCount).toBe(120_000);
});

test('a stored list that has fewer or more entries than were frozen is not drawn from', async () => {
  const query = `select decode(repeat('ab', 32), 'hex'), decode('00000000', 'hex')`;
  expect((await readList(client, query, 2)).count).toBe(2);
  await expect(readList(client, query, 3)).rejects.toThrow('the stored list has 2 of 3 entries');
  await expect(readList(client, query, 1)).rejects.toThrow('the stored list has more than 1 entries');
});
