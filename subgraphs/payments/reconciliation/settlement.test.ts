import { expect, test } from 'vitest';
import { inheritedEnv } from '../../../scripts/env.ts';
import { callerWith, expectInvariants } from '../../../tests/testkit/payments.ts';
import {
  type CsvRow,
  csvOf,
  DAY,
  officer,
  openSettlement,
  referenceOf,
  type Settlement,
} from '../../../tests/testkit/settlement.ts';
import { invariants } from './reconciliation.invariants.ts';

const expectSettled = async ({ database }: Settlement) => {
  await expectInvariants(database);
  for (const { name, sql } of invariants)
    expect({ name, broken: await database.query(sql) }).toEqual({ name, broken: [] });
};

const balances = async ({ database }: Settlement) =>
  Object.fromEntries(
    (
      await database.query<{ code: string; sum: string }>(
        `select account_code as code, sum(amount)::text as sum from posting
        where account_code in ('WALLET_CLEARING', 'PARTNER_DEPOSIT', 'SUSPENSE') group by 1 order by 1`,
      )
    ).map(({ code, sum }) => [code, Number(sum)]),
  );

const found = ({ database }: Settlement) =>
  database.query<{ kind: string; reference: string; fact: string; status: string }>(
    'select kind, reference, fact, status from settlement_difference order by id',
  );

const rowsTo = (count: number): CsvRow[] =>
  Array.from({ length: count }, (_, index) => ({ reference: referenceOf(index + 1) }));

/** R12 says 100,000: `SETTLEMENT_ROWS=100000 npm test -- subgraphs/payments/reconciliation/settlement`. */
const ROWS = Number(inheritedEnv().SETTLEMENT_ROWS ?? 20_000);

test('R12: of many rows with 50 planted differences 50 are found, and none else', async () => {
  const settlement = await openSettlement();
  const { database, seed, importFile } = settlement;
  await seed({ count: ROWS, waves: 7 });
  const rows = rowsTo(ROWS);
  const planted = new Map<string, string>();
  const at = (nth: number) => rows[nth * Math.floor(ROWS / 53)] as CsvRow;
  // Amounts up and down by one rupiah and more, other ends, what is left out, and what nobody ordered.
  for (let nth = 0; nth < 15; nth += 1) {
    at(nth).amount = 600_000n + BigInt(nth % 2 ? nth + 1 : -nth - 1);
    planted.set(at(nth).reference, 'AMOUNT_DIFFERS');
  }
  for (let nth = 15; nth < 25; nth += 1) {
    at(nth).status = nth % 2 ? 'FAILED' : 'RETURNED';
    planted.set(at(nth).reference, 'STATUS_DIFFERS');
  }
  const missing = new Set(Array.from({ length: 15 }, (_, index) => at(25 + index).reference));
  for (const reference of missing) planted.set(reference, 'MISSING');
  const extra = Array.from({ length: 10 }, (_, index) => ({ reference: referenceOf(900_000 + index) }));
  for (const { reference } of extra) planted.set(reference, 'EXTRA');
  expect(planted.size).toBe(50);
  // Not in the order of the ledger.
  const sent = [...rows.filter(({ reference }) => !missing.has(reference)), ...extra].reverse();

  const startedAt = performance.now();
  const { file, refusal } = await importFile({ text: csvOf({ rows: sent }) });
  const seconds = (performance.now() - startedAt) / 1_000;
  console.info(`${ROWS} rows in ${seconds.toFixed(1)} s`);
  expect(refusal).toBeNull();
  expect(file?.id).toBeTruthy();
  const [done] = await database.query('select status, line_count, matched from settlement_file');
  expect(done).toEqual({ status: 'DONE', line_count: ROWS - 5, matched: ROWS - 40 });
  const differences = await found(settlement);
  expect(new Map(differences.map(({ reference, kind }) => [reference, kind]))).toEqual(planted);
  expect(differences).toHaveLength(50);
  expect(await balances(settlement)).toEqual({
    PARTNER_DEPOSIT: (ROWS - 40) * 600_000,
    WALLET_CLEARING: 40 * 600_000,
  });
  await expectSettled(settlement);
  expect(seconds).toBeLessThan(120);
}, 300_000);

