import { expect, test } from 'vitest';
import { decidePeople } from '../../../scripts/bench/disbursement/fixture.ts';
import { askPayments, callerWith, paymentsDatabase } from '../../../tests/testkit/payments.ts';
import {
  approveAll,
  batchesOf,
  checker,
  checkWallets,
  makeDue,
  maker,
  second,
} from '../../../tests/testkit/payouts.ts';
import type { Caller } from '../../kit/caller.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { invariants } from './batch.invariants.ts';

const CREATE = `mutation ($filter: DisbursementBatchFilter!, $key: String!) {
  createDisbursementBatch(filter: $filter, idempotencyKey: $key) {
    batch { id status createdBy count sum destinationHash } waiting { because count sum } refusal { code message path } } }`;
const APPROVE = `mutation ($id: ID!) {
  approveDisbursementBatch(id: $id) { batch { id status approvedBy secondApprovedBy } refusal { code } } }`;
const REJECT = `mutation ($id: ID!, $reason: String!) {
  rejectDisbursementBatch(id: $id, reason: $reason) { batch { status rejectReason } refusal { code } } }`;
const READ = `query ($id: ID!) { disbursementBatch(id: $id) { status count sum progress { status count sum }
  withheld { because count sum } disbursements(first: 2) { nodes { status } pageInfo { hasNextPage } } } }`;

interface Answer {
  batch: Record<string, unknown> | null;
  waiting?: object[];
  refusal: { code: string } | null;
}

const open = async () => {
  const database = await paymentsDatabase();
  const ask = async (caller: Caller, source: string, variables: object) => {
    const { data, codes } = await askPayments(database, caller)(source, { ...variables });
    if (codes.length > 0) throw new Error(String(codes));
    return Object.values(JSON.parse(JSON.stringify(data)))[0] as Answer;
  };
  const create = (caller: Caller, filter: object = {}, key = uuidv7()) => ask(caller, CREATE, { filter, key });
  const approveNow = (caller: Caller, id: unknown) => ask(caller, APPROVE, { id });
  const approve = async (caller: Caller, id: unknown) => {
    await checkWallets(database);
    return approveNow(caller, id);
  };
  const statuses = () => database.query(`select status, count(*)::int from disbursement group by 1 order by 1`);
  const isBroken = async () => {
    const found = invariants.map(async ({ name, sql }) => ((await database.query(sql)).length > 0 ? [name] : []));
    return (await Promise.all(found)).flat();
  };
  return { ...database, database, ask, create, approve, approveNow, statuses, isBroken };
};

