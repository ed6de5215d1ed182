import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { databaseFrom } from '../../../tests/testkit/database.ts';
import { migrationsOf } from '../../kit/assembly.ts';
import { openDatabase } from '../../kit/database.ts';
import { migrate } from '../../kit/migrate.ts';
import { pmo } from '../features.ts';
import type { Decision } from './evaluate.ts';
import { evaluate } from './evaluate.ts';
import { factsIn } from './facts.ts';
import { invariants } from './policy.invariants.ts';
import { PolicyService } from './policy.service.ts';
import type { Purpose } from './purpose.ts';
import { policyOf } from './versions.ts';

const WAVE = 3_019;
const CLOSED_ON = '2021-09-04';

const url = await databaseFrom('pmo_policy', async (template) => {
  const database = await openDatabase({ name: 'test', url: template, entities: [], migrations: migrationsOf(pmo) });
  await migrate(database);
  await database.close();
});
const pool = new pg.Pool({ connectionString: url, max: 4 });
afterAll(() => pool.end());

const now = new Date('2021-09-05T03:00:00Z');
const policies = new PolicyService({ now: () => now });

const inTransaction = async <T>(use: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await use(client);
    await client.query('commit');
    return result;
  } finally {
    client.release();
  }
};

/** Closes a wave of 2020-B with so many applicants. Every tenth is on the list of social aid, every family card has two. */
const closedWave = async (number: number, people: number): Promise<string[]> => {
  await pool.query(`insert into wave (number, status, policy_version, quota) values ($1, 'CLOSED', '2020-B', 5)`, [
    number,
  ]);
  await pool.query(`create table registration_w${number} partition of registration for values in (${number})`);
  const made = await pool.query<{ ids: string[] }>(
    `with made as (
      select at, uuidv7() as id, uuid_send(gen_random_uuid()) as nik, decode(md5($1 || 'kk' || at / 2), 'hex') as kk
      from generate_series(0, $2 - 1) as at
    ), people as (
      insert into participant (id, status, name, birth_date, region_code, work_status, registered_at)
      select id, 'APPLICANT', 'Siti', '1990-01-01', '32.73', 'WORKER', now() from made
    ), niks as (insert into nik_claim select nik, id from made
    ), cards as (insert into participant_identity (participant_id, sealed, kk_index) select id, '\\x00', kk from made
    ), places as (insert into kk_claim select kk, 1 + at % 2, id, $3 from made
    ), barred as (insert into barred_entry select 'SOCIAL_AID', nik, 1, null from made where at % 10 = 0
    ), joined as (
      insert into registration (wave_number, participant_id, region_code, status, joined_at)
      select $3, id, '32.73', 'JOINED', now() from made
    ) select array_agg(id::text order by at) as ids from made`,
    [String(number), people, number],
  );
  return made.rows[0]?.ids ?? [];
};

const decide = (participantIds: readonly string[], purpose: Purpose = 'JOIN', wave: number | null = WAVE) =>
  inTransaction((tx) => policies.decide(tx, { participantIds, purpose, wave, asOf: CLOSED_ON }));

const codesOf = (decision: Decision | undefined) => decision?.reasons.map(({ code }) => code);

const stored = async (id: string) =>
  (
    await pool.query(
      `select purpose, policy_version, reasons, as_of::text, decided_at, facts, encode(facts_hash, 'hex') as hash
      from policy_decision join policy_facts on hash = facts_hash where participant_id = $1 order by id`,
      [id],
    )
  ).rows;

const brokenInvariants = async () => {
  const broken: string[] = [];
  for (const { name, sql } of invariants) if ((await pool.query(sql)).rowCount) broken.push(name);
  return broken;
};

const people = await closedWave(WAVE, 40);
const [aided = '', siti = '', budi = '', ani = ''] = people;

test('a decision is stored with version, facts and hash, and replays the same', async () => {
  const decided = (await decide([siti, aided])) as Map<string, Decision>;
  expect([codesOf(decided.get(siti)), codesOf(decided.get(aided))]).toEqual([[], ['RECEIVES_SOCIAL_AID']]);
  const [row] = await stored(aided);
  expect(row).toEqual({
    purpose: 'JOIN',
    policy_version: '2020-B',
    reasons: ['RECEIVES_SOCIAL_AID'],
    as_of: CLOSED_ON,
    decided_at: now,
    facts: `age=31 wave=${WAVE} work=WORKER occupation=NONE school=no lists=SOCIAL_AID award=no card=0 nik=yes`,
    hash: decided.get(aided)?.factsHash,
  });
  expect(evaluate(policyOf(row.policy_version), factsIn(row.facts))).toEqual(decided.get(aided));
});

