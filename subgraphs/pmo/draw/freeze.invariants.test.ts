import { afterAll, expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { screenedWave } from '../../../tests/testkit/screened-wave.ts';
import { codeHash } from './draw.code.ts';
import { DrawService } from './draw.service.ts';
import { freezeInvariants } from './freeze.invariants.ts';
import { testBeacon } from './test-chain.beacon.ts';

const WAVE = 6_101;
const pmo = await openPmo();
const { pool } = pmo.database;
const client = await pool.connect();
afterAll(() => client.release());
await screenedWave(String(pmo.database.orm.config.get('clientUrl')), WAVE, { applicants: 5_000, quota: 300 });
await client.query(`insert into wave_tranche values (${WAVE}, 1, '2027-01-01', 200), (${WAVE}, 2, '2027-04-01', 100)`);
const longAgo = () => new Date(Date.now() - 60_000);
const draws = new DrawService({
  codeHash: codeHash(),
  formula: 'PROPORTIONAL',
  noticeSeconds: 10,
  beacon: { ...testBeacon(() => new Date()), latest: testBeacon(longAgo).latest },
  now: longAgo,
});
await draws.freeze(client, WAVE);
await draws.draw(client, WAVE);

const broken = async () => {
  const found: string[] = [];
  for (const { name, sql } of freezeInvariants) if ((await client.query(sql)).rowCount) found.push(name);
  return found;
};
const [ofRound, ofPlaces, ofCheckpoint, ofAttempts, ofApproval, ofRanks, ofTranches] = freezeInvariants.map(
  ({ name }) => name,
);

const columns = `entry_count, root, chunk_roots, quota, quota_formula, code_hash, beacon_chain, beacon_round, beacon_at,
  frozen_at, checkpoint, notice_seconds, signing_closes_at`;
const secondAttempt = `insert into draw (wave_number, attempt, ${columns}) select wave_number, 2, ${columns} from draw`;

test.each<[string, string[], (string | undefined)[]]>([
  ['a round that is nearer than the notice', ['update draw set notice_seconds = 3600'], [ofRound]],
  ['signing without an end', ['update draw set signing_closes_at = null'], [ofRound]],
  [
    'a region with more places',
    ['update draw_region set quota = quota + 1 where region_no = 0'],
    [ofPlaces, ofTranches],
  ],
  ['an entry more than was stored', ['update draw set entry_count = entry_count + 1'], [ofPlaces]],
  ['places that were changed after the freeze', ['update wave set quota = 301'], [ofCheckpoint]],
  ['a policy that was changed after the freeze', [`update wave set policy_version = '2020-B'`], [ofCheckpoint]],
  [
    'a second attempt while the first may still count',
    [
      secondAttempt,
      'insert into draw_region (wave_number, attempt, region_no, region_code, eligible, quota) select wave_number, 2, region_no, region_code, eligible, quota from draw_region',
      'insert into draw_chunk (wave_number, attempt, chunk_no, first_entry, entries, regions) select wave_number, 2, chunk_no, first_entry, entries, regions from draw_chunk',
    ],
    [ofAttempts],
  ],
  [
    'a cosignature before anybody approved the list',
    [`insert into draw_cosignature values (${WAVE}, 1, 'bar', 'line', now(), now())`],
    [ofApproval],
  ],
  [
    'a list approved by the officer who froze it',
    [
      `insert into wave_step (wave_number, step, status, total, done, requested_by, request_id, started_at, updated_at,
        finished_at) values (${WAVE}, 'FREEZE', 'DONE', 1, 1, 'officer-1', 'request-1', now(), now(), now())`,
      `insert into draw_approval values (${WAVE}, 1, 'officer-1', now())`,
      `insert into draw_cosignature values (${WAVE}, 1, 'bar', 'line', now(), now())`,
    ],
    [ofApproval],
  ],
  [
    'a threshold that is nobody’s rank',
    [`update draw_region_result set threshold = substr(threshold, 1, 28) || '\\xffffffff' where region_no = 0`],
    [ofRanks],
  ],
  [
    'a tranche that ends a winner too late',
    [
      `update draw_region_tranche_result set threshold = (select min(rank) from draw_winner
        where region_no = 0 and rank > threshold) where region_no = 0 and tranche_no = 1`,
    ],
    [ofTranches],
  ],
  [
    'a place in no tranche',
    ['update draw_region_tranche set quota = quota - 1 where tranche_no = 2 and region_no = 0'],
    [ofTranches],
  ],
  [
    'a winner moved to the first tranche',
    ['update draw_region_tranche set quota = quota + case tranche_no when 1 then 1 else -1 end where region_no = 0'],
    [ofTranches],
  ],
])('%s is found', async (_what, statements, names) => {
  expect(await broken()).toEqual([]);
  await client.query('begin');
  try {
    await client.query('set local session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
    expect(await broken()).toEqual(names);
  } finally {
    await client.query('rollback');
  }
});
