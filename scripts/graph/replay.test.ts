import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { migrationsOf } from '../../subgraphs/kit/assembly.ts';
import { openDatabase } from '../../subgraphs/kit/database.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import { pmo } from '../../subgraphs/pmo/features.ts';
import { PolicyService, policyOf } from '../../subgraphs/pmo/policy/index.ts';
import { cohortWaves, replayCohort } from '../../subgraphs/pmo/policy/replay.ts';
import { runCommand } from '../../tests/testkit/command.ts';
import { databaseFrom } from '../../tests/testkit/database.ts';

const url = await databaseFrom('pmo_policy', async (template) => {
  const database = await openDatabase({ name: 'test', url: template, entities: [], migrations: migrationsOf(pmo) });
  await migrate(database);
  await database.close();
});
const client = new pg.Client({ connectionString: url });
await client.connect();
const data = mkdtempSync(join(tmpdir(), 'prakerja-replay-'));
const stack = { pid: process.pid, url: 'http://127.0.0.1:4000/graphql', subgraphs: { pmo: { databaseUrl: url } } };
writeFileSync(join(data, 'stack.json'), JSON.stringify(stack));
afterAll(async () => {
  await client.end();
  rmSync(data, { recursive: true });
});

/** 100 people: 10 get social aid, 4 of these are police too, and 5 others turned 65 before the wave closed. */
const fill = async (number: number, year: number) => {
  const opens = `${year}-09-01`;
  const wave = `insert into wave (number, status, policy_version, opens_at, closes_at)
    values ($1, 'CLOSED', '2020-B', $2::date, $2::date + 3)`;
  await client.query(wave, [number, opens]);
  await client.query(`create table registration_w${number} partition of registration for values in (${number})`);
  await client.query(
    `with made as (
      select at, uuidv7() as id, uuid_send(gen_random_uuid()) as nik from generate_series(0, 99) as at
    ), people as (
      insert into participant (id, status, name, birth_date, region_code, work_status, occupation, registered_at)
      select id, 'APPLICANT', 'Siti', case when at >= 95 then date '1950-01-01' else '1990-01-01' end, '32.73', 'WORKER',
        case when at < 4 then 'POLICE' else 'NONE' end, now() from made
    ), niks as (insert into nik_claim select nik, id from made
    ), barred as (insert into barred_entry select 'SOCIAL_AID', nik, 1, null from made where at < 10
    ) insert into registration (wave_number, participant_id, region_code, status, joined_at)
      select $1, id, '32.73', 'JOINED', now() from made`,
    [number],
  );
};

const run = (...args: string[]) => runCommand(['replay', ...args, '--data', data]);

await fill(4_021, 2021);
await fill(4_022, 2022);

test('a cohort of 2021 under the policy of 2023: what changes, by reason, and nothing is written', async () => {
  const policies = new PolicyService({ now: () => new Date() });
  await policies.screen(client, { wave: 4_021, asOf: '2021-09-04', after: null, limit: 50 });
  const { out } = await run('--cohort', '2021', '--policy', '2023');
  expect(`\n${out}`).toMatchInlineSnapshot(`
    "
    100 people of wave 4021 under 2020-B, judged again under 2023; 50 with a stored decision

    REASON               WAS  WOULD BE  NO LONGER  NEW
    ELIGIBLE              85        91          0    6
    AGE_ABOVE_MAXIMUM      5         5          0    0
    OCCUPATION_BARRED      4         4          0    0
    RECEIVES_SOCIAL_AID   10         0         10    0

    6 would become eligible, 0 would no longer be, 94 stay as they are
    "
  `);
  const { rows } = await client.query('select count(*)::int as count from policy_decision where wave_number = 4021');
  expect(rows).toEqual([{ count: 50 }]);
});

test('one wave under its own policy changes nothing', async () => {
  const { out } = await run('--wave', '4022', '--policy', '2020-B');
  expect(out).toContain('0 would become eligible, 0 would no longer be, 100 stay as they are');
});

test('chunks add up to the same, and tell how far they are', async () => {
  const waves = (await cohortWaves(client)).filter(({ number }) => number === 4_021);
  const steps: number[] = [];
  const small = await replayCohort(client, {
    waves,
    policy: policyOf('2023'),
    chunk: 33,
    onProgress: (at) => steps.push(at),
  });
  expect(small).toEqual(await replayCohort(client, { waves, policy: policyOf('2023') }));
  expect(steps).toEqual([33, 66, 99, 100, 100]);
});

test.concurrent.each([
  [
    ['--cohort', '2019', '--policy', '2023'],
    'nobody is in a wave of 2019; there are people in 4021 (2021), 4022 (2022)',
  ],
  [['--wave', '7', '--policy', '2023'], 'nobody is in wave 7'],
  [['--cohort', '2021', '--policy', '2019'], '--policy takes one of 2020-A, 2020-B, 2023'],
  [['--policy', '2023'], 'say --cohort YEAR or --wave N'],
  [['--policy', '2023', '--cohort', '2021', '--wave', '4021'], 'say --cohort YEAR or --wave N'],
  [['--policy', '2023', '--cohort', '2021', '--port', '1'], 'no stack of this folder listens on 1'],
])('%j is answered with one line', async (args, line) => {
  const { out, err } = await run(...args);
  expect([out, err.trim().split('\n')]).toEqual(['', [expect.stringContaining(line)]]);
});

test('--help tells what it takes', async () => {
  expect((await run('--help')).out).toContain('npm run graph -- replay --policy VERSION (--cohort YEAR | --wave N)');
});
