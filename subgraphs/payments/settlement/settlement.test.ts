import { expect, test } from 'vitest';
import { checker, maker, openSettlements } from '../../../tests/testkit/settlements.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { refusals } from './settlement.refusal.ts';
import { SettlementService } from './settlement.service.ts';

const shop = await openSettlements();
const { sell, create, approve, reject, books, settlementOf, broken, newParties, query } = shop;

/** Sells, settles and approves. @returns the seats, and the run's id */
const settled = async (prices: readonly bigint[], parties: ReturnType<typeof newParties>) => {
  const seats = await sell(prices, parties);
  const { run } = await create();
  expect((await approve(run?.id)).run).toMatchObject({ status: 'DONE' });
  return { seats, id: run?.id };
};

test('what was captured is settled once with institution and platform, by two people', async () => {
  const parties = newParties();
  const [first] = await sell([600_000n, 400_001n], parties);
  const { run } = await create();
  const control = { status: 'PENDING', lineCount: 4, sales: 1_000_001, refunds: 0, paid: 1_000_001 };
  expect(run).toEqual({ id: expect.any(String), createdBy: 'maker', settlementCount: 2, ...control });
  expect((await approve(run?.id, maker)).refusal?.code).toBe('SETTLEMENT_SELF_APPROVAL');
  expect(await books(parties.institution)).toEqual({ INSTITUTION_PAYABLE: 850_001 });
  expect((await approve(run?.id)).run).toEqual({
    status: 'DONE',
    paid: 1_000_001,
    withheldCount: 0,
    withheldSum: 0,
    approvedBy: 'checker',
    doneAt: expect.any(String),
  });
  expect((await approve(run?.id)).refusal?.code).toBe('SETTLEMENT_TRANSITION_ILLEGAL');
  expect(await books(parties.institution)).toEqual({ INSTITUTION_PAYABLE: 0, PAID_OUT: 850_001 });
  expect(await books(parties.platform)).toEqual({ COMMISSION: 0, PAID_OUT: 150_000 });
  const trace = `query ($id: ID!) { rupiahTrace(participant: $id) { institutions commission other residual } }`;
  const { data } = await shop.ask(maker, trace, { id: first?.participant });
  expect(data).toEqual({ rupiahTrace: { institutions: 510_000, commission: 90_000, other: 0, residual: 0 } });
  expect(await broken()).toEqual([]);
});

test('a refund before the settlement takes off what is payable; one after it is claimed, and netted from the next', async () => {
  const parties = newParties();
  const { seats } = await settled([600_000n, 300_000n], parties);
  const [early] = await sell([100_000n], parties);
  if (early) await shop.cancelled(early);
  await shop.cancelled(...seats);
  expect(await books(parties.institution)).toEqual({
    INSTITUTION_PAYABLE: 0,
    PAID_OUT: 765_000,
    RECEIVABLE: -765_000,
  });
  expect(await broken()).toEqual([]);
  await settled([500_000n], parties);
  const less = { sales: 425_000, refunds: 765_000, brought: 0, netted: 425_000, paid: 0, carried: 340_000 };
  expect(await settlementOf(parties.institution)).toEqual(less);
  await settled([1_000_000n], parties);
  const rest = { sales: 850_000, refunds: 0, brought: 340_000, netted: 340_000, paid: 510_000, carried: 0 };
  expect(await settlementOf(parties.institution)).toEqual(rest);
  expect(await books(parties.institution)).toEqual({ INSTITUTION_PAYABLE: 0, PAID_OUT: 1_275_000, RECEIVABLE: 0 });
  const traces = `query ($id: ID!) { rupiahTrace(participant: $id) { available institutions other residual } }`;
  const { data } = await shop.ask(maker, traces, { id: seats[0]?.participant });
  expect(data).toMatchObject({ rupiahTrace: { other: -600_000, residual: 0 } });
  expect(await broken()).toEqual([]);
});

