import type { DayOptions, DayTotals, SettledRow } from './rows.ts';

export interface FileFacts {
  options: DayOptions;
  totals: DayTotals;
  /** The same however often the day is asked for. */
  messageId: string;
  /** The programme's account at the partner. */
  account: string;
  isSumBroken: boolean;
}

/** Writes a settlement file piece by piece. */
export type Format = (facts: FileFacts, rows: AsyncIterable<SettledRow>) => AsyncGenerator<string>;

const wrongBy = (facts: FileFacts): bigint => (facts.isSumBroken ? 1n : 0n);

const closingOf = (facts: FileFacts): bigint => {
  const { opening, paid, returned, fees } = facts.totals;
  return opening - paid + returned - fees + wrongBy(facts);
};

/** The programme's own CSV: a header, the columns, a row for each order, and a trailer with count and sum. */
export const csv: Format = async function* (facts, rows) {
  const { options, totals, messageId } = facts;
  yield `HEADER,${messageId},${options.partner},${options.day}\nreference,amount,status,paidAt,fee\n`;
  for await (const { reference, amount, status, at } of rows) {
    const paidAt = status === 'FAILED' ? '' : at;
    yield `${reference},${amount},${status},${paidAt},${status === 'PAID' ? options.fee : 0}\n`;
  }
  yield `TRAILER,${totals.count},${totals.sum + wrongBy(facts)}\n`;
};

const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** `YYMMDD`. */
const swiftDay = (day: string): string => day.slice(2).replaceAll('-', '');

/** A customer statement of SWIFT; the reference stands in field 86, as field 61 is too short for it. */
export const mt940: Format = async function* (facts, rows) {
  const { options, totals, messageId, account } = facts;
  const day = swiftDay(options.day);
  const lines = (...texts: readonly string[]) => `${texts.join('\r\n')}\r\n`;
  yield lines(
    '{1:F01BNINIDJAXXXX0000000000}{2:I940BNINIDJAXXXXN}{4:',
    `:20:${messageId}`,
    `:25:${account}`,
    ':28C:1/1',
    `:60F:C${swiftDay(dayBefore(options.day))}IDR${totals.opening},00`,
  );
  let serial = 0;
  for await (const { reference, amount, status } of rows) {
    serial += 1;
    const mark = status === 'RETURNED' ? 'RD' : 'D';
    yield lines(
      `:61:${day}${day.slice(2)}${mark}${amount},00NTRFNONREF//BNI${serial}`,
      `:86:/EREF/${reference}/ORDP/PRAKERJA`,
    );
  }
  if (totals.fees > 0n) yield lines(`:61:${day}${day.slice(2)}D${totals.fees},00NCHGNONREF`, ':86:BIAYA TRANSFER');
  yield lines(`:62F:C${day}IDR${closingOf(facts)},00`, '-}');
};

const balance = (kind: string, amount: bigint, day: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp><Amt Ccy="IDR">${amount}.00</Amt>` +
  `<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>\n`;

const entry = (amount: bigint, side: 'CRDT' | 'DBIT', { day, family, inner }: Record<string, string>): string =>
  `<Ntry><Amt Ccy="IDR">${amount}.00</Amt><CdtDbtInd>${side}</CdtDbtInd>` +
  `${side === 'CRDT' ? '<RvslInd>true</RvslInd>' : ''}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt>` +
  `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>${family}</SubFmlyCd></Fmly></Domn></BkTxCd>${inner}</Ntry>\n`;

/** A bank-to-customer statement of ISO 20022 (camt.053.001.08). */
export const camt053: Format = async function* (facts, rows) {
  const { options, totals, messageId, account } = facts;
  const { day } = options;
  const created = `${day}T23:59:59+07:00`;
  const entries = totals.count + (totals.fees > 0n ? 1 : 0);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>\n' +
    `<GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>${created}</CreDtTm></GrpHdr>\n` +
    `<Stmt><Id>${messageId}</Id><CreDtTm>${created}</CreDtTm>` +
    `<Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>IDR</Ccy></Acct>\n` +
    balance('OPBD', totals.opening, dayBefore(day)) +
    balance('CLBD', closingOf(facts), day) +
    `<TxsSummry><TtlNtries><NbOfNtries>${entries}</NbOfNtries><Sum>${totals.sum + totals.fees}.00</Sum></TtlNtries></TxsSummry>\n`;
  for await (const { reference, amount, status } of rows) {
    const side = status === 'RETURNED' ? 'CRDT' : 'DBIT';
    const inner = `<NtryDtls><TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs><Amt Ccy="IDR">${amount}.00</Amt><CdtDbtInd>${side}</CdtDbtInd></TxDtls></NtryDtls>`;
    yield entry(amount, side, { day, family: side === 'CRDT' ? 'RRTN' : 'DMCT', inner });
  }
  if (totals.fees > 0n) yield entry(totals.fees, 'DBIT', { day, family: 'CHRG', inner: '' });
  yield '</Stmt></BkToCstmrStmt></Document>\n';
};

export const formats = { CSV: csv, MT940: mt940, CAMT053: camt053 } as const;
export const extensions = { CSV: 'csv', MT940: 'sta', CAMT053: 'xml' } as const;
