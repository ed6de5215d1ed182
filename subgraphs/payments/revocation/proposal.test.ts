import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { silent } from '../../../tests/testkit/event-secret.ts';
import {
  expectInvariants,
  paymentsDatabase,
  paymentsEvents,
  paymentsInbox,
  people,
} from '../../../tests/testkit/payments.ts';
import { createOutbox } from '../../kit/events/outbox.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { BalanceService } from '../balance/balance.service.ts';
import { GrantService } from '../balance/grant.service.ts';
import { excuse, heldEnded } from './index.ts';
import { invariants } from './revocation.invariants.ts';
import { revocationProposed } from './revoke.events.ts';

const WAVE = 1001;
const PRICE = 400_000n;
const WHOLE = 1_000_000;

interface DecidedEvent {
  proposal: string;
  wave: number;
  decisions: { participant: string; outcome: string }[];
}

const open = async () => {
  const database = await paymentsDatabase();
  const { query, orm } = database;
  const grant = await paymentsInbox(database);
  const send = await paymentsEvents(database);
  const outbox = createOutbox({ source: 'payments', subscriptions: [] });
  const balances = new BalanceService({ now: () => new Date() });
  const propose = (participants: readonly string[], { proposal = uuidv7(), wave = WAVE, id = uuidv7() } = {}) =>
    send(
      revocationProposed,
      { proposal, wave, at: new Date().toISOString(), deadline: '2026-11-01', participants },
      { id },
    );
  const move = (kind: 'HOLD' | 'RELEASE' | 'SPEND', participantId: string, isExcused = false) =>
    orm.em.fork().transactional(async (em) => {
      const reference = `${kind}:${participantId}:${uuidv7()}`;
      await balances.move(em, kind, { participantId, amount: PRICE, reference, requestId: 'request-0001' });
      if (kind === 'HOLD') return;
      const at = new Date();
      if (isExcused) await excuse(em, [participantId], at);
      await heldEnded(em, [participantId], { outbox, at, requestId: 'request-0001', reference });
    });
  const answers = async () =>
    (
      await query<{ data: DecidedEvent }>(
        `select data from event_outbox where type = 'payments.revocation.decided' order by id`,
      )
    ).map(({ data }) => data);
  const outcomesOf = async (participant: string) =>
    (await answers()).flatMap(({ decisions }) =>
      decisions.filter((decision) => decision.participant === participant).map(({ outcome }) => outcome),
    );
  const balanceOf = async (id: string) =>
    (
      await query(
        `select granted::int, spent::int, held::int, returned::int from training_balance where participant_id = $1`,
        [id],
      )
    )[0];
  const expectSound = async () => {
    await expectInvariants({ query });
    for (const { name, sql } of invariants) expect({ name, broken: await query(sql) }).toEqual({ name, broken: [] });
  };
  return {
    ...database,
    grant: (...ids: string[]) => grant({ participants: ids, wave: WAVE }),
    propose,
    move,
    answers,
    outcomesOf,
    balanceOf,
    expectSound,
  };
};

test('a proposal for 1,000 people returns what was never used by one entry, and answers each', async () => {
  const { grant, propose, move, answers, query, expectSound } = await open();
  const all = people(1_000);
  await grant(...all);
  const [spent = '', held = ''] = all;
  await move('HOLD', spent);
  await move('SPEND', spent);
  await move('HOLD', held);
  expect(await propose(all.toReversed())).toBe(204);
  const [answer] = await answers();
  expect(answer).toMatchObject({ wave: WAVE });
  expect(answer?.decisions.map(({ participant }) => participant)).toEqual(all.toSorted());
  const by = Map.groupBy(answer?.decisions ?? [], ({ outcome }) => outcome);
  expect([
    by.get('USED')?.map(({ participant }) => participant),
    by.get('HELD')?.length,
    by.get('RETURNED')?.length,
  ]).toEqual([[spent], 1, 998]);
  expect(await query(`select count(*)::int from journal_entry where kind = 'RETURN'`)).toEqual([{ count: 1 }]);
  expect(await query(`select sum(returned)::text as sum from training_balance`)).toEqual([
    { sum: String(998 * WHOLE) },
  ]);
  await expectSound();
});

