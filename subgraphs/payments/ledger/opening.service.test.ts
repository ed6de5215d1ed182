import { expect, test } from 'vitest';
import {
  expectInvariants,
  paymentsDatabase,
  paymentsInbox,
  people,
  requestId,
  testYear,
} from '../../../tests/testkit/payments.ts';
import { invariants } from './ledger.invariants.ts';
import { openLedger } from './opening.service.ts';

const LOAD_BALANCES = `insert into training_balance
  (participant_id, wave_number, granted, spent, held, returned, expires_on)
  select id, 10 + number % 2, 1000000, number * 1000, 500, number * 10, make_date($2, 12, 15)
  from unnest($1::uuid[]) with ordinality as person(id, number)`;

const LOAD_DISBURSEMENTS = `insert into disbursement (participant_id, wave_number, entitlement, instalment, amount, status,
    partner_code, partner_reference, due_at, settled_at)
  select id, 10 + number % 2, 'INCENTIVE', instalment, 600000, case instalment when 3 then 'DUE' else 'SETTLED' end,
    'bni', id::text || instalment, now(), now()
  from unnest($1::uuid[]) with ordinality as person(id, number), generate_series(1, 3) as instalment where number % 3 = 0`;

const loaded = async (year = testYear) => {
  const database = await paymentsDatabase();
  const participants = people(100);
  await database.query(LOAD_BALANCES, [participants, year]);
  await database.query(LOAD_DISBURSEMENTS, [participants]);
  const open = () => database.orm.em.fork().transactional((em) => openLedger(em, { at: new Date(), requestId }));
  return { ...database, open };
};

test('loaded balances and disbursements are opened once, and the funds of their waves follow', async () => {
  const { open, query } = await loaded();
  expect(await open()).toBe(2);
  expect(await open()).toBe(0);
  const sums = `select sum(committed)::int as committed, sum(paid)::int as paid, sum(returned)::int as returned
    from wave_funds`;
  const paidPerson = 33;
  const sumOfNumbers = 5_050;
  expect(await query(sums)).toEqual([
    {
      committed: 100 * 1_000_000 + paidPerson * 1_800_000,
      paid: sumOfNumbers * 1_000 + paidPerson * 1_200_000,
      returned: sumOfNumbers * 10,
    },
  ]);
  await expectInvariants({ query });
});

test('a wave is opened from the budget of the year in which its balances end', async () => {
  const { open, query } = await loaded(2020);
  await expect(open()).rejects.toMatchObject({ constraint: 'budget_year_committed_ck' });
  expect(await query(`select from journal_entry where kind = 'OPENING'`)).toEqual([]);
});

test('a wave that was granted by an event is not opened again', async () => {
  const database = await paymentsDatabase();
  const announce = await paymentsInbox(database);
  await announce({ participants: people(2) });
  expect(await database.orm.em.fork().transactional((em) => openLedger(em, { at: new Date(), requestId }))).toBe(0);
  await expectInvariants(database);
});

test('the invariants notice a balance and a payout that the ledger does not know', async () => {
  const { query } = await loaded();
  const broken = await Promise.all(
    invariants.map(async ({ name, sql }) => ((await query(sql)).length > 0 ? name : null)),
  );
  expect(broken.filter(Boolean)).toEqual([
    'every training balance equals its postings',
    'incentives due and paid equal the disbursements',
    'wave funds equal balances and disbursements',
    'budget = granted + unallocated',
  ]);
});