test('an enquiry is not stored', async () => {
  const before = await stored(budi);
  expect(codesOf((await decide([budi], 'ENQUIRY')).get(budi))).toEqual([]);
  expect(codesOf((await decide([budi], 'ENQUIRY', null)).get(budi))).toEqual([]);
  expect(await stored(budi)).toEqual(before);
});

test('a decision with an effect is of a wave that exists; nobody unknown is judged', async () => {
  await expect(decide([siti], 'JOIN', null)).rejects.toThrow('a decision for JOIN is of a wave');
  await expect(decide([siti], 'JOIN', 9_999)).rejects.toThrow('no wave 9999');
  const early = policies.decide(pool as never, {
    participantIds: [siti],
    purpose: 'ENQUIRY',
    wave: null,
    asOf: '2020-04-10',
  });
  await expect(early).rejects.toThrow('no policy was in force on 2020-04-10');
  expect(await decide([crypto.randomUUID()])).toEqual(new Map());
});

test('every fact is read from where it stands', async () => {
  const facts = async (id: string) => factsIn((await decide([id], 'ENQUIRY')).get(id)?.facts ?? '');
  await pool.query(
    `update participant set birth_date = '2003-09-04', occupation = 'POLICE', is_in_formal_education = true where id = $1`,
    [ani],
  );
  const nik = 'select nik_index from nik_claim where participant_id = $1';
  await pool.query(
    `insert into barred_entry select unnest(array['STUDENTS', 'REVOKED']), nik_index, 1, null from (${nik}) as own`,
    [ani],
  );
  await pool.query(`insert into barred_entry select 'STATE_OFFICIALS', nik_index, 1, 2 from (${nik}) as own`, [ani]);
  expect(await facts(ani)).toEqual({
    age: 18,
    wave: WAVE,
    workStatus: 'WORKER',
    occupation: 'POLICE',
    isInFormalEducation: true,
    lists: ['REVOKED', 'STUDENTS'],
    hasAward: false,
    cardRecipients: 0,
    isNikClaimed: true,
  });
  await pool.query('insert into award_claim values ($1, 1)', [budi]);
  expect([(await facts(budi)).hasAward, (await facts(budi)).cardRecipients]).toEqual([true, 0]);
  expect([(await facts(ani)).hasAward, (await facts(ani)).cardRecipients]).toEqual([false, 1]);
  await pool.query('update award_claim set wave_number = $2 where participant_id = $1', [budi, WAVE]);
  expect((await facts(budi)).hasAward).toBe(false);
  await pool.query('delete from award_claim where participant_id = $1', [budi]);
  // An identity stays while its place on a family card lasts.
  await pool.query('delete from kk_claim where participant_id = $1', [ani]);
  await pool.query('delete from nik_claim where participant_id = $1', [ani]);
  expect([(await facts(ani)).isNikClaimed, (await facts(ani)).lists]).toEqual([false, []]);
});

test.each([
  ['2003-09-05', 17],
  ['2003-09-04', 18],
  ['2004-02-29', 17],
  ['1956-09-05', 64],
  ['1956-09-04', 65],
])('SQL reckons the age of who was born on %s as %i', async (birthDate, age) => {
  await pool.query('update participant set birth_date = $2 where id = $1', [ani, birthDate]);
  expect(factsIn((await decide([ani], 'ENQUIRY')).get(ani)?.facts ?? '').age).toBe(age);
});

test('stored decisions and their facts cannot be changed or taken away', async () => {
  for (const statement of [
    `update policy_decision set reasons = '{}'`,
    'delete from policy_decision',
    `delete from policy_decision_w${WAVE}`,
    `truncate policy_decision_w${WAVE}`,
    'truncate policy_decision',
    `update policy_facts set facts = 'age=1'`,
    'delete from policy_facts',
    'truncate policy_facts',
  ]) {
    await expect(pool.query(statement), statement).rejects.toThrow(/append-only|permission denied/);
  }
  const forged = `insert into policy_facts values (sha256('something else'), 'age=1')`;
  await expect(pool.query(forged)).rejects.toThrow('policy_facts_check');
});

