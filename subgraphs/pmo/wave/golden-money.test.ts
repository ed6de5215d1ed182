import { expect, test } from 'vitest';
import { expectInvariants, paymentsDatabase, paymentsEvents, paymentsInbox } from '../../../tests/testkit/payments.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { revocationsOf } from '../../../tests/testkit/revocation.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { until } from '../../../tests/testkit/until.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { revocationProposed } from '../revocation/revocation.events.ts';
import { recipientsRevoked } from './wave.events.ts';
import { invariants } from './wave.invariants.ts';

const pmo = await openPmo();
const { answerAll } = revocationsOf(pmo);
const REVOKED = 189_436;
const BOUGHT = 564;

// Recipients of a wave of policy 2020-B whose deadline has passed; a few have bought.
const fill = async () => {
  const { pool } = pmo.database;
  await pool.query(`insert into wave (number, status, policy_version, quota, announced_at, purchase_deadline, is_synthetic)
    values (6001, 'ANNOUNCED', '2020-B', 200000, '2020-09-01T03:00:00Z', '2020-10-01', true)`);
  await pool.query('create table registration_w6001 partition of registration for values in (6001)');
  // On a busy machine so many rows take longer than a request may.
  const client = await pool.connect();
  await client.query(`set statement_timeout = '5min'`);
  // Their foreign keys hold by how they are made: a million look-ups would only say so.
  await client.query('set session_replication_role = replica');
  await client.query(
    `with person as (
      insert into participant (status, name, birth_date, region_code, work_status, is_synthetic, registered_at)
      select case when at <= $1 then 'RECIPIENT' else 'ACTIVE' end, 'Siti', '1990-01-01', '32.73', 'JOB_SEEKER', true, now()
      from generate_series(1, $1::int + $2::int) as at returning id
    ), registered as (
      insert into registration (wave_number, participant_id, region_code, status, joined_at)
      select 6001, id, '32.73', 'SELECTED', now() from person
    ), claimed as (
      insert into nik_claim (nik_index, participant_id) select uuid_send(gen_random_uuid()), id from person
    )
    insert into award_claim (participant_id, wave_number) select id, 6001 from person`,
    [REVOKED, BOUGHT],
  );
  client.release(true);
  await pool.query('analyze');
};

test('golden case: 189,436 revoked of policy 2020-B publish returns of exactly Rp 672,497,800,000', async () => {
  await fill();
  const revoke = 'mutation { revokeUnused(number: 6001) { wave { status } refusal { code } } }';
  const { data } = await pmo.ask<{ revokeUnused: { refusal: object | null } }>(
    callerOf('officer-1', 'wave:manage'),
    revoke,
  );
  expect(data.revokeUnused.refusal).toBeNull();
  const { pool } = pmo.database;
  const status = async () =>
    (await pool.query<{ status: string }>('select status from wave where number = 6001')).rows[0]?.status;
  const answered = async () => {
    await answerAll();
    return status();
  };
  await until(answered, (found) => found === 'SETTLED', 300_000);
  const published = await pool.query(`select sum((data ->> 'returned')::bigint)::text as returned,
      sum(jsonb_array_length(data -> 'participants'))::int as people,
      max(jsonb_array_length(data -> 'participants'))::int as largest, count(*)::int as events,
      sum(jsonb_array_length(data -> 'participants') * ((data ->> 'trainingBalance')::bigint
        + (data #>> '{incentive,amount}')::bigint * (data #>> '{incentive,instalments}')::int
        + (data #>> '{survey,amount}')::bigint * (data #>> '{survey,instalments}')::int))::text as parts
    from event_outbox where type = 'pmo.recipients.revoked'`);
  expect(published.rows).toEqual([
    { returned: '672497800000', parts: '672497800000', people: REVOKED, largest: 1_000, events: 190 },
  ]);
  const people = await pool.query('select status, count(*)::int from participant group by 1 order by 1');
  expect(people.rows).toEqual([
    { status: 'ACTIVE', count: BOUGHT },
    { status: 'REVOKED', count: REVOKED },
  ]);
  expect((await pool.query('select freed from wave where number = 6001')).rows).toEqual([{ freed: REVOKED }]);
  for (const { name, sql } of invariants)
    expect({ name, broken: (await pool.query(sql)).rows }).toEqual({ name, broken: [] });
}, 360_000);

interface RevocationData {
  participants: string[];
  at: string;
  trainingBalance: number;
  returned: number;
}

test('payments returns the training balance of everyone in these events, and what was never granted stays in the treasury', async () => {
  const payments = await paymentsDatabase();
  const announce = await paymentsInbox(payments);
  const send = await paymentsEvents(payments);
  // The last one is the smallest.
  const { rows } = await pmo.database.pool.query<{ data: RevocationData }>(`select data from event_outbox
    where type = 'pmo.recipients.revoked' order by jsonb_array_length(data -> 'participants'), id limit 6`);
  for (const { data } of rows) {
    const { participants, trainingBalance } = data;
    expect(await announce({ participants, trainingBalance, wave: 6001 })).toBe(204);
    const proposed = { proposal: uuidv7(), wave: 6001, at: data.at, deadline: '2020-10-01', participants };
    for (let time = 0; time < 2; time += 1) expect(await send(revocationProposed, proposed)).toBe(204);
    for (let time = 0; time < 2; time += 1) expect(await send(recipientsRevoked, data)).toBe(204);
  }
  const people = rows.reduce((sum, { data }) => sum + data.participants.length, 0);
  const told = rows.reduce((sum, { data }) => sum + data.returned, 0);
  expect([people, told]).toEqual([5_436, 5_436 * 3_550_000]);
  const found = await payments.query(`select committed::text, returned::text,
    (select sum(amount)::text from posting where account_code = 'RETURNED') as posted from wave_funds`);
  const balances = String(5_436 * 1_000_000);
  expect(found).toEqual([{ committed: balances, returned: balances, posted: balances }]);
  const answers = await payments.query(`select count(*)::int from event_outbox,
    jsonb_array_elements(data -> 'decisions') as decision where decision ->> 'outcome' = 'RETURNED'`);
  expect(answers).toEqual([{ count: 2 * 5_436 }]);
  await expectInvariants(payments);
});
