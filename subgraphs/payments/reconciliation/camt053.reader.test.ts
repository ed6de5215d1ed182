import { expect, test } from 'vitest';
import { DAY, referenceOf } from '../../../tests/testkit/settlement.ts';
import { readCamt053 } from './camt053.reader.ts';
import type { FileFault } from './file.fault.ts';

const blocksOf = async function* (text: string, size: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};

const read = async (text: string, size = 13) => {
  const rows = [];
  const reading = readCamt053(blocksOf(text, size));
  for (;;) {
    const next = await reading.next();
    if (next.done) return { head: next.value, rows };
    rows.push(next.value);
  }
};

const balance = (kind: string, amount: string, day: string) => `<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp>
<Amt Ccy="IDR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;

const details = (reference: string, amount: number, more = '') =>
  `<TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs><Amt Ccy="IDR">${amount}.00</Amt>${more}</TxDtls>`;

const entry = (amount: number, inner: string, side = 'DBIT') =>
  `<Ntry><Amt Ccy="IDR">${amount}.00</Amt><CdtDbtInd>${side}</CdtDbtInd>${inner}</Ntry>`;

const BOOKED = `<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${DAY}</Dt></BookgDt>`;
const CHARGE = '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>CHRG</SubFmlyCd></Fmly></Domn></BkTxCd>';

// A bulk of two payouts in one entry, one with a charge; a return; a fee of its own; and money that fills the deposit.
const statement = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>CAMT-26-330</MsgId><CreDtTm>2026-11-27T01:00:00+07:00</CreDtTm></GrpHdr>
<Stmt><Id>330</Id><Acct><Id><Othr><Id>0123456789</Id></Othr></Id><Ccy>IDR</Ccy></Acct>
${balance('OPBD', '5000000.00', '2026-11-25')}
${balance('CLBD', '5393500.00', DAY)}
<TxsSummry><TtlNtries><NbOfNtries>4</NbOfNtries><Sum>2806500.00</Sum></TtlNtries></TxsSummry>
${entry(1_200_000, `${BOOKED}<NtryDtls>${details(referenceOf(1), 600_000)}${details(referenceOf(2), 600_000, '<Chrgs><Rcrd><Amt Ccy="IDR">2500</Amt></Rcrd></Chrgs>')}</NtryDtls>`)}
${entry(600_000, `<RvslInd>true</RvslInd>${BOOKED}<NtryDtls>${details(referenceOf(3), 600_000)}</NtryDtls>`, 'CRDT')}
${entry(6_500, `${BOOKED}${CHARGE}`)}
${entry(1_000_000, BOOKED, 'CRDT')}
</Stmt></BkToCstmrStmt></Document>`;

test('a statement is read however its bytes are split: payouts of one entry, a return, fees, and a filled deposit', async () => {
  const { head, rows } = await read(statement);
  expect(head).toEqual({ messageId: 'CAMT-26-330', partner: null, date: DAY, otherFees: 6_500n });
  const common = { amount: 600_000n, paidAt: new Date(`${DAY}T00:00:00+07:00`) };
  expect(rows.map(({ line: _, ...row }) => row)).toEqual([
    { reference: referenceOf(1), status: 'PAID', fee: 0n, ...common },
    { reference: referenceOf(2), status: 'PAID', fee: 2_500n, ...common },
    { reference: referenceOf(3), status: 'RETURNED', fee: 0n, ...common },
  ]);
  for (const size of [1, 7, 65_536]) expect((await read(statement, size)).rows).toEqual(rows);
  const oneLine = await read(`\ufeff${statement.replaceAll('\n', '')}`);
  expect(oneLine.rows.map(({ reference }) => reference)).toEqual(rows.map(({ reference }) => reference));
});

const DOCTYPE = '<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<Document';

test.each([
  ['FILE_EMPTY', ''],
  ['XML_MALFORMED', statement.replace('</Stmt>', '')],
  ['XML_MALFORMED', statement.slice(0, -20)],
  ['XML_MALFORMED', statement.replace('<Document', DOCTYPE)],
  ['XML_MALFORMED', statement.replace('CAMT-26-330', '&b;')],
  ['XML_MALFORMED', 'reference,amount,status'],
  ['NOT_A_STATEMENT', statement.replaceAll('BkToCstmrStmt', 'BkToCstmrDbtCdtNtfctn')],
  ['NOT_A_STATEMENT', statement.replaceAll('Document', 'Envelope')],
  ['NOT_A_STATEMENT', statement.replace('</Stmt>', '</Stmt><Stmt></Stmt>')],
  ['HEADER_MALFORMED', statement.replace(/<MsgId>.*<\/MsgId>/, '')],
  ['HEADER_MALFORMED', statement.replace('OPBD', 'PRCD')],
  ['TRAILER_MISSING', statement.replace('CLBD', 'CLAV')],
  ['COUNT_DIFFERS', statement.replace('<NbOfNtries>4', '<NbOfNtries>5')],
  ['SUM_DIFFERS', statement.replace('2806500', '2806501')],
  ['SUM_DIFFERS', statement.replace('1200000.00', '1200001.00')],
  ['BALANCE_DIFFERS', statement.replace('5393500', '5393499')],
  ['CURRENCY_UNKNOWN', statement.replace('<Amt Ccy="IDR">600000', '<Amt Ccy="USD">600000')],
  ['AMOUNT_MALFORMED', statement.replace('600000.00', '600000.50')],
  ['STATUS_UNKNOWN', statement.replace('<Cd>BOOK</Cd>', '<Cd>PDNG</Cd>')],
  [
    'STATUS_UNKNOWN',
    statement
      .replace('</NtryDtls></Ntry>', '</NtryDtls></Ntry>')
      .replace('DBIT</CdtDbtInd><Sts>', 'DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>'),
  ],
  ['REFERENCE_MALFORMED', statement.replace(`<EndToEndId>${referenceOf(1)}</EndToEndId>`, '')],
  ['REFERENCE_MALFORMED', statement.replace(referenceOf(1), '@SUM(A1)')],
  ['TIME_MALFORMED', statement.replace(`<BookgDt><Dt>${DAY}`, '<BookgDt><Dt>2026-02-30')],
  ['FEE_MALFORMED', statement.replace('>2500<', '>-2500<')],
  ['LINE_TOO_LONG', statement.replace('CAMT-26-330', 'C'.repeat(3_000))],
])('%s', async (code, text) => {
  const fault = (await read(text).catch((error: FileFault) => error)) as FileFault;
  expect(fault.code).toBe(code);
});

test('a million characters of one tag, and a file that is no UTF-8, are refused', async () => {
  const endless = async function* () {
    yield Buffer.from('<Document ');
    for (let at = 0; at < 40; at += 1) yield Buffer.from('a'.repeat(64_000));
  };
  const reading = readCamt053(endless());
  await expect(reading.next()).rejects.toMatchObject({ code: 'LINE_TOO_LONG' });
  const latin = async function* () {
    yield Buffer.from('<Document><a>\u00e9</a>', 'latin1');
  };
  await expect(readCamt053(latin()).next()).rejects.toMatchObject({ code: 'FILE_NOT_TEXT' });
});