test('a file is posted once: it is answered as before, another of its day or its message id is refused', async () => {
  const settlement = await openSettlement();
  const { seed, importFile, database } = settlement;
  await seed({ count: 3 });
  await seed({ count: 1, at: '2026-11-25T03:00:00Z', from: 10, fromWave: 3_000 });
  const text = csvOf({ rows: rowsTo(3) });
  const first = await importFile({ text });
  expect(first.file).toMatchObject({ lines: 3, matched: 3, matchedSum: 1_800_000, fees: 7_500 });
  const again = await importFile({ text });
  expect(again.file?.id).toBe(first.file?.id);
  expect((await importFile({ text: csvOf({ rows: rowsTo(2) }) })).refusal?.code).toBe(
    'SETTLEMENT_DAY_ALREADY_IMPORTED',
  );
  expect((await importFile({ text, date: '2026-11-25' })).refusal?.code).toBe('SETTLEMENT_FILE_ALREADY_IMPORTED');
  const repeated = csvOf({ rows: [{ reference: referenceOf(11) }], day: '2026-11-25' });
  expect((await importFile({ text: repeated, date: '2026-11-25' })).file).toMatchObject({
    status: 'REFUSED',
    refusal: 'MESSAGE_REPEATED',
    matched: 0,
  });
  const right = csvOf({ rows: [{ reference: referenceOf(11) }], day: '2026-11-25', messageId: 'MSG-2' });
  expect((await importFile({ text: right, date: '2026-11-25' })).file).toMatchObject({ matched: 1 });
  expect(await balances(settlement)).toEqual({ PARTNER_DEPOSIT: 2_400_000, WALLET_CLEARING: 0 });
  expect(await database.query(`select count(*)::int from journal_entry where kind = 'RECONCILE'`)).toEqual([
    { count: 2 },
  ]);
  await expectSettled(settlement);
});

test('two officers who import one file at once post it once', async () => {
  const settlement = await openSettlement();
  const { seed, importFile } = settlement;
  await seed({ count: 200, waves: 3 });
  const text = csvOf({ rows: rowsTo(200) });
  const calls = await Promise.all(Array.from({ length: 6 }, () => importFile({ text })));
  expect(new Set(calls.map(({ file }) => file?.id)).size).toBe(1);
  expect(await balances(settlement)).toEqual({ PARTNER_DEPOSIT: 200 * 600_000, WALLET_CLEARING: 0 });
  await expectSettled(settlement);
});

test('what one day misses and the next one has is found, and a second payment is not passed over', async () => {
  const settlement = await openSettlement();
  const { seed, importFile } = settlement;
  await seed({ count: 3 });
  await importFile({ text: csvOf({ rows: rowsTo(2) }) });
  expect(await found(settlement)).toEqual([
    { kind: 'MISSING', reference: referenceOf(3), fact: 'PAID', status: 'OPEN' },
  ]);
  const next = csvOf({
    rows: [{ reference: referenceOf(3) }, { reference: referenceOf(1) }],
    day: '2026-11-27',
    messageId: 'MSG-2',
  });
  await importFile({ text: next, date: '2026-11-27' });
  expect(await found(settlement)).toEqual([
    { kind: 'MISSING', reference: referenceOf(3), fact: 'PAID', status: 'FOUND' },
    { kind: 'EXTRA', reference: referenceOf(1), fact: 'PAID', status: 'OPEN' },
  ]);
  expect(await balances(settlement)).toEqual({ PARTNER_DEPOSIT: 1_800_000, WALLET_CLEARING: 0 });
  await expectSettled(settlement);
});

test('an order that the partner paid before we knew is matched when its end is known', async () => {
  const settlement = await openSettlement();
  const { database, seed, importFile } = settlement;
  await seed({ count: 1 });
  const orderIs = (state: string, ended: string | null) =>
    database.query(
      `begin; set local session_replication_role = replica;
        update disbursement_order set state = '${state}', ended_at = ${ended ? `'${ended}'` : 'null'}; commit`,
    );
  await orderIs('SUSPECT', null);
  await importFile({ text: csvOf({ rows: rowsTo(1) }) });
  expect(await found(settlement)).toMatchObject([{ kind: 'STATUS_DIFFERS', status: 'OPEN' }]);
  await orderIs('PAID', '2026-11-27T03:00:00Z');
  await importFile({ text: csvOf({ rows: [], day: '2026-11-27', messageId: 'MSG-2' }), date: '2026-11-27' });
  expect(await found(settlement)).toMatchObject([{ kind: 'STATUS_DIFFERS', status: 'FOUND' }]);
  expect(await balances(settlement)).toEqual({ PARTNER_DEPOSIT: 600_000, WALLET_CLEARING: 0 });
  await expectSettled(settlement);
});

