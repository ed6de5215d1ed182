import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { csvOf, DAY, referenceOf } from '../../../tests/testkit/settlement.ts';
import { readCsv } from './csv.reader.ts';
import { type FileFault, faultCodes, faultText } from './file.fault.ts';

const blocksOf = async function* (bytes: Buffer, size = 7) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};

const read = async (text: string | Buffer, size?: number) => {
  const rows = [];
  const reading = readCsv(blocksOf(Buffer.from(text), size));
  for (;;) {
    const next = await reading.next();
    if (next.done) return { head: next.value, rows };
    rows.push(next.value);
  }
};

const faultOf = async (text: string | Buffer) => {
  const { code, line } = (await read(text).catch((error: FileFault) => error)) as FileFault;
  return [code, line];
};

const rows = [{ reference: referenceOf(1) }, { reference: referenceOf(2), status: 'FAILED', fee: '0' }];
const text = csvOf({ rows });

test('a file is read however its bytes are split, with or without a byte order mark and carriage returns', async () => {
  const expected = await read(text, 100_000);
  expect(expected.head).toEqual({ messageId: 'MSG-1', partner: 'gopay', date: DAY, otherFees: 0n });
  expect(expected.rows).toEqual([
    {
      line: 3,
      reference: 'PK00000001',
      amount: 600_000n,
      status: 'PAID',
      fee: 2_500n,
      paidAt: new Date(`${DAY}T10:00:00+07:00`),
    },
    { line: 4, reference: 'PK00000002', amount: 600_000n, status: 'FAILED', fee: 0n, paidAt: null },
  ]);
  for (const size of [1, 2, 3, 64])
    expect(await read(`\ufeff${text.replaceAll('\n', '\r\n')}`, size)).toEqual(expected);
  expect(await read(text.trimEnd())).toEqual(expected);
});

test.each([
  ['FILE_EMPTY', null, ''],
  ['FILE_NOT_TEXT', 3, Buffer.from(text.replace('PK00000001', 'PK0000\u00e91'), 'latin1')],
  ['FILE_NOT_TEXT', 3, text.replace('PK00000001', 'PK0000\0')],
  ['LINE_TOO_LONG', 3, text.replace('PK00000001', 'P'.repeat(3_000))],
  ['LINE_TOO_LONG', 1, 'P'.repeat(100_000)],
  ['HEADER_MALFORMED', 1, text.slice(text.indexOf('\n') + 1)],
  ['HEADER_MALFORMED', 1, text.replace(DAY, '2026-02-30')],
  ['HEADER_MALFORMED', 1, text.replace('MSG-1', '')],
  ['COLUMNS_MALFORMED', 2, text.replace('status,paidAt', 'paidAt,status')],
  ['ROW_MALFORMED', 3, text.replace(',2500', '')],
  ['ROW_MALFORMED', 3, text.replace(',2500', ',2500,')],
  ['REFERENCE_MALFORMED', 3, text.replace('PK00000001', '=1+1')],
  ['REFERENCE_MALFORMED', 3, text.replace('PK00000001', '')],
  ['REFERENCE_MALFORMED', 3, text.replace('PK00000001', 'P'.repeat(65))],
  ['AMOUNT_MALFORMED', 3, text.replace('600000', '600.000')],
  ['AMOUNT_MALFORMED', 3, text.replace('600000', '0')],
  ['AMOUNT_MALFORMED', 3, text.replace('600000', '-600000')],
  ['AMOUNT_MALFORMED', 3, text.replace('600000', '6e5')],
  ['AMOUNT_MALFORMED', 3, text.replace('600000', '0600000')],
  ['AMOUNT_MALFORMED', 3, text.replace('600000', '9999999999999')],
  ['AMOUNT_MALFORMED', 3, text.replace('600000', ' 600000')],
  ['FEE_MALFORMED', 3, text.replace(',2500', ',2500.5')],
  ['FEE_MALFORMED', 3, text.replace(',2500', ',')],
  ['STATUS_UNKNOWN', 3, text.replace('PAID', 'paid')],
  ['STATUS_UNKNOWN', 3, text.replace('PAID', 'toString')],
  ['TIME_MALFORMED', 3, text.replace('+07:00', '')],
  ['TIME_MALFORMED', 3, text.replace('T10:00', 'T25:00')],
  ['TIME_MALFORMED', 3, text.replace(`${DAY}T`, '2026-02-30T')],
  ['TRAILER_MISSING', 5, text.slice(0, text.indexOf('TRAILER'))],
  ['TRAILER_MALFORMED', 5, text.replace('TRAILER,2,1200000', 'TRAILER,2')],
  ['TRAILER_MALFORMED', 5, text.replace('TRAILER,2', 'TRAILER,two')],
  ['CONTENT_AFTER_TRAILER', 6, `${text}PK00000003`],
  ['COUNT_DIFFERS', 5, csvOf({ rows, count: 3 })],
  ['SUM_DIFFERS', 5, csvOf({ rows, sum: 1_200_001n })],
])('%s at line %s', async (code, line, broken) => {
  expect(await faultOf(broken)).toEqual([code, line]);
});

test('every fault says what is wrong in two languages, and stands in the partners’ guide', () => {
  const guide = readFileSync('docs/partners/settlement-files.md', 'utf8');
  for (const code of faultCodes) {
    const { en, id } = faultText(code);
    expect(en.length).toBeGreaterThan(10);
    expect(id).not.toBe(en);
    expect(guide).toContain(`| ${code} | ${en} |`);
  }
});

test('the example of the guide is read', async () => {
  const guide = readFileSync('docs/partners/settlement-files.md', 'utf8');
  const example = /```\n(HEADER[\s\S]*?)```/.exec(guide)?.[1] ?? '';
  expect((await read(example)).rows).toHaveLength(2);
});

test('ten million characters of rows are read with two rows in memory at a time', async () => {
  const many = async function* () {
    yield Buffer.from(`HEADER,MSG-1,gopay,${DAY}\nreference,amount,status,paidAt,fee\n`);
    const line = `${text.split('\n')[2]}\n`.repeat(1_000);
    for (let at = 0; at < 150; at += 1) yield Buffer.from(line);
    yield Buffer.from(`TRAILER,150000,${150_000n * 600_000n}\n`);
  };
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  let most = 0;
  let count = 0;
  const reading = readCsv(many());
  for (let next = await reading.next(); !next.done; next = await reading.next()) {
    count += 1;
    if (count % 10_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
  }
  expect(count).toBe(150_000);
  expect(most).toBeLessThan(120 * 2 ** 20);
});
