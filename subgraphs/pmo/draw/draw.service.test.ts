import { hash } from 'node:crypto';
import type pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { drawOptions, earlyBeacon, longAgo, openDraws } from '../../../tests/testkit/draws.ts';
import { countEligible, screenedWave } from '../../../tests/testkit/screened-wave.ts';
import { invariants } from './draw.invariants.ts';
import { DrawService } from './draw.service.ts';
import { outcomesAfter } from './outcomes.ts';
import { testBeacon } from './test-chain.beacon.ts';

const { url, client, connect, draws, close } = await openDraws();
afterAll(close);

const numberOf = async (text: string, values: unknown[] = []) =>
  Number((await client.query<{ count: string }>(text, values)).rows[0]?.count);

test('a wave is frozen and drawn: quotas filled, winners the lowest ranks, the same answer when asked again', async () => {
  await screenedWave(url, 3_101, { applicants: 12_000, quota: 2_000 });
  const frozen = await draws.freeze(client, 3_101);
  expect(frozen).toMatchObject({ entryCount: 9_600, quota: 2_000, quotaFormula: 'PROPORTIONAL' });
  expect(frozen.beaconAt > frozen.frozenAt).toBe(true);
  expect(frozen.checkpoint).toContain(
    `\n9600\n${frozen.root.toString('base64')}\npolicy 2023\nquota 2000 PROPORTIONAL\n`,
  );
  expect(await draws.freeze(client, 3_101)).toEqual(frozen);
  const counts = await client.query(
    `select region_code as code, eligible from draw_region where wave_number = 3101 order by 1`,
  );
  expect(counts.rows).toEqual(await countEligible(client, 3_101));

  const result = await draws.draw(client, 3_101);
  expect(result?.winnerCount).toBe(2_000);
  const sealed = Buffer.concat([result?.beaconSignature as Buffer, hash('sha256', frozen.checkpoint, 'buffer')]);
  expect(hash('sha256', sealed, 'buffer')).toEqual(result?.seed);
  expect(await draws.draw(client, 3_101)).toEqual(result);
  const seed = result?.seed ?? Buffer.alloc(0);
  const inner = `sha256($1::bytea || uuid_send(entry_id))`;
  const [ipad, opad] = [0x36, 0x5c].map((pad) => Buffer.alloc(64, pad).map((byte, at) => byte ^ (seed[at] ?? 0)));
  // The same draw, said in SQL alone.
  const wrong = `with ranked as (
      select entry_id, sha256($2::bytea || ${inner}) as rank, region_code,
        row_number() over (partition by region_code order by sha256($2::bytea || ${inner})) as place
      from registration where wave_number = 3101 and status = 'ELIGIBLE'
    ), expected as (
      select entry_id, rank from ranked join draw_region using (region_code)
      where wave_number = 3101 and place <= quota
    )
    select count(*) from expected full join draw_winner using (entry_id, rank)
    where draw_winner.wave_number is null or (wave_number = 3101 and expected.rank is null)`;
  expect(
    await numberOf(wrong.replaceAll('wave_number = 3101 and place', 'draw_region.wave_number = 3101 and place'), [
      ipad,
      opad,
    ]),
  ).toBe(0);
});

test('pages of the announcement: each eligible person once, the winners among them', async () => {
  const people = new Set<string>();
  const winners = new Set<string>();
  for (let after: string | null = null; ; ) {
    const page = await outcomesAfter(client, 3_101, { after, limit: 1_000 });
    for (const { participantId, isWinner } of page) {
      people.add(participantId);
      if (isWinner) winners.add(participantId);
    }
    if (page.length === 0) break;
    after = page.at(-1)?.participantId ?? null;
  }
  expect([people.size, winners.size]).toEqual([9_600, 2_000]);
  const drawn = await client.query<{ participant_id: string }>(
    'select participant_id from registration join draw_winner using (wave_number, entry_id) where wave_number = 3101',
  );
  expect(new Set(drawn.rows.map(({ participant_id }) => participant_id))).toEqual(winners);
});

test('before its round the draw waits', async () => {
  await screenedWave(url, 3_102, { applicants: 50, quota: 10 });
  const waiting = new DrawService({ ...drawOptions, beacon: testBeacon(longAgo), now: () => new Date() });
  await waiting.freeze(client, 3_102);
  expect(await waiting.draw(client, 3_102)).toBeNull();
  expect(await numberOf('select count(*) from draw_result where wave_number = 3102')).toBe(0);
});

