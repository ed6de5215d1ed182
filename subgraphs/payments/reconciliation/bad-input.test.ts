import { renameSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Books } from '../../../scripts/simulators/books.ts';
import { camt053, type Format, mt940 } from '../../../scripts/simulators/settlement/formats.ts';
import { rowsOf, totalsOf } from '../../../scripts/simulators/settlement/rows.ts';
import { reconciliationRows } from '../../../tests/testkit/access-reconciliation.ts';
import { callerWith } from '../../../tests/testkit/payments.ts';
import {
  csvOf,
  DAY,
  openSettlement,
  PARTNER,
  referenceOf,
  type Settlement,
} from '../../../tests/testkit/settlement.ts';
import { invariants as ofBatches } from '../batch/batch.invariants.ts';
import { type FileFaultCode, faultText } from './file.fault.ts';
import { loadFile } from './file.load.ts';
import { RUNNING_FILE } from './file.statement.ts';
import { invariants } from './reconciliation.invariants.ts';

const rows = [{ reference: referenceOf(1) }, { reference: referenceOf(2) }];
const text = csvOf({ rows });

const kept = async ({ database }: Settlement) =>
  (
    await database.query(
      `select (select count(*)::int from journal_entry where kind = 'RECONCILE') as entries,
        (select count(*)::int from settlement_line) as lines, (select count(*)::int from reconciled_order) as claims,
        (select count(*)::int from settlement_difference) as differences`,
    )
  )[0];

const nothing = { entries: 0, lines: 0, claims: 0, differences: 0 };

type BadFile = [code: FileFaultCode, line: number | null, broken: string | Buffer];

const badCsv: BadFile[] = [
  ['SUM_DIFFERS', 5, csvOf({ rows, sum: 1_200_001n })],
  ['COUNT_DIFFERS', 5, csvOf({ rows, count: 1 })],
  ['TRAILER_MISSING', 5, text.slice(0, text.indexOf('TRAILER'))],
  ['TRAILER_MALFORMED', 5, text.replace('TRAILER,2', 'TRAILER,two')],
  ['CONTENT_AFTER_TRAILER', 6, `${text}${text}`],
  ['PARTNER_DIFFERS', 1, csvOf({ rows, partner: 'dana' })],
  ['DATE_DIFFERS', null, csvOf({ rows, day: '2026-11-25' })],
  ['AMOUNT_MALFORMED', 3, text.replace('600000', '600000.00')],
  ['AMOUNT_MALFORMED', 3, text.replace('600000', '0')],
  ['AMOUNT_MALFORMED', 3, text.replace('600000', '-600000')],
  ['AMOUNT_MALFORMED', 3, text.replace('600000', '6e5')],
  ['AMOUNT_MALFORMED', 3, text.replace('600000', '9'.repeat(30))],
  ['AMOUNT_MALFORMED', 3, text.replace('600000', 'USD600000')],
  ['FEE_MALFORMED', 3, text.replace('2500', '-1')],
  ['STATUS_UNKNOWN', 3, text.replace('PAID', 'SUKSES')],
  ['STATUS_UNKNOWN', 3, text.replace('PAID', '__proto__')],
  ['TIME_MALFORMED', 3, text.replace('+07:00', '')],
  ['REFERENCE_MALFORMED', 4, text.replace(referenceOf(2), '=HYPERLINK(1)')],
  ['REFERENCE_MALFORMED', 4, text.replace(referenceOf(2), "x'; drop table posting; --")],
  ['ROW_MALFORMED', 4, text.replace(`${referenceOf(2)},`, '')],
  ['COLUMNS_MALFORMED', 2, text.replace('fee\n', 'biaya\n')],
  ['HEADER_MALFORMED', 1, text.slice(text.indexOf('\n') + 1)],
  ['FILE_NOT_TEXT', 1, Buffer.from(text, 'utf16le')],
  ['FILE_NOT_TEXT', 1, Buffer.from(text.replace('MSG-1', 'MSG-\u00e9'), 'latin1')],
  ['FILE_EMPTY', null, ''],
  ['LINE_TOO_LONG', 3, text.replace(referenceOf(1), 'P'.repeat(5_000))],
  ['LINE_TOO_LONG', 3, text.replace(referenceOf(1), 'P'.repeat(5_000_000))],
];

