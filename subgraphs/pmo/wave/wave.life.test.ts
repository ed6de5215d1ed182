import { expect, test } from 'vitest';
import { fundingsOf } from '../../../tests/testkit/funding.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, type RefusalAnswer, registering } from '../../../tests/testkit/registration.ts';
import { revocationsOf } from '../../../tests/testkit/revocation.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { until } from '../../../tests/testkit/until.ts';
import { invariants as draws } from '../draw/draw.invariants.ts';
import { invariants as policies } from '../policy/policy.invariants.ts';
import { invariants as revocations } from '../revocation/revocation.invariants.ts';
import { invariants as waves } from './wave.invariants.ts';

const pmo = await openPmo();
await openWave(pmo);
const { verified, join } = registering(pmo);
const { answerAll } = revocationsOf(pmo);
const { answerAll: fund } = fundingsOf(pmo);
const officer = callerOf('officer-1', 'wave:manage wave:announce participant:read');
const DAY_MS = 86_400_000;

interface Wave {
  number: number;
  status: string;
  quota: number;
  freePlaces: number;
  policyVersion: string;
  purchaseDeadline: string | null;
  progress: { step: string; isRunning: boolean; done: number; total: number }[];
}
const WANTED = `wave { number status quota freePlaces policyVersion purchaseDeadline progress { step isRunning done total } }
  refusal { code path }`;

const act = async (field: string, args: string, caller = officer) => {
  const { data, errors } = await pmo.ask<{ done: { wave: Wave | null } & RefusalAnswer }>(
    caller,
    `mutation { done: ${field}(${args}) { ${WANTED} } }`,
  );
  expect(errors).toEqual([]);
  return data.done;
};
const create = (number: number, { quota = 100, inDays = 10, key = crypto.randomUUID() as string, more = '' } = {}) => {
  const at = (days: number) => new Date(pmo.clock.now().getTime() + days * DAY_MS).toISOString();
  const input = `number: ${number}, quota: ${quota}, opensAt: "${at(1)}", closesAt: "${at(inDays)}", isSynthetic: true ${more}`;
  return act('createWave', `idempotencyKey: "${key}", input: { ${input} }`);
};
const codeOf = async (answer: Promise<RefusalAnswer>) => (await answer).refusal?.code ?? null;
const one = async <T>(text: string, values: unknown[] = []) =>
  (await pmo.database.pool.query(text, values)).rows[0] as T;
const statuses = async (wave: number) =>
  (
    await pmo.database.pool.query(
      `select registration.status, participant.status as person, count(*)::int from registration
        join participant on id = participant_id where wave_number = $1 group by 1, 2 order by 1, 2`,
      [wave],
    )
  ).rows;
const drawn = async (number: number) => {
  await fund();
  await act('drawWave', `number: ${number}`);
  await until(
    async () => {
      await pmo.runner.tick();
      return (await one<{ status: string }>('select status from wave where number = $1', [number])).status;
    },
    (status) => status === 'DRAWN',
    20_000,
  );
};
const expectInvariants = async () => {
  for (const { name, sql } of [...waves, ...revocations, ...draws, ...policies])
    expect({ name, broken: (await pmo.database.pool.query(sql)).rows }).toEqual({ name, broken: [] });
};