test.each([
  [
    'an eligible person leaves',
    `update registration set status = 'INELIGIBLE' where wave_number = 3102 and status = 'ELIGIBLE'`,
  ],
  [
    'an ineligible one enters',
    `update registration set status = 'ELIGIBLE' where wave_number = 3102 and status = 'INELIGIBLE'`,
  ],
  [
    'a new one is added',
    `insert into registration (wave_number, participant_id, region_code, status, joined_at)
    values (3102, uuidv7(), '32.73', 'ELIGIBLE', now())`,
  ],
  ['one is deleted', `delete from registration where wave_number = 3102 and status = 'ELIGIBLE'`],
  [
    'an entry id is replaced',
    `update registration set entry_id = gen_random_uuid() where wave_number = 3102 and status = 'ELIGIBLE'`,
  ],
  [
    'one moves to another region',
    `update registration_w3102 set region_code = '32.76' where region_code = '32.73' and status = 'ELIGIBLE'`,
  ],
  [
    'one is selected before the draw',
    `update registration set status = 'SELECTED' where wave_number = 3102 and status = 'ELIGIBLE'`,
  ],
  [
    'one who lost is selected',
    `update registration set status = 'SELECTED' where wave_number = 3101 and status = 'ELIGIBLE'`,
  ],
  ['a quota grows', 'update draw_region set quota = quota + 1 where wave_number = 3102'],
  ['the root is replaced', 'update draw set root = sha256(root) where wave_number = 3102'],
  ['a winner is removed', 'delete from draw_winner where wave_number = 3101'],
  ['a winner is added', 'insert into draw_winner select * from draw_winner where wave_number = 3101 limit 1'],
  ['a rank is replaced', 'update draw_winner set rank = sha256(rank) where wave_number = 3101'],
  ['a threshold is raised', 'update draw_region_result set threshold = sha256(threshold) where wave_number = 3101'],
  ['the thresholds are emptied', 'truncate draw_region_result cascade'],
  ['the seed is replaced', 'update draw_result set seed = sha256(seed) where wave_number = 3101'],
])('after the freeze the database refuses that %s', async (_, statement) => {
  await expect(client.query(statement)).rejects.toThrow(/frozen|never changed/);
});

test('the announcement may select the winners and turn the others down', async () => {
  await client.query('begin');
  const isWinner = 'entry_id = any(array(select entry_id from draw_winner where wave_number = 3101))';
  const where = `where wave_number = 3101 and status = 'ELIGIBLE' and`;
  await client.query(`update registration set status = 'SELECTED' ${where} ${isWinner}`);
  await client.query(`update registration set status = 'NOT_SELECTED' ${where} not ${isWinner}`);
  expect(await numberOf(`select count(*) from registration where wave_number = 3101 and status = 'SELECTED'`)).toBe(
    2_000,
  );
  await client.query('rollback');
});

test('a freeze and a draw whose connections die leave nothing, and go through the next time', async () => {
  await screenedWave(url, 3_103, { applicants: 500, quota: 100 });
  const dying = async (run: (service: DrawService, own: pg.Client) => Promise<unknown>) => {
    const own = await connect();
    const now = () => {
      (own as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      return longAgo();
    };
    await expect(run(new DrawService({ ...drawOptions, beacon: earlyBeacon, now }), own)).rejects.toThrow();
  };
  await dying((service, own) => service.freeze(own, 3_103));
  expect(await numberOf('select count(*) from draw_chunk where wave_number = 3103')).toBe(0);
  await draws.freeze(client, 3_103);
  await dying((service, own) => service.draw(own, 3_103));
  expect(await numberOf('select count(*) from draw_result where wave_number = 3103')).toBe(0);
  expect((await draws.draw(client, 3_103))?.winnerCount).toBe(100);
});

test('four who freeze and draw at once make one draw', async () => {
  await screenedWave(url, 3_104, { applicants: 500, quota: 100 });
  const four = await Promise.all([connect(), connect(), connect(), connect()]);
  const frozen = await Promise.all(four.map((each) => draws.freeze(each, 3_104)));
  expect(new Set(frozen.map(({ checkpoint }) => checkpoint)).size).toBe(1);
  const results = await Promise.all(four.map((each) => draws.draw(each, 3_104)));
  expect(new Set(results.map((result) => result?.seed.toString('hex'))).size).toBe(1);
  expect(await numberOf('select count(*) from draw_winner where wave_number = 3104')).toBe(100);
});

test('a wave that is not screened, has no quota or is unknown is not frozen; one without entries is', async () => {
  await client.query(
    `insert into wave (number, status, policy_version, quota) values (3105, 'CLOSED', '2023', 1), (3106, 'SCREENED', '2023', null)`,
  );
  await expect(draws.freeze(client, 3_105)).rejects.toThrow('wave 3105 is CLOSED, not screened');
  await expect(draws.freeze(client, 3_106)).rejects.toThrow('wave 3106 has no quota');
  await expect(draws.freeze(client, 3_199)).rejects.toThrow('there is no wave 3199');
  await expect(draws.draw(client, 3_105)).rejects.toThrow('wave 3105 is not frozen');
  await screenedWave(url, 3_107, { applicants: 0, quota: 5 });
  expect((await draws.freeze(client, 3_107)).entryCount).toBe(0);
  expect((await draws.draw(client, 3_107))?.winnerCount).toBe(0);
});

test('every invariant of a draw holds, and a winner too few is found', async () => {
  for (const { name, sql } of invariants) expect([name, (await client.query(sql)).rowCount]).toEqual([name, 0]);
  await client.query('begin');
  await client.query('set local session_replication_role = replica');
  await client.query(`update draw_region_result set threshold = (
      select rank from draw_winner as winner
      where winner.wave_number = 3101 and winner.region_no = draw_region_result.region_no order by rank desc offset 1 limit 1
    ) where wave_number = 3101 and region_no = 0`);
  expect((await client.query(invariants[0]?.sql ?? '')).rowCount).toBe(1);
  await client.query('rollback');
});