test('a screening judges each registration once, in chunks, as the interpreter does', async () => {
  const number = 3_020;
  const ids = await closedWave(number, 25);
  const chunk = (after: string | null) =>
    inTransaction((tx) => policies.screen(tx, { wave: number, asOf: CLOSED_ON, after, limit: 10 }));
  const first = await chunk(null);
  expect(first).toEqual({ done: 10, eligible: 9, cursor: ids[9] });
  // The runner was killed before it noted the cursor: what was judged is passed over.
  const again = await chunk(null);
  expect(again).toEqual({ done: 10, eligible: 9, cursor: ids[19] });
  expect(await chunk(again.cursor)).toEqual({ done: 5, eligible: 4, cursor: null });
  expect(await chunk(null)).toEqual({ done: 0, eligible: 0, cursor: null });
  const { rows } = await pool.query<{ participant_id: string; status: string }>(
    'select participant_id, status from registration where wave_number = $1 order by participant_id',
    [number],
  );
  expect(rows.filter(({ status }) => status === 'INELIGIBLE').map((row) => row.participant_id)).toEqual([
    ids[0],
    ids[10],
    ids[20],
  ]);
  const asked = { participantIds: ids, purpose: 'ENQUIRY', wave: number, asOf: CLOSED_ON } as const;
  const interpreted = await inTransaction((tx) => policies.decide(tx, asked));
  const found = await Promise.all(ids.map(async (id) => (await stored(id))[0]));
  expect(found.map(({ facts, hash, reasons, purpose }) => ({ facts, hash, reasons, purpose }))).toEqual(
    ids.map((id) => ({
      facts: interpreted.get(id)?.facts,
      hash: interpreted.get(id)?.factsHash,
      reasons: codesOf(interpreted.get(id)),
      purpose: 'SCREEN',
    })),
  );
  expect(await brokenInvariants()).toEqual([]);
});

test('the ineligible give their place on the family card back, and others keep theirs', async () => {
  const number = 3_021;
  const ids = await closedWave(number, 12);
  await inTransaction((tx) => policies.screen(tx, { wave: number, asOf: CLOSED_ON, after: null, limit: 100 }));
  const { rows } = await pool.query<{ participant_id: string }>(
    'select participant_id from kk_claim where wave_number = $1',
    [number],
  );
  expect(rows.map((row) => row.participant_id).toSorted()).toEqual(ids.filter((_, at) => at % 10 !== 0));
});

test('two streams over two halves of a wave judge everyone once', async () => {
  const number = 3_022;
  const ids = await closedWave(number, 60);
  const middle = ids[29] as string;
  const stream = async (after: string | null, until: string | null) => {
    let done = 0;
    for (let cursor = after, isFirst = true; isFirst || cursor; isFirst = false) {
      const asked = { wave: number, asOf: CLOSED_ON, after: cursor, until, limit: 7 };
      const chunk = await inTransaction((tx) => policies.screen(tx, asked));
      done += chunk.done;
      cursor = chunk.cursor;
    }
    return done;
  };
  expect(await Promise.all([stream(null, middle), stream(middle, null)])).toEqual([30, 30]);
  const { rows } = await pool.query('select count(*)::int as count from policy_decision where wave_number = $1', [
    number,
  ]);
  expect(rows).toEqual([{ count: 60 }]);
});

test.each([
  [
    'every decision replays to the same answer',
    `insert into policy_decision (wave_number, participant_id, purpose, policy_version, facts_hash, reasons, as_of, decided_at)
      select ${WAVE}, participant_id, 'PAYMENT', policy_version, facts_hash, '{KK_HAS_TWO_RECIPIENTS}', as_of, now() from policy_decision limit 1`,
  ],
  [
    'every decision replays to the same answer',
    `insert into policy_decision (wave_number, participant_id, purpose, policy_version, facts_hash, reasons, as_of, decided_at)
      values (${WAVE}, '${siti}', 'PAYMENT', '2020-B', sha256('lost'), '{}', '2021-09-04', now())`,
  ],
  [
    'every decision replays to the same answer',
    `insert into policy_decision (wave_number, participant_id, purpose, policy_version, facts_hash, reasons, as_of, decided_at)
      select ${WAVE}, participant_id, 'PAYMENT', '2019', facts_hash, reasons, as_of, now() from policy_decision limit 1`,
  ],
  [
    'every screened registration says what its last decision says',
    `update registration set status = 'INELIGIBLE' where (wave_number, participant_id) in (
      select wave_number, participant_id from policy_decision where purpose = 'SCREEN' and reasons = '{}' limit 1)`,
  ],
])('what breaks "%s" is found (%#)', async (name, breakIt) => {
  const client = await pool.connect();
  await client.query('begin');
  await client.query(breakIt);
  const sql = invariants.find((invariant) => invariant.name === name)?.sql ?? '';
  expect((await client.query(sql)).rowCount).toBe(1);
  await client.query('rollback');
  client.release();
  expect(await brokenInvariants()).toEqual([]);
});