test('what was refunded between the proposal and the approval is withheld', async () => {
  const parties = newParties();
  const [gone, kept] = await sell([600_000n, 200_000n], parties);
  const { run } = await create();
  if (gone) await shop.cancelled(gone);
  expect((await approve(run?.id)).run).toMatchObject({ status: 'DONE', paid: 200_000, withheldCount: 2 });
  expect(await books(parties.institution)).toEqual({ INSTITUTION_PAYABLE: 0, PAID_OUT: 170_000 });
  expect(kept).toBeDefined();
  expect(await broken()).toEqual([]);
});

test('refunds and approvals at one moment: each refund is withheld or claimed, never both or neither', async () => {
  const parties = newParties();
  const seats = await sell(
    Array.from({ length: 8 }, () => 100_000n),
    parties,
  );
  const { run } = await create();
  const racing = [approve(run?.id), ...seats.slice(0, 6).map((seat) => shop.cancelled(seat)), approve(run?.id)];
  await Promise.all(racing);
  const { RECEIVABLE = 0, PAID_OUT = 0, INSTITUTION_PAYABLE } = await books(parties.institution);
  expect([PAID_OUT + RECEIVABLE, INSTITUTION_PAYABLE]).toEqual([170_000, 0]);
  expect(await broken()).toEqual([]);
  // What is claimed is netted by the next run; of what was withheld there is none.
  const rest = await create();
  if (rest.run) expect((await approve(rest.run.id)).run).toMatchObject({ status: 'DONE', paid: 0 });
  expect(await broken()).toEqual([]);
});

test('a period has one run, however often and by however many it is made', async () => {
  await sell([300_000n], newParties());
  const first = await create();
  const until = shop.yesterday();
  const again = await Promise.all(Array.from({ length: 10 }, () => shop.createUntil(until, checker)));
  expect(new Set(again.map(({ run }) => run?.id))).toEqual(new Set([first.run?.id]));
  await sell([300_000n], newParties());
  expect((await create()).refusal?.code).toBe('SETTLEMENT_RUN_OPEN');
  expect((await reject(first.run?.id, 'x')).refusal?.code).toBe('SETTLEMENT_REASON_MALFORMED');
  expect((await reject(first.run?.id)).run).toMatchObject({ status: 'REJECTED', rejectedBy: 'checker' });
  const second = await create();
  expect(second.run).toMatchObject({ lineCount: 4, sales: 600_000 });
  expect((await approve(second.run?.id)).run).toMatchObject({ status: 'DONE' });
  expect((await create()).refusal?.code).toBe('NOTHING_TO_SETTLE');
  expect(await broken()).toEqual([]);
});

test.each([
  ['FORBIDDEN', () => shop.createUntil('2026-01-01', callerOf('officer', 'ledger:read'))],
  ['FORBIDDEN', () => approve(uuidv7(), callerOf('officer', 'payout:create'))],
  ['FORBIDDEN', () => reject(uuidv7(), 'Salah.', callerOf('officer', 'payout:create'))],
  ['SETTLEMENT_PERIOD_INVALID', () => shop.createUntil('2999-01-01')],
  ['SETTLEMENT_PERIOD_INVALID', () => shop.createUntil('2001-01-01')],
  ['SETTLEMENT_RUN_UNKNOWN', () => approve('no-such-run')],
  ['SETTLEMENT_RUN_UNKNOWN', () => reject(uuidv7())],
] as const)('%s: nothing is settled', async (code, call) => {
  const before = await query('select count(*)::int from journal_entry');
  expect((await call()).refusal?.code).toBe(code);
  expect(await query('select count(*)::int from journal_entry')).toEqual(before);
});

test('refusals are said in both languages', () => {
  for (const refusal of Object.values(refusals)) expect(refusal().text.en).not.toBe(refusal().text.id);
});