test('a repeated proposal gets the same answers, also when money was spent or the proposal is another one meanwhile', async () => {
  const { grant, propose, move, answers, balanceOf, outcomesOf, expectSound } = await open();
  const [nothing = '', bought = ''] = people(2);
  await grant(nothing, bought);
  await move('HOLD', bought);
  await move('SPEND', bought);
  const proposal = uuidv7();
  await Promise.all(Array.from({ length: 10 }, () => propose([nothing, bought], { proposal })));
  expect(new Set((await answers()).map(({ decisions }) => JSON.stringify(decisions))).size).toBe(1);
  await expect(move('HOLD', nothing)).rejects.toMatchObject({ code: 'BALANCE_INSUFFICIENT' });
  await propose([nothing]);
  expect(new Set(await outcomesOf(nothing))).toEqual(new Set(['RETURNED']));
  expect(await balanceOf(nothing)).toEqual({ granted: WHOLE, spent: 0, held: 0, returned: WHOLE });
  await expectSound();
});

test.each([
  { how: 'released', kind: 'RELEASE', isExcused: false, ends: 'RETURNED', left: { spent: 0, returned: WHOLE } },
  { how: 'captured', kind: 'SPEND', isExcused: false, ends: 'USED', left: { spent: Number(PRICE), returned: 0 } },
  {
    how: 'released since the provider cancelled',
    kind: 'RELEASE',
    isExcused: true,
    ends: 'USED',
    left: { spent: 0, returned: 0 },
  },
] as const)('money that is held is answered again when it is $how: $ends', async ({ kind, isExcused, ends, left }) => {
  const { grant, propose, move, outcomesOf, balanceOf, expectSound } = await open();
  const [siti = ''] = people(1);
  await grant(siti);
  await move('HOLD', siti);
  const proposal = uuidv7();
  await propose([siti], { proposal });
  await propose([siti], { proposal });
  expect(await outcomesOf(siti)).toEqual(['HELD', 'HELD']);
  await move(kind, siti, isExcused);
  await propose([siti], { proposal });
  expect(await outcomesOf(siti)).toEqual(['HELD', 'HELD', ends, ends]);
  expect(await balanceOf(siti)).toEqual({ granted: WHOLE, held: 0, ...left });
  await expectSound();
});

test('whoever had used money that came back is decided anew by another proposal alone', async () => {
  const { grant, propose, outcomesOf, move, query, expectSound, balanceOf } = await open();
  const [siti = ''] = people(1);
  await grant(siti);
  await move('HOLD', siti);
  const first = uuidv7();
  await propose([siti], { proposal: first });
  await move('SPEND', siti);
  // As a refund would leave it.
  await query(`insert into journal_entry (kind, reference, wave_number, posted_at, request_id)
    values ('RELEASE', 'refund:1', ${WAVE}, now(), 'test')`);
  await query(
    `insert into posting (entry_id, account_code, participant_id, amount, posted_on)
      select id, account, $1, amount, posted_on from journal_entry,
        (values ('PLATFORM_PAYABLE', -400000), ('TRAINING_BALANCE', 400000)) as line (account, amount)
      where reference = 'refund:1'`,
    [siti],
  );
  await query('update training_balance set spent = 0 where participant_id = $1', [siti]);
  await propose([siti], { proposal: first });
  expect(await outcomesOf(siti)).toEqual(['HELD', 'USED', 'USED']);
  await propose([siti]);
  expect(await outcomesOf(siti)).toEqual(['HELD', 'USED', 'USED', 'RETURNED']);
  expect(await balanceOf(siti)).toMatchObject({ returned: WHOLE });
  await expectSound();
});

test('a grant is returned whether it comes before the proposal, after it, or both interleave', async () => {
  const { grant, propose, query, balanceOf, expectSound, outcomesOf } = await open();
  const [before = '', after = ''] = people(2);
  await grant(before);
  await propose([before, after]);
  await grant(after);
  for (const id of [before, after]) expect(await balanceOf(id)).toMatchObject({ granted: WHOLE, returned: WHOLE });
  const rounds = Array.from({ length: 25 }, () => people(4));
  await Promise.all(rounds.flatMap((ids) => [grant(...ids), propose(ids.toReversed()), propose(ids)]));
  expect(await query('select count(*)::int from training_balance where returned = granted')).toEqual([{ count: 102 }]);
  expect(new Set(await outcomesOf(rounds[0]?.[0] ?? ''))).toEqual(new Set(['RETURNED']));
  await expectSound();
});

