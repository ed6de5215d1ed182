import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paymentsDatabase, people, requestId, testYear } from '../../../tests/testkit/payments.ts';
import { execute, type Transaction } from '../../kit/database.ts';
import { commitFunds } from '../budget/index.ts';
import { postBudget } from './budget.service.ts';
import { BudgetExhausted, type JournalEntry, post, postAll } from './ledger.service.ts';

const crowd = people(3);
const at = new Date();

const within =
  ({ orm }: Pick<Awaited<ReturnType<typeof paymentsDatabase>>, 'orm'>) =>
  <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    orm.em.fork().transactional(work);

interface EntryFacts {
  reference: string;
  wave: number;
  who: number;
  amount: bigint;
}

const hold = ({ reference, wave, who, amount }: EntryFacts): JournalEntry => {
  const participantId = crowd[who] ?? null;
  const postings = [
    { account: 'TRAINING_BALANCE' as const, participantId, amount: -amount },
    { account: 'TRAINING_HELD' as const, participantId, amount },
  ];
  return { kind: 'HOLD', reference, waveNumber: wave, at, requestId, postings };
};

const due = (
  reference: string,
  { wave, amount, ...changes }: { wave: number; amount: bigint } & Partial<JournalEntry>,
) => ({
  kind: 'DUE' as const,
  reference,
  waveNumber: wave,
  at,
  requestId,
  postings: [
    { account: 'INCENTIVE_PAYABLE' as const, participantId: crowd[0] ?? null, amount },
    { account: 'UNALLOCATED' as const, participantId: null, amount: -amount },
  ],
  ...changes,
});

const POSTED = `select reference, wave_number as wave, participant_id as who, sum(amount)::text as amount, count(*)::int as lines
  from journal_entry join posting on entry_id = id where kind = 'HOLD' and account_code = 'TRAINING_HELD' group by 1, 2, 3`;

const given = fc.record({
  reference: fc.constantFrom(...'abcdefgh').map((letter) => `hold:${letter}`),
  wave: fc.integer({ min: 1, max: 3 }),
  who: fc.integer({ min: 0, max: 2 }),
  amount: fc.bigInt({ min: 1n, max: 10n ** 9n }),
});

test('many entries at once are posted as one after the other would be: each reference once, the first that has it', async () => {
  const database = await paymentsDatabase();
  const { query } = database;
  const tx = within(database);
  const known = new Map<string, EntryFacts>();
  const run = async (batch: EntryFacts[]) => {
    const news = batch.filter(
      ({ reference }, index) =>
        !known.has(reference) && batch.findIndex((each) => each.reference === reference) === index,
    );
    expect([...(await tx((em) => postAll(em, batch.map(hold))))].toSorted()).toEqual(
      news.map(({ reference }) => reference).toSorted(),
    );
    for (const each of news) known.set(each.reference, each);
  };
  await fc.assert(fc.asyncProperty(fc.array(given, { maxLength: 6 }), run), { numRuns: 12, seed: 13 });
  const expected = [...known.values()].map(({ reference, wave, who, amount }) => ({
    reference,
    wave,
    who: crowd[who],
    amount: String(amount),
    lines: 1,
  }));
  const byReference = (left: { reference: string }, right: { reference: string }) =>
    left.reference < right.reference ? -1 : 1;
  expect((await query<{ reference: string }>(POSTED)).toSorted(byReference)).toEqual(expected.toSorted(byReference));
  const totals = `select sum(amount)::text as held from ledger_total where account_code = 'TRAINING_HELD'`;
  const held = expected.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  expect(await query(totals)).toEqual([{ held: String(held) }]);
});

test('one entry of many that does not sum to zero is refused with all of them', async () => {
  const database = await paymentsDatabase();
  const entries = Array.from({ length: 5 }, (_, index) =>
    hold({ reference: `hold:${index}`, wave: 1, who: 0, amount: 5n }),
  );
  const [, wrong] = entries;
  entries[1] = { ...(wrong as JournalEntry), postings: (wrong as JournalEntry).postings.slice(1) };
  const refused = { constraint: 'posting_entry_sums_to_zero' };
  await expect(within(database)((em) => postAll(em, entries))).rejects.toMatchObject(refused);
  expect(await database.query(`select from journal_entry where kind = 'HOLD'`)).toEqual([]);
});