test('a run is gathered and posted in parts, by two processes that are stopped and go on', async () => {
  const parties = newParties();
  await sell(
    Array.from({ length: 7 }, (_, index) => BigInt(100_000 + index)),
    parties,
  );
  shop.clock.advance(86_400_000);
  const works = [shop.workOf(2), shop.workOf(3)];
  const service = new SettlementService({ work: { attend: async () => undefined }, now: shop.clock.now });
  const em = () => shop.database.orm.em.fork();
  const facts = { caller: maker, requestId: 'request-0001' };
  const id = await service.create(em(), shop.yesterday(), facts);
  await Promise.all(works.map((work) => work.tick()));
  expect((await query('select line_count, sales::int from settlement_run where id = $1', [id]))[0]).toEqual({
    line_count: 14,
    sales: 700_021,
  });
  await service.approve(em(), id, { caller: checker });
  const stopped = shop.workOf(2);
  // Stops after the part that is under way.
  await Promise.all([stopped.tick(), stopped.stop()]);
  expect(await broken()).toEqual([]);
  await Promise.all(works.map((work) => work.tick()));
  expect(await query('select status from settlement_run where id = $1', [id])).toEqual([{ status: 'DONE' }]);
  const parts = await query(
    'select sum(amount)::int from posting join journal_entry on id = entry_id where party = $1',
    [parties.institution],
  );
  expect(parts).toEqual([{ sum: 595_021 }]);
  expect(await books(parties.institution)).toEqual({ INSTITUTION_PAYABLE: 0, PAID_OUT: 595_021 });
  expect(await broken()).toEqual([]);
});

const LIST = `query ($first: Int!, $after: String) { settlements(first: $first, after: $after) {
  nodes { id kind organizationId paid status } pageInfo { hasNextPage endCursor } } }`;
const ONE = `query ($id: ID!) { settlement(id: $id) { paid purchases(first: 2) {
  nodes { purchaseId kind price amount invoice } pageInfo { hasNextPage } } } }`;

interface Page {
  settlements: { nodes: { id: string; organizationId: string }[]; pageInfo: { endCursor: string | null } };
}

test('an institution and a platform see their own settlements once they are approved; the treasury sees all', async () => {
  const parties = newParties();
  await sell([600_000n, 500_000n, 400_000n], parties);
  const { run } = await create();
  const provider = (org: string | null) => ({ ...callerOf('client', 'course:publish'), org });
  const read = async (org: string | null) => shop.ask<Page>(provider(org), LIST, { first: 5 });
  expect((await read(parties.platform)).data.settlements.nodes).toEqual([]);
  await approve(run?.id);
  for (const [party, kind, paid] of [
    [parties.platform, 'PLATFORM', 225_000],
    [parties.institution, 'INSTITUTION', 1_275_000],
  ] as const) {
    const { data, statements } = await read(party);
    expect([data.settlements.nodes, statements]).toMatchObject([[{ kind, paid, organizationId: party }], 1]);
    const id = data.settlements.nodes[0]?.id;
    const lines = [{ kind: 'SALE', price: expect.any(Number) }, { kind: 'SALE' }];
    const found = { settlement: { paid, purchases: { nodes: lines, pageInfo: { hasNextPage: true } } } };
    for (const caller of [provider(party), maker])
      expect(await shop.ask(caller, ONE, { id })).toMatchObject({ data: found, codes: [], statements: 2 });
    for (const stranger of [
      provider(uuidv7()),
      provider(party === parties.platform ? parties.institution : parties.platform),
    ])
      expect((await shop.ask(stranger, ONE, { id })).data).toEqual({ settlement: null });
    for (const other of [provider(null), callerOf('siti', 'self')])
      expect((await shop.ask(other, ONE, { id })).codes).toEqual(['FORBIDDEN']);
  }
  const all = await shop.ask<Page>(maker, LIST, { first: 1 });
  expect(all.data.settlements.nodes).toHaveLength(1);
  const after = all.data.settlements.pageInfo.endCursor;
  const next = await shop.ask<Page>(maker, LIST, { first: 1, after });
  expect(next.data.settlements.nodes[0]?.id).not.toBe(all.data.settlements.nodes[0]?.id);
  const runs = `query ($id: ID!) { settlementRuns(first: 1) { nodes { id } } settlementRun(id: $id) { settlementCount }
    settlements(first: 1, run: $id) { nodes { organizationId } pageInfo { hasNextPage } } }`;
  expect((await shop.ask(maker, runs, { id: run?.id })).data).toMatchObject({
    settlementRuns: { nodes: [{ id: run?.id }] },
    settlementRun: { settlementCount: 2 },
    settlements: { pageInfo: { hasNextPage: true } },
  });
  expect((await shop.ask(provider(parties.platform), runs, { id: run?.id })).codes).toContain('FORBIDDEN');
});
