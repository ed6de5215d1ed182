import { expect, onTestFinished, test, vi } from 'vitest';
import { silent } from '../../../tests/testkit/event-secret.ts';
import { paymentsDatabase, paymentsInbox, people, requestId } from '../../../tests/testkit/payments.ts';
import { keysOf } from '../../../tests/testkit/vault.ts';
import { journalChain, signedHeads, waitingEntries } from './chain.service.ts';
import { headKey, headsIn, type SignedHead } from './head.ts';
import { post } from './ledger.service.ts';
import { verifyJournal } from './verify.service.ts';

const keys = keysOf('2026-01');

const setUp = async () => {
  const database = await paymentsDatabase();
  const announce = await paymentsInbox(database);
  const kit = { database, log: silent, now: () => new Date() };
  const link = () => journalChain(kit).tick();
  const heads = async (): Promise<SignedHead[]> => {
    const lines: string[] = [];
    const info = vi.spyOn(silent, 'info').mockImplementation((fields: unknown, msg?: string) => {
      lines.push(JSON.stringify({ ...(fields as object), msg }));
    });
    const work = signedHeads({ ...kit, env: { VAULT_KEYS: keys } });
    await work.stop();
    info.mockRestore();
    return headsIn(headKey(keys), lines.join('\n')).heads;
  };
  const client = await database.pool.connect();
  onTestFinished(() => client.release());
  const verify = async (options = {}) => (await verifyJournal(client, options)).broken;
  /** As the owner of the cluster, past every trigger. */
  const byHand = async (sql: string) => {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(sql);
    await client.query('commit');
  };
  await announce({ participants: people(3) });
  await announce({ participants: people(2), wave: 1002 });
  return { ...database, announce, link, heads, verify, byHand, client, kit };
};

test('what is committed is linked once, by one of three at once, also when it commits late', async () => {
  const ledger = await setUp();
  const { query, orm, link, verify, client } = ledger;
  const late = orm.em.fork();
  await late.begin();
  await post(late, {
    kind: 'RECONCILE',
    reference: 'late',
    waveNumber: null,
    at: new Date(),
    requestId,
    postings: [
      { account: 'SUSPENSE', participantId: null, party: 'gopay', amount: 5n },
      { account: 'FEES', participantId: null, party: 'gopay', amount: -5n },
    ],
  });
  await Promise.all([link(), link(), link()]);
  expect(await query('select seq::int from journal_link order by seq')).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
  await late.commit();
  expect(await waitingEntries(client)).toMatchObject({ entries: 1 });
  await link();
  expect(await waitingEntries(client)).toMatchObject({ entries: 0 });
  expect(await verifyJournal(client, { page: 2 })).toEqual({ entries: 4n, broken: null });
  expect(await verify()).toBeNull();
});

test.each([
  ['an amount', `update posting set amount = amount + 1 where account_code = 'TRAINING_BALANCE'`, 'is not as it was'],
  [
    'a balanced pair of amounts',
    `update posting set amount = amount * 2 where entry_id = (select id from journal_entry where wave_number = 1002)`,
    'entry 3 (',
  ],
  ['a person', `update posting set participant_id = uuidv7() where participant_id is not null`, 'is not as it was'],
  ['a reference', `update journal_entry set reference = 'x' where kind = 'BUDGET'`, 'entry 1 ('],
  ['all postings of an entry', `delete from posting where account_code in ('TREASURY', 'UNALLOCATED')`, 'entry 1'],
  ['an entry', `delete from journal_entry where wave_number = 1001`, 'entry 2 ('],
  ['a link', `delete from journal_link where seq = 2`, 'entry 2 of the chain is missing'],
  [
    'an entry that is put in',
    `insert into journal_entry (kind, reference, posted_at, request_id) values ('HOLD', 'x', now(), 'x')`,
    'was put in past the ledger',
  ],
])('whoever changes %s by hand is found', async (_, change, found) => {
  const ledger = await setUp();
  await ledger.link();
  expect(await ledger.verify()).toBeNull();
  await ledger.byHand(change);
  expect(await ledger.verify()).toContain(found);
});

test('a chain that is made anew after an edit, or cut off, is found by the heads that were signed before', async () => {
  const ledger = await setUp();
  const { link, heads, byHand, verify } = ledger;
  await link();
  const signed = await heads();
  expect(signed).toHaveLength(1);
  await byHand(`update posting set amount = amount * 2 where entry_id =
    (select id from journal_entry where wave_number = 1001)`);
  await byHand('insert into journal_pending select entry_id from journal_link; delete from journal_link');
  await link();
  expect(await verify()).toBeNull();
  expect(await verify({ heads: signed })).toContain('the chain was made anew after');
  await byHand(`delete from journal_entry; delete from journal_link; delete from posting`);
  expect(await verify({ heads: signed })).toContain('the chain ends at 0, but had 3 entries');
});

test('a head that is not signed by the key counts for nothing', async () => {
  const ledger = await setUp();
  await ledger.link();
  const [head] = await ledger.heads();
  const log = [{ ...head, hash: '0'.repeat(64) }, head].map((each) =>
    JSON.stringify({ msg: 'ledger head', head: each }),
  );
  expect(headsIn(headKey(keys), ['{"msg":"ledger head"', 'other', ...log].join('\n'))).toEqual({
    heads: [head],
    forged: 1,
  });
});

test.each([
  'update journal_link set seq = seq',
  'delete from journal_link',
  'truncate journal_link',
  'delete from journal_pending',
  'truncate journal_pending',
])('the chain refuses: %s', async (change) => {
  const ledger = await setUp();
  await expect(ledger.query(change)).rejects.toThrow('append-only');
});
