import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import { paymentsDatabase, paymentsInbox, people, requestId, testYear } from '../../../tests/testkit/payments.ts';
import type { Caller } from '../../kit/caller.ts';
import { payments } from '../features.ts';
import { CarryOverService } from './carry-over.service.ts';
import { commitFunds, commitmentOf, releaseFunds } from './commitment.service.ts';
import { LapseService } from './lapse.service.ts';

const BUDGET = 100_000_000n;
const officer = (id: string): Caller => ({ id, org: null, can: (scope) => scope === 'budget:decide' });

const open = async () => {
  const database = await paymentsDatabase(BUDGET);
  const announce = await paymentsInbox(database);
  const clock = { at: new Date(`${testYear}-12-20T03:00:00Z`) };
  const now = () => clock.at;
  const lapses = new LapseService({ database, now });
  const carryOvers = new CarryOverService({ now });
  const em = () => database.orm.em.fork();
  const on = (day: string) => {
    clock.at = new Date(`${day}T10:00:00+07:00`);
  };
  const carry = async (wave: number) => {
    const call = { requestId, wave, reason: 'Insentif jatuh tempo bulan Januari' };
    const { id } = await carryOvers.propose(em(), { ...call, caller: officer('tuti') });
    await carryOvers.approve(em(), { requestId, id, caller: officer('agus') });
  };
  const commit = (wave: number, amount: bigint) =>
    em().transactional((tx) =>
      commitFunds(tx, { wave, year: testYear, amount, reference: `commit:${wave}`, at: now(), requestId }),
    );
  const years = async () =>
    (
      await database.query<{ year: number; budget: string; committed: string }>(
        'select year, budget, committed from budget_year order by year',
      )
    ).map(({ year, budget, committed }) => [year - testYear, Number(budget), Number(committed)]);
  const broken = async () => (await brokenInvariants(database.pool, payments)).map(({ name }) => name);
  return { ...database, announce, lapses, carry, commit, em, on, years, broken };
};

test('what is promised to nobody lapses with the year, and what is committed a month later, unless two people carry it over', async () => {
  const { announce, lapses, carry, commit, em, on, years, broken } = await open();
  for (const wave of [1001, 1002]) await commit(wave, 10_000_000n);
  await announce({ participants: people(3), wave: 1001 });
  await announce({ participants: people(2), wave: 1002 });
  on(`${testYear}-12-31`);
  expect(await lapses.run()).toBe(0n);
  await carry(1002);
  on(`${testYear + 1}-01-01`);
  expect(await Promise.all([lapses.run(), lapses.run(), lapses.run()])).toContain(80_000_000n);
  expect(await lapses.run()).toBe(0n);
  // 10 and 2 million stay; 8 million went on.
  const rest = [
    [0, 12_000_000, 12_000_000],
    [1, 8_000_000, 8_000_000],
  ];
  expect(await years()).toEqual(rest);
  on(`${testYear + 1}-01-31`);
  expect(await lapses.run()).toBe(0n);
  on(`${testYear + 1}-02-01`);
  expect(await lapses.run()).toBe(7_000_000n);
  expect(await lapses.run()).toBe(0n);
  expect(await years()).toEqual([[0, 5_000_000, 5_000_000], rest[1]]);
  expect(await commitmentOf(em(), 1001)).toMatchObject({ committed: 10_000_000n, left: 0n });
  expect(await commitmentOf(em(), 1002)).toMatchObject({ year: testYear + 1, left: 8_000_000n });
  expect(await broken()).toEqual([]);
});

test('what a wave gives back after its year has ended lapses too', async () => {
  const { lapses, commit, em, on, years, broken } = await open();
  await commit(1001, 10_000_000n);
  on(`${testYear + 1}-01-01`);
  expect(await lapses.run()).toBe(90_000_000n);
  const facts = { wave: 1001, reference: 'uncommit:1001', at: new Date(), requestId };
  await em().transactional((tx) => releaseFunds(tx, facts));
  on(`${testYear + 1}-01-02`);
  expect(await lapses.run()).toBe(10_000_000n);
  expect(await years()).toEqual([[0, 0, 0]]);
  expect(await broken()).toEqual([]);
});

type Step = { commit: number } | { grant: number } | { release: number } | 'carry' | 'day' | 'month' | 'lapse';

const amount = fc.integer({ min: 1, max: 9_000_000 });
const step = fc.oneof(
  fc.record({ commit: amount }),
  fc.record({ grant: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ release: amount }),
  fc.constantFrom<Step>('carry', 'day', 'month', 'lapse', 'lapse'),
);

test('whatever is committed, granted, released and carried over around the turn of a year, each rupiah is in one place', async () => {
  const { announce, lapses, carry, em, on, query, broken } = await open();
  let number = 5_000;
  const run = async (plan: readonly Step[]) => {
    number += 1;
    const wave = number;
    const day = { at: new Date(`${testYear}-12-16T03:00:00Z`) };
    const move = (days: number) => {
      day.at = new Date(day.at.getTime() + days * 86_400_000);
      on(day.at.toISOString().slice(0, 10));
    };
    move(0);
    for (const [index, each] of plan.entries()) {
      const facts = { wave, reference: `${wave}:${index}`, at: day.at, requestId };
      // Refused where nothing is left, or another year has begun.
      const quietly = (done: Promise<unknown>) => done.catch(() => undefined);
      if (each === 'day') move(1);
      else if (each === 'month') move(31);
      else if (each === 'lapse') await lapses.run();
      else if (each === 'carry') await quietly(carry(wave));
      else if ('grant' in each) await announce({ participants: people(each.grant), wave });
      else if ('commit' in each)
        await quietly(
          em().transactional((tx) => commitFunds(tx, { ...facts, year: testYear, amount: BigInt(each.commit) })),
        );
      else await em().transactional((tx) => releaseFunds(tx, { ...facts, amount: BigInt(each.release) }));
    }
    const residual = `select year from ledger_slot group by year having sum(treasury + unallocated + committed
      + training_balance + training_held + institution_payable + commission + platform_payable + incentive_payable
      + wallet_clearing + partner_deposit + receivable + paid_out + fees + suspense + returned) <> 0`;
    expect(await query(residual)).toEqual([]);
    expect(await broken()).toEqual([]);
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), run), { numRuns: 5 });
});
