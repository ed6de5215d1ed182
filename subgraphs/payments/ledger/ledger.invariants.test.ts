import { expect, test } from 'vitest';
import { paymentsDatabase, paymentsInbox, people, requestId, testYear } from '../../../tests/testkit/payments.ts';
import { BalanceService } from '../balance/balance.service.ts';
import { commitFunds } from '../budget/index.ts';
import { invariants } from './ledger.invariants.ts';

const DISBURSE = `insert into disbursement (participant_id, wave_number, entitlement, instalment, amount, status, due_at)
  select participant_id, 1001, 'INCENTIVE', 1, 600000, 'DUE', now() from training_balance limit 1`;

const setUp = async () => {
  const database = await paymentsDatabase();
  const announce = await paymentsInbox(database);
  const within = <T>(work: (em: ReturnType<typeof database.orm.em.fork>) => Promise<T>) =>
    database.orm.em.fork().transactional(work);
  const [siti = '', budi = ''] = people(2);
  const facts = { at: new Date(), requestId };
  await within((em) =>
    commitFunds(em, { wave: 1001, year: testYear, amount: 9_000_000n, reference: 'commit:1001', ...facts }),
  );
  await announce({ participants: [siti, budi] });
  await announce({ participants: people(1), wave: 1002 });
  const service = new BalanceService({ now: () => new Date() });
  const move = { participantId: siti, amount: 300_000n, reference: 'hold:1', requestId };
  await within((em) => service.move(em, 'HOLD', move));
  /** The names of the invariants that do not hold. */
  const broken = async () => {
    const found = await Promise.all(
      invariants.map(async ({ name, sql }) => ((await database.query(sql)).length > 0 ? [name] : [])),
    );
    return found.flat();
  };
  /** As the owner of the cluster, past triggers; a constraint has to be dropped before. */
  const byHand = (...statements: string[]) =>
    database.query(`do $$ begin set local session_replication_role = replica; ${statements.join('; ')}; end $$`);
  return { ...database, broken, byHand };
};

const SUM = 'every journal entry sums to zero';
const TOTALS = 'the totals of every year, wave and account equal their postings';
const BALANCE = 'every training balance equals its postings';

test.each([
  ['an amount', `update posting set amount = amount + 1 where account_code = 'TRAINING_HELD'`, [SUM, BALANCE, TOTALS]],
  [
    'both amounts of an entry',
    `update posting set amount = amount * 2 where entry_id = (select id from journal_entry where kind = 'HOLD')`,
    [BALANCE, TOTALS],
  ],
  ['a posting that is deleted', `delete from posting where account_code = 'TRAINING_HELD'`, [SUM, BALANCE, TOTALS]],
  [
    'all postings of an entry that are deleted',
    `delete from posting where entry_id = (select id from journal_entry where kind = 'HOLD')`,
    ['every journal entry has postings', BALANCE, TOTALS],
  ],
  [
    'an entry that is deleted',
    `delete from journal_entry where kind = 'HOLD'`,
    ['every posting belongs to a journal entry', BALANCE, TOTALS],
  ],
  [
    'an entry that is inserted',
    `insert into journal_entry (kind, reference, wave_number, posted_at, request_id)
      values ('HOLD', 'hold:2', 1001, now(), 'by hand');
    insert into posting (entry_id, account_code, participant_id, amount, posted_on)
      select entry.id, code, participant_id, amount, entry.posted_on from journal_entry entry,
        (select participant_id from training_balance limit 1) as person,
        (values ('TRAINING_BALANCE', -1), ('TRAINING_HELD', 1)) as line (code, amount) where reference = 'hold:2'`,
    [BALANCE, TOTALS],
  ],
  ['a balance', `update training_balance set held = held + 1 where held > 0`, [BALANCE]],
  [
    'what is committed of a year, above its budget',
    `alter table budget_year drop constraint budget_year_committed_ck; update budget_year set committed = budget + 1`,
    ['commitments of a year never above its budget'],
  ],
  [
    'the budget of a year',
    `update budget_year set budget = budget * 2`,
    ['commitments of a year never above its budget'],
  ],
  [
    'what is committed to a wave, below what it took',
    `update wave_budget set committed = 1 where wave_number = 1001`,
    ['a wave takes no more than is committed to it'],
  ],
  [
    'a second payout of an instalment',
    `alter table disbursement drop constraint disbursement_payout_uq; ${DISBURSE}; ${DISBURSE}`,
    [
      'incentives due and paid equal the disbursements',
      'wave funds equal balances and disbursements',
      'budget = granted + unallocated',
      'one payout per participant, entitlement and instalment',
    ],
  ],
])('the invariants notice %s', async (_, change, expected) => {
  const { broken, byHand } = await setUp();
  expect(await broken()).toEqual([]);
  await byHand(change);
  expect((await broken()).toSorted()).toEqual(expected.toSorted());
});

test('nobody, the owner included, has the right to change or empty a table of the ledger', async () => {
  const { query } = await setUp();
  await query(`select create_posting_month('2041-05-01')`);
  const tables = `select relname, coalesce(string_agg(distinct privilege_type, ' ' order by privilege_type), '') as rights
    from pg_class, aclexplode(relacl) as acl
    where relname in ('journal_entry', 'journal_link') or relname ~ '^posting(_default|_[0-9]{4}_[0-9]{2})?$'
      and relkind in ('r', 'p')
    group by 1`;
  const found = await query<{ relname: string; rights: string }>(tables);
  expect(found.map(({ relname }) => relname)).toEqual(expect.arrayContaining(['posting', 'posting_2041_05']));
  for (const { relname, rights } of found)
    expect([relname, rights]).not.toEqual([relname, expect.stringMatching(/UPDATE|DELETE|TRUNCATE/)]);
  const open = await query(`select relname from pg_class where (relname like 'posting%' or relname in ('journal_entry',
    'journal_link')) and relkind in ('r', 'p') and relacl is null`);
  expect(open).toEqual([]);
});