/** A day of two payments as the simulator of a bank writes it. */
const statementOf = async (format: Format): Promise<string> => {
  const { books } = await Books.open({});
  for (const { reference } of rows) {
    books.move({ partner: PARTNER, reference, account: '0811', amount: '600000' }, Date.parse(`${DAY}T03:00:00Z`));
  }
  const options = { books, partner: PARTNER, day: DAY, fee: 0, faults: [], seed: 1, isStatement: true };
  const facts = {
    options,
    totals: await totalsOf(options),
    messageId: 'BANK-1',
    account: '0123456789',
    isSumBroken: false,
  };
  let written = '';
  for await (const piece of format(facts, rowsOf(options))) written += piece;
  return written;
};

const badMt940 = (right: string): BadFile[] => [
  ['NOT_A_STATEMENT', 1, text],
  ['BALANCE_DIFFERS', 10, right.replace(/(:62F:C\d{6}IDR)\d/, '$18')],
  ['CURRENCY_UNKNOWN', 5, right.replace(/IDR/, 'SGD')],
  ['AMOUNT_MALFORMED', 6, right.replace('D600000,00', 'D600000,50')],
  ['ROW_MALFORMED', 6, right.replace('D600000,00', 'D-600000,00')],
  ['REFERENCE_MALFORMED', 6, right.replace('/EREF/', '/PREF/')],
  ['TRAILER_MISSING', 10, right.slice(0, right.indexOf(':62F:'))],
];

const entity = (name: string, value: string) => `<!DOCTYPE Document [<!ENTITY ${name} ${value}>]>\n<Document`;
const deep = `<Stmt>${'<a>'.repeat(40)}${'</a>'.repeat(40)}`;

const badCamt = (right: string): BadFile[] => [
  ['XML_MALFORMED', null, text],
  ['XML_MALFORMED', null, right.replace('<Document', entity('a', '"aaaaaaaaaa"'))],
  ['XML_MALFORMED', null, right.replace('<Document', entity('secret', 'SYSTEM "file:///etc/passwd"'))],
  ['XML_MALFORMED', null, right.replace('BANK-1', '&lol9;')],
  ['XML_MALFORMED', null, right.replace('<Stmt>', deep)],
  ['XML_MALFORMED', null, right.slice(0, -30)],
  ['XML_MALFORMED', null, Buffer.from(right, 'utf16le')],
  ['FILE_NOT_TEXT', null, Buffer.from(right.replace('BANK-1', 'BANK-\u00e9'), 'latin1')],
  ['LINE_TOO_LONG', null, right.replace('BANK-1', 'B'.repeat(100_000))],
  ['LINE_TOO_LONG', null, right.replace('<Ntry>', `<Ntry a="${'b'.repeat(2_000_000)}">`)],
  ['CURRENCY_UNKNOWN', null, right.replace('Ccy="IDR"', 'Ccy="USD"')],
  ['AMOUNT_MALFORMED', null, right.replace('>600000.00', '>-600000.00')],
  ['COUNT_DIFFERS', null, right.replace('<NbOfNtries>2', '<NbOfNtries>3')],
  ['SUM_DIFFERS', null, right.replace('<Sum>1200000', '<Sum>1200001')],
  ['NOT_A_STATEMENT', null, right.replaceAll('BkToCstmrStmt', 'CstmrPmtStsRpt')],
];

