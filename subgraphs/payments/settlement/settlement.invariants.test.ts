import { expect, test } from 'vitest';
import { brokenByHand } from '../../../tests/testkit/broken-by-hand.ts';
import { openSettlements } from '../../../tests/testkit/settlements.ts';
import { payments } from '../features.ts';

const shop = await openSettlements();
const parties = shop.newParties();
const [gone, , back] = await shop.sell([600_000n, 400_000n, 200_000n], parties);
const first = await shop.create();
await shop.approve(first.run?.id);
if (back) await shop.cancelled(back);
await shop.sell([300_000n], parties);
const second = await shop.create();
await shop.approve(second.run?.id);
if (gone) await shop.cancelled(gone);

const brokenBy = (...statements: string[]) => brokenByHand(shop.database.pool, payments, statements);

const PARTY = 'what a party has, was paid and owes is what was captured less what was refunded';
const LINES = 'a settlement is the sum of its lines';
const SHARE = 'each line of a settlement is the share of its party in a purchase';
const APPROVED = 'approved is settled and withheld';
const POSTED = 'what is settled is posted, and nothing else';
const OWED = 'what a party owes is carried forward, or waits for its next settlement';
const PEOPLE = 'settlements are approved by somebody else than who made them';

test('nothing is broken before', async () => {
  expect(await brokenBy()).toEqual([]);
});

test.each([
  [
    'the amount of a line',
    [`update settled_purchase set amount = amount - 1 where seq = (select min(seq) from settled_purchase)`],
    [LINES, SHARE, APPROVED],
  ],
  [
    'a line that is deleted',
    [`delete from settled_purchase where seq = (select min(seq) from settled_purchase)`],
    [LINES, APPROVED],
  ],
  [
    'the party of a settlement and its lines, swapped after the approval',
    [
      `update settlement set party = '00000000-0000-7000-8000-00000000beef' where account = 'COMMISSION'`,
      `update settled_purchase set party = '00000000-0000-7000-8000-00000000beef' where account = 'COMMISSION'`,
    ],
    [SHARE, POSTED, OWED],
  ],
  ['what a settlement pays', ['update settlement set sales = sales + 1, posted = posted + 1'], [LINES, POSTED]],
  [
    'what is brought forward',
    ['update settlement set brought_forward = brought_forward + 7 where refunds > 0'],
    [POSTED],
  ],
  [
    'an entry that pays a party once more',
    [
      `insert into journal_entry (kind, reference, posted_at, request_id) values ('SETTLE', 'by hand', now(), 'by hand')`,
      `insert into posting (entry_id, account_code, party, amount, posted_on)
        select entry.id, account, party, amount, entry.posted_on from journal_entry entry,
          (select party from posting where account_code = 'PAID_OUT' limit 1) own,
          (values ('PAID_OUT', 1000), ('SUSPENSE', -1000)) line (account, amount) where reference = 'by hand'`,
    ],
    [PARTY],
  ],
  [
    'a refund that is claimed and not owed',
    [`update posting set amount = amount - 5 where account_code = 'RECEIVABLE' and amount < 0`],
    [PARTY, OWED],
  ],
  [
    'an approval by who made it',
    [
      'alter table settlement_run drop constraint settlement_run_approver_ck',
      'update settlement_run set approved_by = created_by',
    ],
    [PEOPLE],
  ],
])('the invariants notice %s', async (_, statements, expected) => {
  expect(await brokenBy(...statements)).toEqual(expect.arrayContaining(expected));
});

test.each([
  ['the same person approves', `update settlement_run set approved_by = 'maker'`, 'settlement_run_approver_ck'],
  [
    'a commission above 15 %',
    `insert into settled_purchase (run_id, account, party, kind, purchase_id, price, amount)
      select run_id, account, party, kind, uuidv7(), price, price * 16 / 100 from settled_purchase where account = 'COMMISSION'`,
    'settled_purchase_commission_ck',
  ],
  [
    'a purchase that is settled twice',
    `insert into settled_purchase (run_id, account, party, kind, purchase_id, price, amount)
      select run_id, account, party, kind, purchase_id, price, amount from settled_purchase`,
    'settled_purchase_pkey',
  ],
  [
    'a second run of a period',
    `insert into settlement_run (until, status, created_by, created_at, request_id)
      select until, 'GATHERING', 'x', now(), 'x' from settlement_run`,
    'settlement_run_until_uq',
  ],
  [
    'a second settlement of a party in a run',
    'insert into settlement (run_id, account, party) select run_id, account, party from settlement',
    'settlement_run_party_uq',
  ],
])('the database itself refuses: %s', async (_, statement, constraint) => {
  await expect(shop.query(statement)).rejects.toMatchObject({ constraint });
});

test.each([
  'delete from settled_purchase',
  'update settled_purchase set amount = 1',
  'delete from settlement',
  'update settlement set sales = 1',
  `update settlement_run set status = 'PENDING'`,
])('what is settled stays: %s', async (statement) => {
  await expect(shop.query(statement)).rejects.toThrow();
});
