import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { databaseFrom } from '../../../tests/testkit/database.ts';
import { screenedWave } from '../../../tests/testkit/screened-wave.ts';
import { migrationsOf } from '../../kit/assembly.ts';
import { type MigrationEntry, openDatabase } from '../../kit/database.ts';
import { migrate } from '../../kit/migrate.ts';
import { pmo } from '../features.ts';
import { codeHash } from './draw.code.ts';
import { DrawService } from './draw.service.ts';
import { rankOf, winnersOf } from './reference.ts';
import { testBeacon } from './test-chain.beacon.ts';

const WAVE = 3_301;
const migrateTo = async (url: string, migrations: readonly MigrationEntry[]) => {
  const database = await openDatabase({ name: 'test', url, entities: [], migrations });
  await migrate(database).finally(() => database.close());
};
const all = migrationsOf(pmo);
const former = all.filter(({ name }) => name !== '118-winners-by-rule');
const url = await databaseFrom('pmo_former_draw', (template) => migrateTo(template, former));
const client = new pg.Client({ connectionString: url });
await client.connect();
afterAll(() => client.end());

const longAgo = () => new Date(Date.now() - 60_000);
const draws = new DrawService({
  codeHash: codeHash(),
  formula: 'PROPORTIONAL',
  noticeSeconds: 1,
  beacon: { ...testBeacon(() => new Date()), latest: testBeacon(longAgo).latest },
  now: longAgo,
});

/** The winners of the wave as a former release stored them, by the plain code. */
const storeWinners = async (seed: Buffer) => {
  const entries = await client.query<{ id: Buffer; region: string }>(
    `select uuid_send(entry_id) as id, region_code as region from registration where wave_number = ${WAVE} and status = 'ELIGIBLE'`,
  );
  const regions = await client.query<{ code: string; number: number; quota: number }>(
    `select region_code as code, region_no as number, quota from draw_region where wave_number = ${WAVE}`,
  );
  const quotas = new Map(regions.rows.map(({ code, quota }) => [code, quota]));
  const numbers = new Map(regions.rows.map(({ code, number }) => [code, number]));
  const winners = winnersOf(entries.rows, seed, quotas);
  await client.query(`create table draw_winner_w${WAVE} partition of draw_winner for values in (${WAVE})`);
  await client.query(
    `insert into draw_winner (wave_number, region_no, entry_id, rank)
      select ${WAVE}, region_no, encode(id, 'hex')::uuid, rank from unnest($1::int[], $2::bytea[], $3::bytea[]) as won (region_no, id, rank)`,
    [
      winners.map(({ region }) => numbers.get(region)),
      winners.map(({ id }) => id),
      winners.map((entry) => rankOf(seed, entry)),
    ],
  );
  return winners.length;
};

const listed = async () =>
  (await client.query(`select entry_id, region_no, rank from draw_winner where wave_number = ${WAVE} order by 1`)).rows;

test('winners that a former release stored are those of the rule, and a row that is not stops the migration', async () => {
  await screenedWave(url, WAVE, { applicants: 300, quota: 60 });
  await draws.freeze(client, WAVE);
  const drawn = await draws.draw(client, WAVE);
  expect(await storeWinners(drawn?.seed ?? Buffer.alloc(0))).toBe(60);
  const before = await listed();
  const lose = async (rows: string) => {
    await client.query('set session_replication_role = replica');
    await client.query(rows);
    await client.query('reset session_replication_role');
  };
  await lose(`create table lost as select * from draw_winner limit 0; with gone as (delete from draw_winner
    where entry_id = (select entry_id from draw_winner limit 1) returning *) insert into lost select * from gone`);
  await expect(migrateTo(url, all)).rejects.toThrow(`the stored winners of wave ${WAVE} do not follow`);
  await lose('insert into draw_winner select * from lost');
  await migrateTo(url, all);
  expect(await listed()).toEqual(before);
  const { rows } = await client.query(`select relkind from pg_class where relname = 'draw_winner'`);
  expect(rows).toEqual([{ relkind: 'v' }]);
});