test('each of many entries takes from the commitment of its own wave, and from its own year without one', async () => {
  const database = await paymentsDatabase(10_000_000n);
  const { query } = database;
  const tx = within(database);
  const facts = { reference: 'commit:1', at, requestId };
  await tx((em) => commitFunds(em, { wave: 1, year: testYear, amount: 4_000_000n, ...facts }));
  await tx((em) =>
    postAll(em, [due('due:1', { wave: 1, amount: 600_000n }), due('due:2', { wave: 2, amount: 700_000n })]),
  );
  const totals = `select wave_number as wave, account_code as account, amount::int from ledger_total
    where wave_number > 0 and account_code in ('COMMITTED', 'UNALLOCATED') and amount <> 0 order by 1, 2`;
  expect(await query(totals)).toEqual([
    { wave: 1, account: 'COMMITTED', amount: 3_400_000 },
    { wave: 1, account: 'UNALLOCATED', amount: -4_000_000 },
    { wave: 2, account: 'UNALLOCATED', amount: -700_000 },
  ]);
  const tooMuch = [due('due:3', { wave: 2, amount: 1n }), due('due:4', { wave: 1, amount: 3_400_001n })];
  await expect(tx((em) => postAll(em, tooMuch))).rejects.toThrow(BudgetExhausted);
  expect(await query(`select from journal_entry where reference in ('due:3', 'due:4')`)).toEqual([]);
});

test('a year pays what falls due before its midnight in Jakarta, and nothing of what another year has left is spent for it', async () => {
  const database = await paymentsDatabase(1_000_000n);
  const { query } = database;
  const tx = within(database);
  const next = testYear + 1;
  await tx((em) => postBudget(em, { year: next, amount: 5_000_000n, from: `${next}-01-01` }, requestId));
  const lastMinute = new Date(`${testYear}-12-31T16:59:00Z`);
  const firstMinute = new Date(`${testYear}-12-31T17:01:00Z`);
  await tx((em) => post(em, due('due:old', { wave: 1, amount: 900_000n, at: lastMinute })));
  await tx((em) => post(em, due('due:new', { wave: 2, amount: 900_000n, at: firstMinute })));
  const years = `select year, budget::int, committed::int from budget_year order by 1`;
  expect(await query(years)).toEqual([
    { year: testYear, budget: 1_000_000, committed: 900_000 },
    { year: next, budget: 5_000_000, committed: 900_000 },
  ]);
  // The next year has four millions left; this one has a hundred thousand.
  const more = due('due:more', { wave: 1, amount: 100_001n, at: firstMinute });
  await expect(tx((em) => post(em, more))).rejects.toThrow(BudgetExhausted);
});

test('payments of one wave, and incentives that fall due in it, do not wait for one another', async () => {
  const database = await paymentsDatabase();
  const tx = within(database);
  const facts = { reference: 'commit:1', at, requestId };
  await tx((em) => commitFunds(em, { wave: 1, year: testYear, amount: 4_000_000_000n, ...facts }));
  const entriesOf = (who: number) => [
    hold({ reference: `hold:${who}`, wave: 1, who, amount: 500_000n }),
    due(`due:${who}`, { wave: 1, amount: 600_000n }),
  ];
  const client = await database.pool.connect();
  await client.query('begin');
  await postAll(client, entriesOf(0));
  // The first is not committed yet: whoever waited for it would wait for ever.
  await tx(async (em) => {
    await execute(em, `set local lock_timeout = '2s'`);
    expect((await postAll(em, entriesOf(1))).size).toBe(2);
  });
  await client.query('commit');
  client.release();
  const totals = `select account_code as account, sum(amount)::int as amount from ledger_total
    where account_code in ('TRAINING_HELD', 'INCENTIVE_PAYABLE') group by 1 order by 1`;
  expect(await database.query(totals)).toEqual([
    { account: 'INCENTIVE_PAYABLE', amount: 1_200_000 },
    { account: 'TRAINING_HELD', amount: 1_000_000 },
  ]);
});