test('from planning to settlement, with a screening that turns one down and a draw that leaves some out', async () => {
  expect(await create(5_001, { quota: 3 })).toMatchObject({
    wave: { status: 'PLANNED', policyVersion: '2023', progress: [] },
    refusal: null,
  });
  expect(await act('openWave', 'number: 5001')).toMatchObject({ wave: { status: 'OPEN' } });
  const people = await Promise.all([1, 2, 3, 4, 5, 6].map((at) => verified(personAt(at))));
  for (const id of people) expect((await join(id, 5_001)).refusal).toBeNull();
  expect(await act('closeWave', 'number: 5001')).toMatchObject({ wave: { status: 'CLOSED' } });

  // Found on a list between joining and screening.
  await pmo.database.pool.query(
    `insert into barred_entry (list, nik_index, added_in)
      select 'STATE_OFFICIALS', nik_index, 1 from nik_claim where participant_id = $1`,
    [people[0]],
  );
  expect(await act('screenWave', 'number: 5001')).toMatchObject({
    wave: { status: 'SCREENED', progress: [{ step: 'SCREEN', isRunning: false, done: 6, total: 6 }] },
  });
  expect(await statuses(5_001)).toEqual([
    { status: 'ELIGIBLE', person: 'APPLICANT', count: 5 },
    { status: 'INELIGIBLE', person: 'VERIFIED', count: 1 },
  ]);

  await drawn(5_001);
  // A winner who is found on a list after the draw receives nothing, and nobody moves up.
  const winner = await one<{ id: string }>(
    `select participant_id as id from registration join draw_winner using (wave_number, entry_id)
      where wave_number = 5001 limit 1`,
  );
  await pmo.database.pool.query(
    `insert into barred_entry (list, nik_index, added_in)
      select 'STATE_OFFICIALS', nik_index, 1 from nik_claim where participant_id = $1`,
    [winner.id],
  );
  expect(await act('announceWave', 'number: 5001')).toMatchObject({
    wave: { status: 'ANNOUNCED', freePlaces: 1, purchaseDeadline: expect.any(String) },
  });
  expect(await statuses(5_001)).toEqual([
    { status: 'INELIGIBLE', person: 'VERIFIED', count: 2 },
    { status: 'NOT_SELECTED', person: 'VERIFIED', count: 2 },
    { status: 'SELECTED', person: 'RECIPIENT', count: 2 },
  ]);
  await expectInvariants();

  // Whoever was not selected is free for another wave.
  const loser = await one<{ id: string }>(
    `select participant_id as id from registration where wave_number = 5001 and status = 'NOT_SELECTED' limit 1`,
  );
  expect((await join(loser.id)).refusal).toBeNull();

  expect(await codeOf(act('revokeUnused', 'number: 5001'))).toBe('PURCHASE_DEADLINE_NOT_PASSED');
  await pmo.database.pool.query(
    `update participant set status = 'ACTIVE' where id =
      (select participant_id from award_claim where wave_number = 5001 order by 1 limit 1)`,
  );
  pmo.clock.advance(20 * DAY_MS);
  expect(await act('revokeUnused', 'number: 5001')).toMatchObject({ wave: { status: 'ANNOUNCED', freePlaces: 1 } });
  expect(await codeOf(act('revokeUnused', 'number: 5001'))).toBe('WAVE_STEP_RUNNING');
  await answerAll();
  expect(await one('select status, freed - reoffered as places from wave where number = 5001')).toEqual({
    status: 'SETTLED',
    places: 2,
  });
  expect(await statuses(5_001)).toContainEqual({ status: 'SELECTED', person: 'REVOKED', count: 1 });
  expect(await one(`select added_in as wave from barred_entry where list = 'REVOKED'`)).toEqual({ wave: 5_001 });
  const { data } = await one<{ data: { returned: number; participants: string[] } }>(
    `select data from event_outbox where type = 'pmo.recipients.revoked'`,
  );
  expect(data).toMatchObject({ wave: 5_001, reason: 'NO_FIRST_PURCHASE', returned: 4_200_000 });
  const [revoked = ''] = data.participants;
  const rejoin = await join(revoked);
  expect(rejoin.refusal?.code).toBe('INELIGIBLE');
  expect(rejoin.reasons?.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['RECEIVED_BEFORE', 'REVOKED_BEFORE']),
  );
  await expectInvariants();
});

test('freed places go to another wave by a decision, once, and never more than came free', async () => {
  await create(5_010, { quota: 10 });
  const to = (places: number, decision: string, more = 'from: 5001, to: 5010') =>
    act('reofferQuota', `${more}, places: ${places}, decisionNumber: "${decision}"`);
  expect(await codeOf(to(3, 'KEP-1/2026'))).toBe('PLACES_NOT_FREE');
  expect(await codeOf(to(0, 'KEP-1/2026'))).toBe('PLACES_NOT_FREE');
  expect(await codeOf(to(1, 'K'))).toBe('DECISION_NUMBER_MALFORMED');
  expect(await codeOf(to(1, 'KEP-1/2026', 'from: 5001, to: 5001'))).toBe('SAME_WAVE');
  expect(await codeOf(to(1, 'KEP-1/2026', 'from: 5001, to: 77'))).toBe('WAVE_UNKNOWN');
  expect(await codeOf(to(1, 'KEP-1/2026', 'from: 5010, to: 5001'))).toBe('WAVE_FROZEN');
  const answers = await Promise.all(['A', 'B', 'C'].map((at) => to(2, `KEP-2${at}/2026`)));
  expect(answers.map(({ refusal }) => refusal?.code ?? null).toSorted()).toEqual([
    'PLACES_NOT_FREE',
    'PLACES_NOT_FREE',
    null,
  ]);
  const made = await one<{ number: string }>('select decision_number as number from quota_reoffer');
  expect(await to(2, made.number)).toMatchObject({ wave: { quota: 12 }, refusal: null });
  expect(await codeOf(to(1, made.number))).toBe('DECISION_NUMBER_USED');
  await expectInvariants();
});

