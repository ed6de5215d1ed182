import { expect, test } from 'vitest';
import { nikProofOf } from '../../../scripts/bench/disbursement/fixture.ts';
import { silent } from '../../../tests/testkit/event-secret.ts';
import { vault } from '../../../tests/testkit/payments.ts';
import { engineOver } from '../../../tests/testkit/payout-engine.ts';
import { approveAll, batchesOf, checker, checkWallets, makeDue, maker } from '../../../tests/testkit/payouts.ts';
import { openPayouts } from '../../../tests/testkit/payouts-database.ts';
import { uuidv7 } from '../../kit/ids.ts';
import type { PartnerAdapter } from '../partner/index.ts';
import { VerifyService } from '../wallet/verify.service.ts';
import { BatchWalletCheck } from './wallet-check.service.ts';

const anything = { wave: null, entitlement: null, partner: null };

/** What a partner says of the accounts of some people: each by its place among them. */
const open = async (count: number) => {
  const payouts = await openPayouts();
  const { database, query } = payouts;
  const people = await makeDue(database, count);
  let movedMs = 0;
  const now = () => new Date(Date.now() + movedMs);
  const sayings = new Map<string, 'other' | 'inactive' | 'silent'>();
  let asked = 0;
  let most = 0;
  let under = 0;
  let inTransaction = 0;
  const partner = {
    inquireAccount: async (account: string) => {
      asked += 1;
      under += 1;
      most = Math.max(most, under);
      const [{ open: transactions = 0 } = {}] = await query<{ open: number }>(
        `select count(*)::int as open from pg_stat_activity
          where datname = current_database() and state = 'idle in transaction'`,
      );
      inTransaction += transactions;
      under -= 1;
      const said = sayings.get(account);
      if (said === 'silent') throw new Error('silent');
      return { isActive: said !== 'inactive', nikProof: nikProofOf(said === 'other' ? 'another' : account) };
    },
  };
  const walletChecks = new VerifyService({ database, vault, partners: new Map([['dana', partner]]), now });
  const checks = new BatchWalletCheck({ database, walletChecks, now, log: silent });
  const batches = batchesOf(now);
  const create = async () => {
    const call = { caller: maker, key: uuidv7(), requestId: 'request-0001' };
    return (await batches.create(database.orm.em.fork(), anything, call)).batch ?? '';
  };
  const approve = (id: string) => batches.approve(database.orm.em.fork(), id, { caller: checker });
  const held = () =>
    query<{ id: string; because: string }>(
      `select participant_id as id, rejected_because as because from disbursement where status = 'REJECTED'
        order by array_position($1::uuid[], participant_id)`,
      [people],
    );
  return {
    ...payouts,
    people,
    checks,
    create,
    approve,
    held,
    sayings,
    stats: () => ({ asked, most, inTransaction }),
    move: (ms: number) => {
      movedMs += ms;
    },
  };
};

/** The numbers of people's accounts, opened with the vault of the tests. */
const accountsOf = async (query: <T>(text: string, values?: unknown[]) => Promise<T[]>, database: never) => {
  const rows = await query<{ id: string; sealed: Buffer }>(
    'select participant_id as id, sealed_number as sealed from wallet order by 1',
  );
  const opened = await vault.open(
    database,
    rows.map(({ id, sealed }) => ({
      subjectId: id,
      table: 'wallet',
      column: 'sealed_number',
      rowId: id,
      kind: 'account' as const,
      sealed,
    })),
  );
  return new Map(rows.map(({ id }, index) => [id, (opened[index] as { reveal(): string }).reveal()]));
};

