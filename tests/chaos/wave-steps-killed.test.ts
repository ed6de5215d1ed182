import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkInvariants } from '../../scripts/graph/invariants.ts';
import { databasesOf } from '../../scripts/graph/places.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { graphClient } from '../testkit/client.ts';
import { whileWaitingFor } from '../testkit/held-lock.ts';
import { joinedWave } from '../testkit/joined-wave.ts';
import { startTestStack, type TestStack } from '../testkit/stack.ts';
import { until } from '../testkit/until.ts';

const WAVE = 3_501;
/** More than one part of every step: a screening takes 20,000 at a time, a revocation 5,000. */
const SIZE = { applicants: 24_000, quota: 8_000 };
const BARRED = 2_500;
let running: TestStack;
let pmo: pg.Pool;
let payments: pg.Pool;

beforeAll(async () => {
  running = await startTestStack({ people: 600, longestRestartMs: 500 });
  const { databases } = running.stack;
  [pmo, payments] = [databases.pmo, databases.payments].map(
    (connectionString) => new pg.Pool({ connectionString, max: 2 }),
  ) as [pg.Pool, pg.Pool];
  await joinedWave(databases.pmo ?? '', WAVE, SIZE);
});

afterAll(async () => {
  await Promise.all([pmo.end(), payments.end()]);
  await running.stop();
});

const killPmo = async () => {
  const pid = running.stack.services.pmo?.pid;
  process.kill(pid as number, 'SIGKILL');
  await until(
    async () => running.stack.services.pmo?.pid,
    (found) => found !== undefined && found !== pid,
  );
};

/** What is under way, and how far it is. */
const underWay = async () => {
  const { rows } = await pmo.query<{ state: string }>(
    `select step || ' at ' || done as state from wave_step where wave_number = $1 and status = 'RUNNING'
      union all select status || ' at ' || rechecked from barred_list_version where finished_at is null`,
    [WAVE],
  );
  return rows.map(({ state }) => state).join();
};

/** Kills the process each time that its work waits for the next of the locks, in the middle of a transaction. */
const killedAt = async (locks: readonly string[], begin: () => void): Promise<string[]> => {
  const lock = locks.at(-1);
  if (lock === undefined) {
    begin();
    return [];
  }
  let before: Promise<string[]> = Promise.resolve([]);
  const seen: string[] = [];
  await whileWaitingFor(
    { databaseUrl: running.stack.databases.pmo ?? '', lock },
    {
      begin: () => {
        before = killedAt(locks.slice(0, -1), begin);
      },
      meanwhile: async () => {
        seen.push(...(await before), await underWay());
        await killPmo();
      },
    },
  );
  return seen;
};

const ask = (mutation: string) => {
  const officer = graphClient({ url: running.stack.url, data: running.data })('officer');
  return officer.query(`mutation { ${mutation} { refusal { code } } }`).catch(() => null);
};

const ends = async (text: string, status: string) => {
  const read = async () => (await pmo.query<{ status: string }>(text)).rows[0]?.status;
  expect(await until(read, (found) => found === status, 60_000)).toBe(status);
};

const count = async (sql: string, pool = pmo) =>
  Number((await pool.query<{ count: string }>(`select count(*) ${sql}`, [WAVE])).rows[0]?.count);

const expectInvariants = async () => {
  const findings = await checkInvariants(databasesOf(undefined, running.data));
  expect(findings.length).toBeGreaterThan(50);
  expect(findings.filter(({ violations }) => violations > 0)).toEqual([]);
};

const registrationAt = (at: number) =>
  `select from registration where wave_number = ${WAVE} and participant_id = (select participant_id from registration
    where wave_number = ${WAVE} order by participant_id offset ${at} limit 1) for update`;
const personAt = (at: number, from: string) =>
  `select from participant where id = (select participant_id from ${from} where wave_number = ${WAVE}
    order by participant_id offset ${at} limit 1) for update`;
const ELIGIBLE = `(select * from registration where status = 'ELIGIBLE') as eligible`;

test.each([
  {
    mutation: 'screenWave',
    locks: [registrationAt(10_000), registrationAt(22_000)],
    killed: ['SCREEN at 0', 'SCREEN at 20000'],
    to: 'SCREENED',
  },
  {
    mutation: 'drawWave',
    locks: ['lock table draw_region in share mode', 'lock table draw_region_result in share mode'],
    killed: ['FREEZE at 0', 'DRAW at 0'],
    to: 'DRAWN',
  },
  {
    mutation: 'announceWave',
    locks: [personAt(5_000, ELIGIBLE), personAt(15_000, ELIGIBLE)],
    killed: ['ANNOUNCE at 4000', 'ANNOUNCE at 14000'],
    to: 'ANNOUNCED',
  },
])(
  '$mutation, its process killed in $killed, ends as if nothing had happened',
  async ({ mutation, locks, killed, to }) => {
    expect(await killedAt(locks, () => void ask(`${mutation}(number: ${WAVE})`))).toEqual(killed);
    await ends(`select status from wave where number = ${WAVE}`, to);
    await expectInvariants();
  },
);

