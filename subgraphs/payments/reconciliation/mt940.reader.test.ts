import { expect, test } from 'vitest';
import { DAY, referenceOf } from '../../../tests/testkit/settlement.ts';
import type { FileFault } from './file.fault.ts';
import { readMt940 } from './mt940.reader.ts';

const blocksOf = async function* (text: string, size: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};

const read = async (text: string, size = 11) => {
  const rows = [];
  const reading = readMt940(blocksOf(text, size));
  for (;;) {
    const next = await reading.next();
    if (next.done) return { head: next.value, rows };
    rows.push(next.value);
  }
};

const LONG = 'PK019ab2f0c0de7aaa8bbb0123456789ab';

// A payout with its reference in field 86 over two lines, one with a short reference, a return, a fee and a top-up.
const statement = [
  '{1:F01BNINIDJAXXXX0000000000}{2:I940BNINIDJAXXXXN}{4:',
  ':20:BNI2611260001',
  ':25:0123456789',
  ':28C:330/1',
  ':60F:C261125IDR5000000,00',
  ':61:2611261126D600000,NTRFNONREF//BNI0001',
  `:86:/EREF/${LONG.slice(0, 20)}`,
  `${LONG.slice(20)}/ORDP/PMO`,
  `:61:261126D600000,00NTRF${referenceOf(2)}//BNI0002`,
  ':86:INSENTIF KARTU PRAKERJA',
  ':61:261126RD600000,NTRFNONREF',
  `:86:?20RETUR?21EREF+${referenceOf(3)}?22SALAH`,
  ':61:261126D7500,NCHGNONREF',
  ':61:261126C1000000,NTRFNONREF',
  ':86:TOP UP DEPOSIT',
  ':62F:C261126IDR5392500,00',
  '-}',
  '',
].join('\r\n');

test('a bank statement is read however its bytes are split: payouts, a return, fees, and money that fills the deposit', async () => {
  const { head, rows } = await read(statement);
  expect(head).toEqual({ messageId: 'BNI2611260001', partner: null, date: DAY, otherFees: 7_500n });
  const paidAt = new Date(`${DAY}T00:00:00+07:00`);
  const common = { amount: 600_000n, fee: 0n, paidAt };
  expect(rows).toEqual([
    { line: 6, reference: LONG, status: 'PAID', ...common },
    { line: 9, reference: referenceOf(2), status: 'PAID', ...common },
    { line: 11, reference: referenceOf(3), status: 'RETURNED', ...common },
  ]);
  for (const size of [1, 5, 4_096]) expect((await read(statement, size)).rows).toEqual(rows);
});

test.each([
  ['FILE_EMPTY', null, ''],
  ['NOT_A_STATEMENT', 1, 'reference,amount'],
  ['NOT_A_STATEMENT', 17, statement.replace('-}', ':20:ANOTHER')],
  ['HEADER_MALFORMED', 2, statement.replace(':20:BNI2611260001\r\n', '')],
  ['HEADER_MALFORMED', 2, statement.replace('BNI2611260001', '')],
  ['HEADER_MALFORMED', 5, statement.replace(/:60F:.*\r\n/, '')],
  ['TRAILER_MISSING', 16, statement.slice(0, statement.indexOf(':62F:'))],
  ['CONTENT_AFTER_TRAILER', 17, statement.replace('-}', ':61:261126D1,NTRFNONREF')],
  ['BALANCE_DIFFERS', 16, statement.replace('5392500', '5392501')],
  ['CURRENCY_UNKNOWN', 5, statement.replace('IDR5000000', 'USD5000000')],
  ['ROW_MALFORMED', 6, statement.replace('D600000,NTRF', 'X600000,NTRF')],
  ['ROW_MALFORMED', 4, statement.replace(':28C:', ':99Z:')],
  ['AMOUNT_MALFORMED', 9, statement.replace('600000,00NTRF', '600000,50NTRF')],
  ['AMOUNT_MALFORMED', 9, statement.replace('D600000,00NTRF', 'D0,00NTRF')],
  ['TIME_MALFORMED', 9, statement.replace(':61:261126D600000,00', ':61:261131D600000,00')],
  ['REFERENCE_MALFORMED', 6, statement.replace('/EREF/', '/PREF/')],
  ['STATUS_UNKNOWN', 11, statement.replace('RD600000', 'RC600000')],
])('%s at line %s', async (code, line, text) => {
  const fault = (await read(text).catch((error: FileFault) => error)) as FileFault;
  expect([fault.code, fault.line]).toEqual([code, line]);
});
