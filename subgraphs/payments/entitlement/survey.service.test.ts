import { expect, test } from 'vitest';
import { eventually } from '../../../tests/testkit/events.ts';
import { expectInvariants, paymentsDatabase, paymentsEvents, people } from '../../../tests/testkit/payments.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { recipientsAnnounced } from '../balance/grant.events.ts';
import { participantsBarred, participantsReinstated } from '../freeze/freeze.events.ts';
import { invariants } from '../ledger/ledger.invariants.ts';
import { recipientsRevoked } from '../revocation/revoke.events.ts';
import { surveySubmitted } from './entitlement.events.ts';

const at = '2026-11-20T02:00:00.000Z';
const list = { list: 'STATE_OFFICIALS', version: 1 };

const payments = async (budget?: bigint) => {
  const database = await paymentsDatabase(budget);
  const { query } = database;
  const send = await paymentsEvents(database);
  const incentive = { amount: 600_000, instalments: 1 };
  return {
    ...database,
    announce: (participants: string[], survey = { amount: 50_000, instalments: 2 }) =>
      send(recipientsAnnounced, { wave: 1001, trainingBalance: 1_000_000, incentive, survey, participants }),
    survey: (participant: string, instalment = 1, id = uuidv7()) =>
      send(surveySubmitted, { participant, wave: 1001, policyVersion: '2023', survey: 'S', instalment, at }, { id }),
    revoke: (participants: string[]) => send(recipientsRevoked, { wave: 1001, at, participants }),
    bar: (participants: string[]) => send(participantsBarred, { ...list, at, participants }),
    reinstate: (participants: string[]) =>
      send(participantsReinstated, { ...list, version: 2, at: '2026-11-21T02:00:00.000Z', participants }),
    due: () =>
      query(
        `select entitlement, instalment, amount::int, status, due_at = '2026-11-20T02:00Z' as is_of_then from disbursement order by participant_id, instalment`,
      ),
    entries: () =>
      query(`select wave_number as wave, sum(amount)::int from journal_entry join posting on entry_id = id
      where kind = 'DUE' and account_code = 'INCENTIVE_PAYABLE' group by journal_entry.id, wave_number`),
    funds: () => query(`select committed::text, paid::text from wave_funds`),
  };
};

const payout = (instalment = 1) => ({
  ...{ entitlement: 'SURVEY', instalment, amount: 50_000, status: 'DUE' },
  is_of_then: true,
});

test('a survey makes its instalment due, by what was announced, with its posting', async () => {
  const { announce, survey, due, entries, funds, query } = await payments();
  const [siti = ''] = people(1);
  await announce([siti]);
  expect(await survey(siti)).toBe(204);
  expect(await survey(siti, 2)).toBe(204);
  expect(await due()).toEqual([payout(1), payout(2)]);
  expect(await entries()).toEqual([1, 2].map(() => ({ wave: 1001, sum: 50_000 })));
  expect(await funds()).toEqual([{ committed: '1100000', paid: '0' }]);
  await expectInvariants({ query });
});

test('the same instalment, by copies of one event and by others, at once, is due once', async () => {
  const { announce, survey, due, entries, query } = await payments();
  const [siti = ''] = people(1);
  await announce([siti]);
  const id = uuidv7();
  const calls = Array.from({ length: 20 }, (_, index) => survey(siti, 1, index % 2 ? id : uuidv7()));
  expect(new Set(await Promise.all(calls))).toEqual(new Set([204]));
  expect([await due(), (await entries()).length]).toEqual([[payout()], 1]);
  await expectInvariants({ query });
});

test('a survey that arrives before its announcement is not lost: it is refused until then, and taken afterwards', async () => {
  const { announce, survey, due, query } = await payments();
  const [siti = '', budi = ''] = people(2);
  const id = uuidv7();
  expect(await survey(siti, 1, id)).toBe(500);
  // The wave is known by another chunk, the person is not yet.
  await announce([budi]);
  expect(await survey(siti, 1, id)).toBe(500);
  expect(await due()).toEqual([]);
  await announce([siti]);
  expect(await survey(siti, 1, id)).toBe(204);
  expect(await due()).toEqual([payout()]);
  await expectInvariants({ query });
});

test('nothing is due beyond what the wave was told, nor after a later announcement tells other amounts', async () => {
  const { announce, survey, due, query } = await payments();
  const [siti = '', budi = ''] = people(2);
  await announce([siti]);
  await announce([budi], { amount: 90_000, instalments: 9 });
  expect(await survey(siti, 3)).toBe(204);
  expect(await due()).toEqual([]);
  await survey(budi, 1);
  expect(await due()).toEqual([payout()]);
  await expectInvariants({ query });
});

test.each(['before', 'after'])('a revoked award pays no survey, revoked %s it was announced', async (order) => {
  const { announce, revoke, survey, due } = await payments();
  const [siti = ''] = people(1);
  if (order === 'after') await announce([siti]);
  await revoke([siti]);
  if (order === 'before') await announce([siti]);
  expect(await survey(siti)).toBe(204);
  expect(await due()).toEqual([]);
});

test('who is frozen gets none until that is lifted; then once', async () => {
  const { announce, bar, reinstate, survey, due, query } = await payments();
  const [siti = '', budi = ''] = people(2);
  await announce([siti, budi]);
  await bar([siti, budi]);
  expect(await survey(siti)).toBe(204);
  expect(await survey(siti)).toBe(204);
  expect(await due()).toEqual([]);
  await reinstate([siti, budi]);
  await reinstate([siti]);
  expect(await due()).toEqual([payout()]);
  // What was said before stays said: the freeze that arrives late changes nothing.
  await bar([siti]);
  await survey(siti, 2);
  expect(await due()).toEqual([payout(1), payout(2)]);
  await expectInvariants({ query });
});

test('a lifting waits for a survey that is being taken in, and makes it due', async () => {
  const { announce, bar, reinstate, survey, due, pool, query } = await payments();
  const [siti = ''] = people(1);
  await announce([siti]);
  await bar([siti]);
  const blocker = await pool.connect();
  await blocker.query('begin');
  // The survey has read the freeze when it stops here.
  await blocker.query(`insert into survey_withheld values ($1, 1, 1001, now())`, [siti]);
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  const areWaiting = (count: number) => eventually(async () => (await query(waiting)).length === count);
  const taking = survey(siti);
  try {
    await areWaiting(1);
    const lifting = reinstate([siti]);
    await areWaiting(2);
    await blocker.query('rollback');
    expect(await Promise.all([taking, lifting])).toEqual([204, 204]);
  } finally {
    blocker.release(true);
  }
  expect(await due()).toEqual([payout()]);
  await expectInvariants({ query });
});

test('without money nothing is due; the event is taken once there is some', async () => {
  const { announce, survey, due, query } = await payments(1_000_000n);
  const [siti = ''] = people(1);
  await announce([siti]);
  expect(await survey(siti)).toBe(500);
  expect(await due()).toEqual([]);
  await expectInvariants({ query });
});

test('the invariant finds a payout beyond what was announced', async () => {
  const { announce, survey, query } = await payments();
  const [siti = ''] = people(1);
  await announce([siti]);
  await survey(siti);
  await query(`update wave_entitlement set instalments = 0`);
  const found = await Promise.all(
    invariants.map(async ({ name, sql }) => ({ name, count: (await query(sql)).length })),
  );
  const broken = found.filter(({ count }) => count > 0);
  expect(broken).toEqual([{ name: 'no payout beyond what was announced for its wave', count: 1 }]);
});
