import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import type { Database } from '../../kit/database.ts';
import { sqlTypes } from '../../kit/sql-types.ts';
import type { Statement } from '../../kit/statement.ts';
import { READ_CORRECTION } from '../correction/correction.statement.ts';
import { revisionsByParticipant } from '../correction/revision.loader.ts';
import { decisionsByParticipant } from '../policy/eligibility.loader.ts';
import { BY_WAVE } from '../wave/funnel.statement.ts';
import { byPersonInvariants } from './by-person.invariants.ts';
import { READ_JOIN } from './join.statement.ts';
import { readRegistration, registrationsByParticipant } from './registration.loader.ts';

const pmo = await openPmo();
await openWave(pmo);
const { pool } = pmo.database;
const { verified, join } = registering(pmo);

const WAVES = 103;
await pool.query(`insert into wave (number, status, policy_version)
  select 3000 + at, 'SETTLED', '2020-B' from generate_series(1, ${WAVES}) as at`);
for (let number = 3_001; number <= 3_000 + WAVES; number += 1) {
  await pool.query(`create table registration_w${number} partition of registration for values in (${number})`);
}

await pool.query(
  `insert into wave_funnel select number, '32.73', 20000, 0, 0, now() from unnest('{3001, 3002}'::int[]) as number`,
);

const id = await verified(personAt(1));
await pool.query(
  `insert into registration (wave_number, participant_id, region_code, status, joined_at)
    select number, $1, '32.73', 'NOT_SELECTED', now() from unnest('{3050, 3060}'::int[]) as number`,
  [id],
);
await join(id);

const connections: pg.Client[] = [];
afterAll(() => Promise.all(connections.map((client) => client.end())));

/** The most locks on tables and indexes that one run of `work` holds, also once its plans are generic. */
const locksOf = async (work: (database: Database) => Promise<unknown>, options = ''): Promise<number> => {
  const client = new pg.Client({ connectionString: String(pmo.database.orm.config.get('clientUrl')), options });
  connections.push(client);
  await client.connect();
  const rows = async <T>({ name, text }: Statement<T>, values: readonly unknown[] = []) =>
    (await client.query({ name, text, values: [...values], types: sqlTypes })).rows as T[];
  const read: Database['read'] = (query, values) => rows(query, query.valuesOf(values));
  const counts: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    await client.query('begin');
    await work({ ...pmo.database, rows, read });
    const held = await client.query(
      `select count(*)::int as count from pg_locks where pid = pg_backend_pid() and locktype = 'relation'
        and relation not in ('pg_locks'::regclass, 'pg_class'::regclass)`,
    );
    counts.push(held.rows[0].count);
    await client.query('commit');
  }
  return Math.max(...counts);
};

const page = { first: 20, after: null };
const POINT_PLANS = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off';

test('the pages of a person tell the same as before: the newest wave first, each with its own decision', async () => {
  const loader = registrationsByParticipant(pmo.database);
  const rows = await loader.load({ parent: id, page });
  expect(rows.map(({ waveNumber, status }) => [waveNumber, status])).toEqual([
    ...[3_060, 3_050].map((number) => [number, 'NOT_SELECTED']),
    [2001, 'JOINED'],
  ]);
  const next = await registrationsByParticipant(pmo.database).load({ parent: id, page: { first: 20, after: [3_060] } });
  expect(next.map(({ waveNumber }) => waveNumber)).toEqual([3_050, 2001]);
  const decided = await decisionsByParticipant(pmo.database).load({ parent: id, page });
  expect(decided.map(({ wave, purpose }) => [wave, purpose])).toEqual([[2001, 'JOIN']]);
});

test('what is read of a person or a wave locks the waves that it is about, however many there were', async () => {
  const asking = JSON.stringify([{ n: 0, id, caller_id: id, key: 'k', body_hash: '\\x00' }]);
  const locks = {
    registrations: await locksOf((database) => registrationsByParticipant(database).load({ parent: id, page })),
    registration: await locksOf((database) => readRegistration(database, id, 3_050)),
    decisions: await locksOf((database) => decisionsByParticipant(database).load({ parent: id, page })),
    corrections: await locksOf((database) => revisionsByParticipant(database).load({ parent: id, page })),
    correcting: await locksOf((database) => database.rows(READ_CORRECTION, [id, id, 'k', Buffer.alloc(32)])),
    // Two large waves as they were counted last, and a small one as it is.
    funnels: await locksOf((database) => database.rows(BY_WAVE, [[3_001, 3_002, 2001]])),
    joining: await locksOf((database) => database.rows(READ_JOIN, [asking, 2001, '2026-01-01']), POINT_PLANS),
  };
  // Over 103 waves it took 527, 527, 212, 2, 337 and 344. Three waves of the person are five tables and indexes each;
  // joining reads some ten tables with theirs, and none of a wave.
  expect(Object.entries(locks).filter(([, count]) => count > 45)).toEqual([]);
});

const broken = async (run: (sql: string) => Promise<{ rowCount: number | null }>): Promise<number[]> => {
  const counts: number[] = [];
  for (const { sql } of byPersonInvariants) counts.push((await run(sql)).rowCount ?? 0);
  return counts;
};

test.each([
  [
    'a registration that its person does not find',
    "update participant_wave set is_registered = false, refused_for = sha256('a') where wave_number = 3050",
    [1, 0],
  ],
  ['a decision that its person does not find', 'delete from participant_wave where wave_number = 2001', [2, 0]],
  ['a wave in which the person is not', 'delete from registration where wave_number = 3060', [1, 0]],
  [
    'a second decision for the same facts',
    `insert into policy_decision (wave_number, participant_id, purpose, policy_version, facts_hash, reasons, as_of, decided_at)
      select wave_number, participant_id, 'JOIN', policy_version, facts_hash, '{AGE}', as_of, decided_at from policy_decision`,
    [0, 1],
  ],
] as const)('%s breaks an invariant', async (_what, breakIt, counts) => {
  const client = await pool.connect();
  const run = (sql: string) => client.query(sql);
  try {
    await client.query('begin');
    expect(await broken(run)).toEqual([0, 0]);
    await client.query(breakIt);
    expect(await broken(run)).toEqual(counts);
  } finally {
    await client.query('rollback');
    client.release();
  }
});