test('bad files of every kind are refused as a whole, with code and line, and nothing is posted', async () => {
  const settlement = await openSettlement();
  await settlement.seed({ count: 2 });
  const [ofSwift, ofIso] = await Promise.all([statementOf(mt940), statementOf(camt053)]);
  const bad = [
    ...badCsv.map((each) => ({ format: 'CSV', each })),
    ...badMt940(ofSwift).map((each) => ({ format: 'MT940', each })),
    ...badCamt(ofIso).map((each) => ({ format: 'CAMT053', each })),
  ];
  expect(bad.length).toBeGreaterThan(45);
  for (const [index, { format, each }] of bad.entries()) {
    const [code, line, broken] = each;
    const { file, refusal } = await settlement.importFile({ text: broken, format });
    const wanted = { status: 'REFUSED', refusal: code, matched: 0, refusalMessage: faultText(code).en };
    expect([index, format, refusal, file]).toEqual([index, format, null, expect.objectContaining(wanted)]);
    if (format !== 'CAMT053') expect([index, code, file?.refusalLine]).toEqual([index, code, line]);
    expect(await kept(settlement)).toEqual(nothing);
  }
  // None keeps anybody from sending the right one, for which the message is the same; then its message id is taken.
  expect((await settlement.importFile({ text, language: 'id' })).file).toMatchObject({ status: 'DONE', matched: 2 });
  const repeated = csvOf({ rows: [{ reference: referenceOf(9) }], day: '2026-11-25' });
  const again = await settlement.importFile({ text: repeated, date: '2026-11-25' });
  expect(again.file).toMatchObject({ status: 'REFUSED', refusal: 'MESSAGE_REPEATED', matched: 0 });
});

test('a refused file says why in Indonesian too; another hash, or a file that is gone, is named so', async () => {
  const settlement = await openSettlement();
  const { importFile, put, directory, seed } = settlement;
  await seed({ count: 2 });
  const { file } = await importFile({ text: csvOf({ rows, count: 9 }), language: 'id' });
  expect(file?.refusalMessage).toBe(faultText('COUNT_DIFFERS').id);
  put('other.csv', csvOf({ rows, count: 8 }));
  const other = await importFile({ file: 'other.csv', sha256: '0'.repeat(64) });
  expect(other.file).toMatchObject({ status: 'REFUSED', refusal: 'SHA256_DIFFERS', refusalLine: null });
  const sha256 = put('gone.csv', text);
  const { database, services } = settlement;
  const inserted = `insert into settlement_file (partner_code, day, format, file, sha256, status, requested_by, request_id,
    requested_at) values ('gopay', '${DAY}', 'CSV', 'gone.csv', '\\x${sha256}', 'LOADING', 'x', 'x', now())`;
  unlinkSync(join(directory, 'gone.csv'));
  await database.query(inserted);
  await services.settlementImports.tick();
  expect(await database.query('select refusal from settlement_file order by id desc limit 1')).toEqual([
    { refusal: 'FILE_UNREADABLE' },
  ]);
  expect(await kept(settlement)).toEqual(nothing);
});

const badCalls = [
  ['FORBIDDEN', [], { caller: callerWith('officer-1', 'ledger:read') }],
  ['PARTNER_UNKNOWN', ['input', 'partner'], { partner: 'shopeepay' }],
  ['SETTLEMENT_DATE_INVALID', ['input', 'date'], { date: '2026-11-28' }],
  ['SETTLEMENT_DATE_INVALID', ['input', 'date'], { date: '2999-01-01' }],
  ['SHA256_MALFORMED', ['input', 'sha256'], { sha256: 'abc' }],
  ['SETTLEMENT_FILE_UNKNOWN', ['input', 'file'], { file: '../settlement.csv', sha256: '0'.repeat(64) }],
  ['SETTLEMENT_FILE_UNKNOWN', ['input', 'file'], { file: '.hidden', sha256: '0'.repeat(64) }],
  ['SETTLEMENT_FILE_UNKNOWN', ['input', 'file'], { file: 'none.csv', sha256: '0'.repeat(64) }],
  ['IDEMPOTENCY_KEY_MALFORMED', ['idempotencyKey'], { key: 'short' }],
] as const;