test('a wave that cannot be planned is refused with what was wrong', async () => {
  const key = crypto.randomUUID();
  expect((await create(5_020, { key })).refusal).toBeNull();
  expect(await codeOf(create(5_020))).toBe('WAVE_EXISTS');
  expect(await codeOf(create(5_021, { key }))).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(await codeOf(create(0))).toBe('WAVE_NUMBER_INVALID');
  expect(await codeOf(create(1_000_000))).toBe('WAVE_NUMBER_INVALID');
  expect(await codeOf(create(5_022, { quota: 0 }))).toBe('WAVE_QUOTA_INVALID');
  expect(await codeOf(create(5_022, { inDays: 1 }))).toBe('WAVE_SCHEDULE_INVALID');
  expect(await codeOf(create(5_022, { inDays: -1 }))).toBe('WAVE_SCHEDULE_INVALID');
  expect(await codeOf(create(5_022, { inDays: 100 }))).toBe('WAVE_SCHEDULE_INVALID');
  expect(await codeOf(create(5_022, { more: ', policyVersion: "1999"' }))).toBe('POLICY_UNKNOWN');
});

test('a step out of turn is refused, and so is everyone without the scope', async () => {
  const steps = ['closeWave', 'screenWave', 'drawWave', 'announceWave', 'revokeUnused'];
  for (const step of steps) {
    expect(await codeOf(act(step, 'number: 5020'))).toBe('WAVE_TRANSITION_ILLEGAL');
    expect(await codeOf(act(step, 'number: 78'))).toBe('WAVE_UNKNOWN');
    const other = callerOf('officer-2', step === 'announceWave' ? 'wave:manage' : 'wave:announce');
    expect((await act(step, 'number: 5020', other)).refusal?.code).toBe('FORBIDDEN');
  }
  expect(await codeOf(act('openWave', 'number: 2147483647'))).toBe('WAVE_UNKNOWN');
});

test('a wave without places is not drawn, and nothing begins', async () => {
  await pmo.database.pool.query(
    `insert into wave (number, status, policy_version, is_synthetic) values (5008, 'SCREENED', '2023', true)`,
  );
  expect(await codeOf(act('drawWave', 'number: 5008'))).toBe('WAVE_HAS_NO_QUOTA');
  expect(await one('select from wave_step where wave_number = 5008')).toBeUndefined();
});

test('two officers who announce at once announce once; people join another wave while this one is drawn', async () => {
  await create(5_050, { quota: 5 });
  await act('openWave', 'number: 5050');
  for (let at = 101; at <= 110; at += 1) {
    const id = await verified(personAt(at));
    expect((await join(id, 5_050)).refusal).toBeNull();
  }
  await act('closeWave', 'number: 5050');
  await act('screenWave', 'number: 5050');
  await create(5_051);
  await act('openWave', 'number: 5051');
  const late = await Promise.all(Array.from({ length: 40 }, (_, at) => verified(personAt(200 + at))));
  const [, ...answers] = await Promise.all([
    drawn(5_050),
    ...late.map((id, at) => join(id, at % 2 === 0 ? 5_051 : 5_050)),
  ]);
  const codes = answers.map(({ refusal }) => refusal?.code ?? 'JOINED');
  expect(codes.toSorted()).toEqual([...Array(20).fill('JOINED'), ...Array(20).fill('WAVE_CLOSED')]);

  const officers = await Promise.all(Array.from({ length: 6 }, () => act('announceWave', 'number: 5050')));
  const refused = officers.map(({ refusal }) => refusal?.code ?? null).filter((code) => code !== null);
  expect(refused).toHaveLength(5);
  expect(new Set([...refused, 'WAVE_STEP_RUNNING', 'WAVE_TRANSITION_ILLEGAL']).size).toBe(2);
  expect(await one('select count(*)::int from award_claim where wave_number = 5050')).toEqual({ count: 5 });
  const told = await one(
    `select sum(jsonb_array_length(data -> 'participants'))::int as people from event_outbox
      where type = 'pmo.recipients.announced' and data ->> 'wave' = '5050'`,
  );
  expect(told).toEqual({ people: 5 });
  await expectInvariants();
});

test('a step that fails says so, is tried again, and ends when its cause is gone', async () => {
  await create(5_040);
  await act('openWave', 'number: 5040');
  await act('closeWave', 'number: 5040');
  await pmo.database.pool.query('alter table policy_decision rename to policy_decision_away');
  const broken = console.error;
  console.error = () => undefined;
  await act('screenWave', 'number: 5040');
  console.error = broken;
  const state = () =>
    one<{ status: string; error: string | null }>(
      'select status, error_id as error from wave_step where wave_number = 5040',
    );
  const failed = await state();
  await pmo.database.pool.query('alter table policy_decision_away rename to policy_decision');
  expect(failed).toEqual({ status: 'RUNNING', error: expect.any(String) });
  expect(await codeOf(act('screenWave', 'number: 5040'))).toBe('WAVE_STEP_RUNNING');
  await until(
    async () => {
      await pmo.runner.tick();
      return state();
    },
    ({ status }) => status === 'DONE',
    15_000,
  );
  expect(await state()).toEqual({ status: 'DONE', error: null });
});