test('accounts are asked about again before the approval, some at once and in no transaction; what differs leaves the batch', async () => {
  const { database, query, people, checks, create, approve, held, sayings, stats, counts, broken } = await open(40);
  const accounts = await accountsOf(query, database as never);
  const [siti = '', budi = ''] = people;
  sayings.set(accounts.get(siti) ?? '', 'other');
  sayings.set(accounts.get(budi) ?? '', 'inactive');
  const batch = await create();
  await expect(approve(batch)).rejects.toMatchObject({ code: 'BATCH_UNCHECKED' });
  await checks.tick();
  expect(await held()).toEqual([
    { id: siti, because: 'WALLET_HELD' },
    { id: budi, because: 'WALLET_HELD' },
  ]);
  const { asked, most, inTransaction } = stats();
  expect([asked, inTransaction]).toEqual([40, 0]);
  expect(most).toBeLessThanOrEqual(10);
  await approve(batch);
  expect(await counts()).toEqual({ APPROVED: 38, REJECTED: 2 });
  expect(await query('select because, count(*)::int from disbursement_withheld group by 1')).toEqual([
    { because: 'WALLET_HELD', count: 2 },
  ]);
  expect(await broken()).toEqual([]);
});

test('a wallet that is mended is in the next batch', async () => {
  const { database, query, people, checks, create, approve, sayings, counts, broken } = await open(3);
  const accounts = await accountsOf(query, database as never);
  const number = accounts.get(people[0] ?? '') ?? '';
  sayings.set(number, 'other');
  await create();
  await checks.tick();
  expect(await counts()).toEqual({ BATCHED: 2, REJECTED: 1 });
  await expect(create()).rejects.toMatchObject({ code: 'BATCH_EMPTY' });
  // The partner has corrected whose it is; the person verifies it.
  sayings.clear();
  await query(
    `update wallet set nik_proof = $2, is_nik_different = false, verified_at = now() where participant_id = $1`,
    [people[0], nikProofOf(number)],
  );
  const batch = await create();
  await checks.tick();
  await approve(batch);
  expect(await counts()).toEqual({ BATCHED: 2, APPROVED: 1 });
  expect(await broken()).toEqual([]);
});

test('a partner that says nothing is asked five times; then its accounts wait for another batch', async () => {
  const { database, query, people, checks, create, approve, held, sayings, stats, move } = await open(2);
  const accounts = await accountsOf(query, database as never);
  sayings.set(accounts.get(people[0] ?? '') ?? '', 'silent');
  const batch = await create();
  for (let time = 0; time < 4; time += 1) {
    await checks.tick();
    await checks.tick();
    await expect(approve(batch)).rejects.toMatchObject({ code: 'BATCH_UNCHECKED' });
    move(31_000);
  }
  await checks.tick();
  expect(stats().asked).toBe(6);
  expect(await held()).toEqual([{ id: people[0], because: 'WALLET_HELD' }]);
  await approve(batch);
  sayings.clear();
  const next = await create();
  expect(await query('select participant_id as id from batch_wallet_check where batch_id = $1', [next])).toEqual([
    { id: people[0] },
  ]);
});

test('a batch that is rejected asks about nobody; two workers ask about each account once', async () => {
  const { query, checks, create, database, stats } = await open(100);
  const batch = await create();
  await batchesOf().reject(database.orm.em.fork(), batch, { caller: checker, reason: 'Wrong wave.' });
  await checks.tick();
  expect(stats().asked).toBe(0);
  await create();
  await Promise.all([checks.tick(), checks.tick(), checkWallets(database)]);
  expect(await query('select count(*)::int from batch_wallet_check')).toEqual([{ count: 0 }]);
  expect(stats().asked).toBeLessThanOrEqual(100);
});

test('an account that changes hands between the check and the sending is not paid', async () => {
  const { database, query, people, counts } = await open(2);
  await approveAll(database);
  await query(
    'update wallet set is_nik_different = true, checked_at = now(), verified_at = null where participant_id = $1',
    [people[0]],
  );
  const pay: PartnerAdapter['pay'] = async () => ({ state: 'PAID', partnerReference: null });
  const partner = { code: 'dana', refusesDuplicates: true, resendWaitMs: 10_000, pay, inquire: pay };
  const inquireAccount = async () => ({ isActive: true, name: '', nikProof: null });
  await engineOver({ database, vault, partners: [{ ...partner, inquireAccount }] }).drain();
  expect(await counts()).toEqual({ SETTLED: 1, REJECTED: 1 });
});