test('what cannot be imported is refused, with code and path', async () => {
  const settlement = await openSettlement();
  for (const [code, path, call] of badCalls) {
    const { file, refusal } = await settlement.importFile({ text, ...call });
    expect([file, refusal]).toEqual([null, { code, path }]);
  }
  expect(await kept(settlement)).toEqual(nothing);
});

test('an import that ended between its steps goes on, and posts each order once', async () => {
  const settlement = await openSettlement();
  const { database, seed, put, directory, services } = settlement;
  await seed({ count: 12_000, waves: 2 });
  const many = Array.from({ length: 12_000 }, (_, index) => ({ reference: referenceOf(index + 1) }));
  const sha256 = put('settlement.csv', csvOf({ rows: many }));
  await database.query(
    `insert into settlement_file (partner_code, day, format, file, sha256, status, requested_by, request_id, requested_at)
    values ('gopay', '${DAY}', 'CSV', 'settlement.csv', '\\x${sha256}', 'LOADING', 'x', 'x', now())`,
  );
  const [file] = await database.read(RUNNING_FILE, { id: 1 });
  const client = await database.pool.connect();
  if (file) await loadFile(client, file, { directory, now: () => new Date() });
  // The file itself is needed no more.
  renameSync(join(directory, 'settlement.csv'), join(directory, 'archived.csv'));
  // A process that is stopped in the middle of a part has posted nothing of it.
  await client.query('begin');
  await client.query('update settlement_file set posted_seq = 5000');
  await client.query('rollback');
  client.release();
  await Promise.all([services.settlementImports.tick(), services.settlementImports.tick()]);
  expect(await database.query('select status, matched from settlement_file')).toEqual([
    { status: 'DONE', matched: 12_000 },
  ]);
  expect(
    await database.query(
      `select count(*)::int, sum(amount)::text from posting where account_code = 'PARTNER_DEPOSIT' and party = 'gopay'`,
    ),
  ).toEqual([{ count: 12_000, sum: String(12_000n * 600_000n) }]);
  for (const { name, sql } of invariants)
    expect({ name, broken: await database.query(sql) }).toEqual({ name, broken: [] });
});

test('two files of different days that name the same orders at once match each once', async () => {
  const settlement = await openSettlement();
  const { database, seed, importFile } = settlement;
  await seed({ count: 3_000 });
  const same = Array.from({ length: 3_000 }, (_, index) => ({ reference: referenceOf(index + 1) }));
  const next = csvOf({ rows: same, day: '2026-11-25', messageId: 'MSG-2' });
  await Promise.all([
    importFile({ text: csvOf({ rows: same }), file: 'one.csv' }),
    importFile({ text: next, file: 'two.csv', date: '2026-11-25' }),
  ]);
  expect(await database.query('select result, count(*)::int from settlement_line group by 1 order by 1')).toEqual([
    { result: 'EXTRA', count: 3_000 },
    { result: 'MATCHED', count: 3_000 },
  ]);
  expect(await database.query(`select sum(amount)::int from posting where account_code = 'PARTNER_DEPOSIT'`)).toEqual([
    { sum: 3_000 * 600_000 },
  ]);
});

test('the rows of the access matrix hold every invariant, however often they are made', async () => {
  const settlement = await openSettlement();
  await settlement.seed({ count: 1 });
  const { database } = settlement;
  await database.query(
    'begin; set local session_replication_role = replica; delete from disbursement_batch_item; delete from disbursement_order; delete from disbursement_batch; commit',
  );
  for (const statement of [...reconciliationRows, ...reconciliationRows]) await database.query(statement);
  for (const { name, sql } of [...invariants, ...ofBatches])
    expect({ name, broken: await database.query(sql) }).toEqual({ name, broken: [] });
  expect(await database.query('select count(*)::int from settlement_difference')).toEqual([{ count: 1 }]);
});