test('a proposal that comes before the grant has committed waits for it, and returns it', async () => {
  const { propose, balanceOf, outcomesOf, orm, expectSound } = await open();
  const [siti = ''] = people(1);
  const grants = new GrantService({ log: silent, now: () => new Date() });
  const instalments = { amount: 0, instalments: 0 };
  const data = {
    wave: WAVE,
    trainingBalance: WHOLE,
    incentive: instalments,
    survey: instalments,
    participants: [siti],
  };
  const event = { id: uuidv7(), requestid: 'request-0001', time: new Date().toISOString() } as never;
  let proposing: Promise<number> = Promise.resolve(0);
  await orm.em.fork().transactional(async (em) => {
    await grants.grant(em, data, event);
    proposing = propose([siti]);
    // Everything is written; the proposal must not decide before the commit.
    await delay(500);
    expect(await outcomesOf(siti)).toEqual([]);
  });
  expect(await proposing).toBe(204);
  expect(await balanceOf(siti)).toMatchObject({ granted: WHOLE, returned: WHOLE });
  await expectSound();
});

test('a purchase and a proposal at one moment: the money is used or returned, never both', async () => {
  const { grant, propose, move, balanceOf, outcomesOf, expectSound } = await open();
  const ids = people(40);
  await grant(...ids);
  const buying = ids.map((id) =>
    move('HOLD', id).then(
      () => 'BOUGHT',
      ({ code }) => code,
    ),
  );
  const proposing = Array.from({ length: 4 }, (_, at) => propose(ids.slice(at * 10, at * 10 + 10).toReversed()));
  const bought = await Promise.all(buying);
  await Promise.all(proposing);
  for (const [at, id] of ids.entries()) {
    const isBought = bought[at] === 'BOUGHT';
    expect(await outcomesOf(id)).toEqual([isBought ? 'HELD' : 'RETURNED']);
    expect(await balanceOf(id)).toMatchObject(
      isBought ? { held: Number(PRICE), returned: 0 } : { held: 0, returned: WHOLE },
    );
  }
  await expectSound();
});

type Step = 'grant' | 'hold' | 'release' | 'spend' | 'propose';

test('whatever happens in whatever order, no rupiah of a returned balance is spendable, and the answers agree', async () => {
  const { grant, propose, move, balanceOf, outcomesOf, expectSound } = await open();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<Step>('grant', 'hold', 'release', 'spend', 'propose'), { minLength: 3, maxLength: 9 }),
      async (steps) => {
        const [id = ''] = people(1);
        const proposal = uuidv7();
        const isDone = () => undefined;
        for (const step of steps) {
          if (step === 'grant') await grant(id);
          if (step === 'hold') await move('HOLD', id).then(isDone, isDone);
          if (step === 'release') await move('RELEASE', id).then(isDone, isDone);
          if (step === 'spend') await move('SPEND', id).then(isDone, isDone);
          if (step === 'propose') await propose([id], { proposal });
        }
        await propose([id], { proposal });
        const balance = (await balanceOf(id)) as
          | { granted: number; spent: number; held: number; returned: number }
          | undefined;
        const last = (await outcomesOf(id)).at(-1);
        if (!balance) expect(last).toBe('RETURNED');
        else if (last === 'RETURNED') expect(balance).toEqual({ granted: WHOLE, spent: 0, held: 0, returned: WHOLE });
        else if (last === 'HELD') expect(balance).toMatchObject({ spent: 0, returned: 0 });
        else expect(balance.spent).toBeGreaterThan(0);
      },
    ),
    { numRuns: 40, seed: 13 },
  );
  await expectSound();
});

test('what was returned for good cannot be decided otherwise, not even by hand', async () => {
  const { propose, query } = await open();
  const [siti = ''] = people(1);
  await propose([siti]);
  await expect(query(`update revocation_decision set outcome = 'USED'`)).rejects.toMatchObject({ code: '23001' });
});