test('a batch has its control totals, and is approved by somebody else', async () => {
  const { database, ask, create, approve, statuses, isBroken } = await open();
  await makeDue(database, 5);
  const { batch } = await create(maker);
  const control = { status: 'PENDING', createdBy: 'maker', count: 5, sum: 3_000_000 };
  expect(batch).toEqual({
    ...control,
    id: expect.any(String),
    destinationHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(await approve(maker, batch?.id)).toEqual({ batch: null, refusal: { code: 'BATCH_SELF_APPROVAL' } });
  expect((await approve(checker, batch?.id)).batch).toMatchObject({ status: 'APPROVED', approvedBy: 'checker' });
  expect((await approve(second, batch?.id)).refusal?.code).toBe('BATCH_TRANSITION_ILLEGAL');
  expect(await statuses()).toEqual([{ status: 'APPROVED', count: 5 }]);
  expect(await ask(maker, READ, { id: batch?.id })).toEqual({
    status: 'APPROVED',
    count: 5,
    sum: 3_000_000,
    progress: [{ status: 'APPROVED', count: 5, sum: 3_000_000 }],
    withheld: [],
    disbursements: { nodes: [{ status: 'APPROVED' }, { status: 'APPROVED' }], pageInfo: { hasNextPage: true } },
  });
  expect(await isBroken()).toEqual([]);
});

test.each([
  ['a caller without the scope', callerWith('x', 'ledger:read'), {}, 'FORBIDDEN'],
  ['a wave that cannot be', maker, { wave: 0 }, 'BATCH_FILTER_MALFORMED'],
  ['a partner that cannot be', maker, { partner: "'; --" }, 'BATCH_FILTER_MALFORMED'],
  ['another wave', maker, { wave: 7 }, 'BATCH_EMPTY'],
  ['another partner', maker, { partner: 'ovo' }, 'BATCH_EMPTY'],
  ['another reason', maker, { entitlement: 'SURVEY' }, 'BATCH_EMPTY'],
] as const)('%s makes no batch', async (...[, caller, filter, code]) => {
  const { database, create, statuses } = await open();
  await makeDue(database, 1);
  expect((await create(caller, filter)).refusal?.code).toBe(code);
  expect(await statuses()).toEqual([{ status: 'DUE', count: 1 }]);
});

test('refusals are said in both languages', async () => {
  const { refusals } = await import('./batch.refusal.ts');
  const { refusals: ofOrders } = await import('../order/order.refusal.ts');
  const all = [...Object.values(refusals), ...Object.values(ofOrders)].map((refusal) => refusal('PAID' as never));
  for (const { text } of all) expect(text.en).not.toBe(text.id);
});

test('fifty calls under one key at once make one batch; another content under it is refused', async () => {
  const { database, create, query } = await open();
  await makeDue(database, 3);
  const key = uuidv7();
  const answers = await Promise.all(Array.from({ length: 50 }, () => create(maker, {}, key)));
  expect(new Set(answers.map(({ batch }) => batch?.id)).size).toBe(1);
  expect(await query('select count(*)::int from disbursement_batch')).toEqual([{ count: 1 }]);
  expect((await create(maker, { wave: 1001 }, key)).refusal?.code).toBe('IDEMPOTENCY_KEY_REUSED');
});

test('two batches at once share no payout, and approvals at once approve once', async () => {
  const { database, create, approve, query, isBroken } = await open();
  await makeDue(database, 40);
  const made = await Promise.all([create(maker), create(second), create(maker, { wave: 1001 })]);
  const counts = made.map(({ batch }) => (batch?.count as number | undefined) ?? 0);
  expect(counts.reduce((sum, count) => sum + count)).toBe(40);
  const [first] = made.flatMap(({ batch }) => (batch ? [batch] : []));
  const approvals = await Promise.all(Array.from({ length: 10 }, () => approve(checker, first?.id)));
  expect(approvals.filter(({ refusal }) => refusal === null).length).toBe(1);
  const doubled = 'select disbursement_id from disbursement_batch_item group by 1 having count(*) > 1';
  expect(await query(doubled)).toEqual([]);
  expect(await isBroken()).toEqual([]);
});

test('what the engine makes takes two people', async () => {
  const { database, approve, orm } = await open();
  await makeDue(database, 2);
  const anything = { wave: null, entitlement: null, partner: null };
  const { batch: id } = await batchesOf().createByEngine(orm.em.fork(), anything);
  expect((await approve(maker, id)).batch).toMatchObject({ status: 'PENDING', approvedBy: 'maker' });
  expect((await approve(maker, id)).refusal?.code).toBe('BATCH_SELF_APPROVAL');
  expect((await approve(checker, id)).batch).toMatchObject({ status: 'APPROVED', secondApprovedBy: 'checker' });
});

test('the database itself refuses the creator, a lone approver of the engine, and a change of items', async () => {
  const { database, create, query, orm } = await open();
  await makeDue(database, 2);
  const { batch } = await create(maker);
  const approveAs = (who: string, id: unknown) =>
    query(`update disbursement_batch set status = 'APPROVED', approved_by = $2, approved_at = now() where id = $1`, [
      id,
      who,
    ]);
  await expect(approveAs('maker', batch?.id)).rejects.toThrow('disbursement_batch_approver_ck');
  await expect(approveAs('checker', batch?.id)).rejects.toThrow('still asked about');
  await makeDue(database, 1);
  const anything = { wave: null, entitlement: null, partner: null };
  const { batch: made } = await batchesOf().createByEngine(orm.em.fork(), anything);
  await expect(approveAs('checker', made)).rejects.toThrow('disbursement_batch_approved_ck');
  await expect(query('update disbursement_batch_item set amount = 1')).rejects.toThrow('append-only');
  await expect(query('delete from disbursement_batch_item')).rejects.toThrow('append-only');
  await expect(query('truncate disbursement_withheld')).rejects.toThrow('append-only');
});

test('an account that was swapped before the approval is withheld; the others are approved', async () => {
  const { database, ask, create, approve, query, statuses } = await open();
  const [siti] = await makeDue(database, 3);
  const { batch } = await create(maker);
  await checkWallets(database);
  await query('update wallet set number_index = $2 where participant_id = $1', [siti, Buffer.alloc(16, 1)]);
  expect((await approve(checker, batch?.id)).batch).toMatchObject({ status: 'APPROVED' });
  expect(await statuses()).toEqual([
    { status: 'APPROVED', count: 2 },
    { status: 'REJECTED', count: 1 },
  ]);
  const { withheld } = (await ask(maker, READ, { id: batch?.id })) as unknown as { withheld: object[] };
  expect(withheld).toEqual([{ because: 'DESTINATION_CHANGED', count: 1, sum: 600_000 }]);
});

test('an amount that was edited by hand is found: the batch is not approved, and an invariant fires', async () => {
  const { database, create, approve, query, isBroken } = await open();
  await makeDue(database, 3);
  const { batch } = await create(maker);
  await query(`update disbursement set amount = 900000 where id = (select min(id::text)::uuid from disbursement)`);
  expect((await approve(checker, batch?.id)).refusal?.code).toBe('BATCH_ALTERED');
  expect(await isBroken()).toEqual(['a payout that waits in a batch is as it was put into it']);
});

test('a row that was deleted by hand is found', async () => {
  const { database, query, isBroken } = await open();
  await makeDue(database, 3);
  await approveAll(database);
  await query('delete from disbursement where id = (select min(id::text)::uuid from disbursement)');
  expect(await isBroken()).toEqual(['each item of a batch is a payout']);
});

test('a rejected batch pays nobody; its payouts are part of the next one', async () => {
  const { database, ask, create, statuses } = await open();
  await makeDue(database, 2);
  const { batch } = await create(maker);
  expect((await ask(checker, REJECT, { id: batch?.id, reason: 'x' })).refusal?.code).toBe('BATCH_REASON_MALFORMED');
  const rejected = await ask(checker, REJECT, { id: batch?.id, reason: 'Wrong wave.' });
  expect(rejected.batch).toEqual({ status: 'REJECTED', rejectReason: 'Wrong wave.' });
  expect((await ask(checker, REJECT, { id: uuidv7(), reason: 'Wrong.' })).refusal?.code).toBe('BATCH_UNKNOWN');
  expect(await statuses()).toEqual([{ status: 'REJECTED', count: 2 }]);
  expect((await create(maker)).batch).toMatchObject({ count: 2 });
});

test('whoever has no verified wallet is in no batch; whoever is frozen, ineligible or undecided waits, and is counted', async () => {
  const { database, create, query, isBroken } = await open();
  const [siti = '', budi = '', dewi = ''] = await makeDue(database, 4);
  const undecided = await makeDue(database, 2, { isUndecided: true });
  const [ayu = ''] = await makeDue(database, 1, { isUndecided: true, wave: 1002 });
  await query('update wallet set verified_at = null where participant_id = $1', [siti]);
  await query(`insert into participant_freeze values ($1, true, 'STUDENTS', now(), 1)`, [budi]);
  await decidePeople(database, [dewi], { isEligible: false });
  const made = await create(maker);
  expect(made.batch).toMatchObject({ count: 1, sum: 600_000 });
  expect(made.waiting).toEqual([
    { because: 'DECISION_STALE', count: 3, sum: 1_800_000 },
    { because: 'FROZEN', count: 1, sum: 600_000 },
    { because: 'INELIGIBLE', count: 1, sum: 600_000 },
  ]);
  const asked = `select data ->> 'wave' as wave, data -> 'participants' as people from event_outbox
    where type = 'payments.eligibility.requested' order by 1`;
  expect(await query(asked)).toEqual([
    { wave: '1001', people: undecided.toSorted() },
    { wave: '1002', people: [ayu] },
  ]);
  await decidePeople(database, [...undecided, ayu, dewi]);
  await query('update participant_freeze set is_frozen = false');
  expect(await create(maker)).toMatchObject({ batch: { count: 5 }, waiting: [] });
  expect(await isBroken()).toEqual([]);
});

test('when everybody waits for a decision there is no batch, and that is no refusal; each is asked about once', async () => {
  const { database, create, query } = await open();
  const people = await makeDue(database, 1_200, { isUndecided: true });
  const waiting = [{ because: 'DECISION_STALE', count: 1_200, sum: 720_000_000 }];
  const key = uuidv7();
  const calls = [create(maker, {}, key), create(second), create(second, { wave: 1001 })];
  for (const made of await Promise.all(calls)) expect(made).toEqual({ batch: null, waiting, refusal: null });
  const asked = `select jsonb_array_length(data -> 'participants') as count from event_outbox
    where type = 'payments.eligibility.requested' order by 1`;
  expect(await query(asked)).toEqual([{ count: 200 }, { count: 1_000 }]);
  await decidePeople(database, people);
  expect(await create(maker, {}, key)).toEqual({ batch: null, waiting, refusal: null });
  expect((await create(maker)).batch).toMatchObject({ count: 1_200 });
});

test('a decision that has run out, or is about another wave, puts nobody into a batch', async () => {
  const { database, create, query } = await open();
  const [siti = '', budi = ''] = await makeDue(database, 2);
  await decidePeople(database, [siti], { forMs: 1_000, at: new Date(Date.now() - 60_000) });
  await query('update eligibility_decision set wave_number = 1002 where participant_id = $1', [budi]);
  const waiting = [{ because: 'DECISION_STALE', count: 2, sum: 1_200_000 }];
  expect(await create(maker)).toEqual({ batch: null, waiting, refusal: null });
});

test('batches are shown to who may read the ledger, page by page', async () => {
  const { database, create, approve } = await open();
  for (let made = 0; made < 3; made += 1) {
    await makeDue(database, 1);
    await create(maker);
  }
  const source = `query ($after: String, $status: DisbursementBatchStatus) {
    disbursementBatches(first: 2, after: $after, status: $status) { nodes { id } pageInfo { hasNextPage endCursor } } }`;
  const ask = askPayments(database, maker);
  type Page = {
    disbursementBatches: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  };
  const first = (await ask(source, {})).data as unknown as Page;
  const { nodes, pageInfo } = first.disbursementBatches;
  expect([nodes.length, pageInfo.hasNextPage]).toEqual([2, true]);
  const next = (await ask(source, { after: pageInfo.endCursor })).data as unknown as Page;
  expect(next.disbursementBatches.nodes.length).toBe(1);
  await approve(checker, nodes[0]?.id);
  const approved = (await ask(source, { status: 'APPROVED' })).data as unknown as Page;
  expect(approved.disbursementBatches.nodes).toEqual([{ id: nodes[0]?.id }]);
  expect((await askPayments(database, callerWith('x', 'self'))(source, {})).codes).toEqual(['FORBIDDEN']);
});