test('the reconciliation of a day shows totals, counts and pages of differences, with a scope alone', async () => {
  const settlement = await openSettlement();
  const { ask, seed, importFile } = settlement;
  await seed({ count: 5 });
  const rows = [...rowsTo(3), { reference: 'PK-UNKNOWN' }];
  rows[0] = { reference: referenceOf(1), amount: 599_999n };
  await importFile({ text: csvOf({ rows }) });
  const REPORT = `query ($after: String) { reconciliation(date: "${DAY}", partner: "gopay") {
    date partner { code } paid paidSum returned file { status matched matchedSum partner { name } }
    counts { kind count open }
    differences(first: 3, after: $after) { nodes { kind reference line fact ledgerAmount fileAmount status }
      pageInfo { hasNextPage endCursor } } } }`;
  type Answer = { reconciliation: { differences: { pageInfo: { endCursor: string } } } };
  const { data, errors } = await ask<Answer>(officer, REPORT);
  expect(errors).toEqual([]);
  expect(data.reconciliation).toMatchObject({
    date: DAY,
    partner: { code: 'gopay' },
    paid: 5,
    paidSum: 3_000_000,
    returned: 0,
    file: { status: 'DONE', matched: 2, matchedSum: 1_200_000, partner: { name: 'GoPay' } },
    counts: [
      { kind: 'MISSING', count: 2, open: 2 },
      { kind: 'EXTRA', count: 1, open: 1 },
      { kind: 'AMOUNT_DIFFERS', count: 1, open: 1 },
      { kind: 'STATUS_DIFFERS', count: 0, open: 0 },
    ],
    differences: {
      nodes: [
        { kind: 'AMOUNT_DIFFERS', line: 3, ledgerAmount: 600_000, fileAmount: 599_999, status: 'OPEN' },
        { kind: 'EXTRA', reference: 'PK-UNKNOWN', line: 6, ledgerAmount: null },
        { kind: 'MISSING', reference: referenceOf(4), line: null, fileAmount: null },
      ],
      pageInfo: { hasNextPage: true },
    },
  });
  const { endCursor: after } = data.reconciliation.differences.pageInfo;
  expect((await ask<Answer>(officer, REPORT, { variables: { after } })).data.reconciliation.differences).toMatchObject({
    nodes: [{ kind: 'MISSING', reference: referenceOf(5) }],
    pageInfo: { hasNextPage: false },
  });
  const stranger = callerWith('somebody', 'self');
  expect((await ask(stranger, REPORT)).codes).toEqual(['FORBIDDEN']);
  expect((await ask(stranger, '{ settlementFiles(first: 1) { nodes { id } } }')).codes).toEqual(['FORBIDDEN']);
  const list = await ask(officer, '{ settlementFiles(first: 5, partner: "gopay") { nodes { date lines } } }');
  expect(list.data).toEqual({ settlementFiles: { nodes: [{ date: DAY, lines: 4 }] } });
});

test('a payout that came back is reconciled twice: as paid on its day, as returned on that of its return', async () => {
  const settlement = await openSettlement();
  const { database, seed, importFile } = settlement;
  await seed({ count: 2 });
  await importFile({ text: csvOf({ rows: rowsTo(2) }) });
  await database.query(
    `begin; set local session_replication_role = replica;
      update disbursement_order set state = 'RETURNED', returned_at = '2026-11-27T03:00:00Z'; commit`,
  );
  const rows = [{ reference: referenceOf(1), status: 'RETURNED' }];
  await importFile({ text: csvOf({ rows, day: '2026-11-27', messageId: 'MSG-2' }), date: '2026-11-27' });
  expect(await balances(settlement)).toMatchObject({ PARTNER_DEPOSIT: 600_000 });
  expect(await found(settlement)).toEqual([
    { kind: 'MISSING', reference: referenceOf(2), fact: 'RETURNED', status: 'OPEN' },
  ]);
});

test('a bank statement is matched as a partner’s own file is', async () => {
  const settlement = await openSettlement();
  const { seed, importFile } = settlement;
  await seed({ count: 2, partner: 'bni' });
  const text = [
    ':20:BNI2611260001',
    ':25:0123456789',
    ':60F:C261125IDR5000000,',
    `:61:261126D600000,NTRF${referenceOf(1)}`,
    ':61:261126D7500,NCHGNONREF',
    ':62F:C261126IDR4392500,',
  ].join('\n');
  const { file } = await importFile({ text, partner: 'bni', format: 'MT940' });
  expect(file).toMatchObject({ status: 'DONE', lines: 1, matched: 1, fees: 7_500 });
  expect(await found(settlement)).toMatchObject([{ kind: 'MISSING', reference: referenceOf(2) }]);
  await expectSettled(settlement);
});
