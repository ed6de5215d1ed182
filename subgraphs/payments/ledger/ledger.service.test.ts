import { expect, test } from 'vitest';
import { expectInvariants, paymentsDatabase, people, requestId } from '../../../tests/testkit/payments.ts';
import { postBudgets } from './budget.service.ts';
import { type JournalEntry, post } from './ledger.service.ts';

const [siti] = people(1);

const purchase = (changes: Partial<JournalEntry> = {}): JournalEntry => ({
  kind: 'SPEND',
  reference: 'purchase:1',
  waveNumber: null,
  at: new Date('2026-11-21T09:00:00Z'),
  requestId,
  postings: [
    { account: 'TRAINING_HELD', participantId: siti ?? null, amount: -5n },
    { account: 'PLATFORM_PAYABLE', participantId: siti ?? null, amount: 5n },
  ],
  ...changes,
});

const ledger = async () => {
  const database = await paymentsDatabase();
  const write = (entry: JournalEntry) => database.orm.em.fork().transactional((em) => post(em, entry));
  return { ...database, write };
};

const OPEN_ENTRY = `insert into journal_entry (kind, reference, posted_at, request_id)
  values ('SPEND', 'open', '2026-11-21T09:00:00Z', 'request-0001') returning id`;

test('a reference is posted once, also by ten at once', async () => {
  const { write, query } = await ledger();
  const posted = await Promise.all(Array.from({ length: 10 }, () => write(purchase())));
  expect(posted.filter(Boolean)).toHaveLength(1);
  expect(
    await query(`select sum(amount)::int as sum, count(*)::int from posting where participant_id = $1`, [siti]),
  ).toEqual([{ sum: 0, count: 2 }]);
});

test('an entry that does not sum to zero is refused and leaves nothing', async () => {
  const { write, query } = await ledger();
  const unbalanced = purchase({ postings: [{ account: 'RETURNED', participantId: siti ?? null, amount: 5n }] });
  await expect(write(unbalanced)).rejects.toMatchObject({ constraint: 'posting_entry_sums_to_zero' });
  expect(await query(`select from journal_entry where kind = 'SPEND'`)).toEqual([]);
});

test.each([
  ['half of an entry', 'posting', 'RETURNED', 'posting_entry_sums_to_zero'],
  ['half of an entry past the parent', 'posting_2026_11', 'RETURNED', 'posting_entry_sums_to_zero'],
  ['a person on an account of the state', 'posting', 'TREASURY', 'posting_account_ck'],
])('the database refuses %s', async (...[, table, account, constraint]) => {
  const { query } = await ledger();
  await query(`select create_posting_month('2026-11-01')`);
  const [entry] = await query<{ id: string }>(OPEN_ENTRY);
  const insert = `insert into ${table} (entry_id, account_code, participant_id, amount, posted_on)
    values ($1, $2, $3, 5, '2026-11-21')`;
  await expect(query(insert, [entry?.id, account, siti])).rejects.toMatchObject({ constraint });
});

test('postings need their entry and its day in Jakarta', async () => {
  const { query } = await ledger();
  const [entry] = await query<{ id: string }>(OPEN_ENTRY);
  const pair = `insert into posting (entry_id, account_code, participant_id, amount, posted_on)
    select $1, code, $2, amount, $3 from (values ('RETURNED', 5), ('TRAINING_HELD', -5)) as line(code, amount)`;
  const refused = { constraint: 'posting_entry_sums_to_zero' };
  await expect(query(pair, [siti, siti, '2026-11-21'])).rejects.toMatchObject(refused);
  await expect(query(pair, [entry?.id, siti, '2026-11-20'])).rejects.toMatchObject(refused);
  await expect(query(pair, [entry?.id, siti, '2026-11-21'])).resolves.toEqual([]);
});

test.each([
  `update posting set amount = amount + 1`,
  `delete from posting`,
  `delete from posting_default`,
  `truncate posting`,
  `truncate posting_default`,
  `update journal_entry set reference = 'other'`,
  `delete from journal_entry`,
  `truncate journal_entry`,
])('the ledger refuses: %s', async (change) => {
  const { query } = await ledger();
  await expect(query(change)).rejects.toThrow('append-only');
});

test('a posting goes to the partition of its month, made in time', async () => {
  const { write, query } = await ledger();
  await query(`select create_posting_month('2031-02-28'), create_posting_month('2031-02-01')`);
  await write(purchase({ at: new Date('2031-01-31T18:00:00Z') }));
  const found = await query(
    `select distinct tableoid::regclass::text as partition from posting where participant_id = $1`,
    [siti],
  );
  expect(found).toEqual([{ partition: 'posting_2031_02' }]);
  await expect(query(`delete from posting_2031_02`)).rejects.toThrow('append-only');
});

test('the budgets are posted once, however often they are called', async () => {
  const { orm, query } = await ledger();
  for (const _ of [1, 2]) await orm.em.fork().transactional((em) => postBudgets(em, requestId));
  expect(
    await query(
      `select account_code as code, sum(amount)::text as balance from ledger_total group by 1 having sum(amount) <> 0 order by 1`,
    ),
  ).toEqual([
    { code: 'TREASURY', balance: '-120000000000000' },
    { code: 'UNALLOCATED', balance: '120000000000000' },
  ]);
  await expectInvariants({ query });
});