test('the outcome is that of an undisturbed wave: everyone is told once, and every winner has one balance', async () => {
  expect(await count(`from registration where wave_number = $1 and status = 'INELIGIBLE'`)).toBe(SIZE.applicants / 20);
  expect(await count(`from registration where wave_number = $1 and status = 'SELECTED'`)).toBe(SIZE.quota);
  expect(await count('from award_claim where wave_number = $1')).toBe(SIZE.quota);
  const granted = () => count('from training_balance where wave_number = $1', payments);
  expect(await until(granted, (found) => found === SIZE.quota, 60_000)).toBe(SIZE.quota);
  const told = await pmo.query(
    `select count(*)::int as people, count(distinct person)::int as once from event_outbox,
      jsonb_array_elements_text(data -> 'participants') as person
      where type = 'pmo.recipients.announced' and (data ->> 'wave')::int = $1`,
    [WAVE],
  );
  expect(told.rows).toEqual([{ people: SIZE.quota, once: SIZE.quota }]);
});

/** Gives the first recipients NIKs, and puts a file that names them where lists are taken from. */
const putList = async () => {
  const vault = new Vault(readSecrets(running.data).vaultKeys.pmo as never);
  const niks = Array.from({ length: BARRED }, (_, at) => String(3_273_990_101_950_001 + at));
  // As if they had registered with these: nobody changes their NIK once they are in a wave.
  await pmo.query('alter table nik_claim disable trigger keep_in_wave');
  await pmo.query(
    `update nik_claim set nik_index = made.nik_index
      from (select participant_id, row_number() over (order by participant_id) as at from award_claim where wave_number = $1) held
      join unnest($2::bytea[]) with ordinality as made (nik_index, at) using (at)
      where nik_claim.participant_id = held.participant_id`,
    [WAVE, niks.map((nik) => vault.blindIndex('nik', nik))],
  );
  await pmo.query('alter table nik_claim enable trigger keep_in_wave');
  mkdirSync(join(running.data, 'lists'), { recursive: true });
  writeFileSync(join(running.data, 'lists', 'officials.csv'), niks.join('\n'));
  return createHash('sha256').update(niks.join('\n')).digest('hex');
};

test('importBarredList, its process killed while it loads and while it judges again, bars and freezes each one once', async () => {
  const input = `list: STATE_OFFICIALS, source: "BKN", listDate: "2026-11-01", file: "officials.csv", sha256: "${await putList()}", mode: ADD`;
  const locks = ['lock table barred_entry in share mode', personAt(1_500, 'award_claim')];
  const frozen = () => count('from participant_freeze where is_frozen and $1::int > 0', payments);
  const seeded = await frozen();
  const begin = () => void ask(`importBarredList(idempotencyKey: "${crypto.randomUUID()}", input: { ${input} })`);
  expect(await killedAt(locks, begin)).toEqual(['LOADING at 0', 'RECHECKING at 1000']);
  await ends('select status from barred_list_version', 'DONE');
  const { rows } = await pmo.query('select added, to_recheck, rechecked, barred from barred_list_version');
  expect(rows).toEqual([{ added: BARRED, to_recheck: BARRED, rechecked: BARRED, barred: BARRED }]);
  const expected = seeded + BARRED;
  expect(await until(frozen, (found) => found === expected, 60_000)).toBe(expected);
  await expectInvariants();
});

/** The case of a person, as if another process were about to open it. */
const caseOf = (at: number) =>
  `insert into revocation_case (participant_id, wave_number, proposal, opened_at)
    select participant_id, wave_number, uuidv7(), now() from award_claim where wave_number = ${WAVE}
    order by participant_id offset ${at} limit 1`;

test('revokeUnused, its process killed twice, returns each balance once', async () => {
  await pmo.query(`update wave set purchase_deadline = current_date - 2 where number = $1`, [WAVE]);
  // The barred are asked about as well: they have bought nothing either.
  const locks = [caseOf(2_000), caseOf(7_000)];
  const begin = () => void ask(`revokeUnused(number: ${WAVE})`);
  // The second chunk too: people count once they are answered about.
  expect(await killedAt(locks, begin)).toEqual(['REVOKE at 0', 'REVOKE at 0']);
  await ends(`select status from wave where number = ${WAVE}`, 'SETTLED');
  const returned = () => count('from training_balance where wave_number = $1 and returned = granted', payments);
  const revoked = SIZE.quota;
  expect(await until(returned, (found) => found === revoked, 60_000)).toBe(revoked);
  expect(await count('from award_claim where wave_number = $1 and revoked_at is not null')).toBe(revoked);
  expect((await pmo.query('select freed from wave where number = $1', [WAVE])).rows).toEqual([{ freed: revoked }]);
  await expectInvariants();
});
