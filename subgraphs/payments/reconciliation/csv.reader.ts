import { FileFault } from './file.fault.ts';
import { type FileLine, linesOf } from './file.lines.ts';
import { readAmount, readDay, readMessageId, readMoment, readReference, readWhole } from './file.values.ts';
import { LineStatus, type SettlementHead, type SettlementReader, type SettlementRow } from './settlement-file.ts';

const COLUMNS = 'reference,amount,status,paidAt,fee';

const readHeader = ({ text, number }: FileLine): SettlementHead => {
  const [mark, message = '', partner = '', day = '', ...more] = text.split(',');
  if (mark !== 'HEADER' || more.length > 0 || !/^[a-z0-9-]{1,32}$/.test(partner))
    throw new FileFault('HEADER_MALFORMED', number);
  const messageId = readMessageId(message, number);
  return { messageId, partner, date: readDay(day, number, 'HEADER_MALFORMED'), otherFees: 0n };
};

const readStatus = (text: string, line: number): LineStatus => {
  if (!Object.hasOwn(LineStatus, text)) throw new FileFault('STATUS_UNKNOWN', line);
  return text as LineStatus;
};

const readRow = ({ text, number }: FileLine): SettlementRow => {
  const [reference = '', amount = '', status = '', paidAt = '', fee, ...more] = text.split(',');
  if (fee === undefined || more.length > 0) throw new FileFault('ROW_MALFORMED', number);
  const state = readStatus(status, number);
  // Only what was never paid has no time.
  const isTimeless = state === LineStatus.FAILED && paidAt === '';
  return {
    line: number,
    reference: readReference(reference, number),
    amount: readAmount(amount, number),
    status: state,
    paidAt: isTimeless ? null : readMoment(paidAt, number),
    fee: readWhole(fee, number, 'FEE_MALFORMED'),
  };
};

interface Totals {
  count: bigint;
  sum: bigint;
}

const checkTrailer = ({ text, number }: FileLine, totals: Totals) => {
  const [, count = '', sum = '', ...more] = text.split(',');
  if (more.length > 0) throw new FileFault('TRAILER_MALFORMED', number);
  if (readWhole(count, number, 'TRAILER_MALFORMED') !== totals.count) throw new FileFault('COUNT_DIFFERS', number);
  if (!/^\d{1,18}$/.test(sum)) throw new FileFault('TRAILER_MALFORMED', number);
  if (BigInt(sum) !== totals.sum) throw new FileFault('SUM_DIFFERS', number);
};

/** The first two lines: what the file is, and its columns. */
const readTop = async (lines: AsyncGenerator<FileLine>): Promise<SettlementHead> => {
  const first = await lines.next();
  if (first.done) throw new FileFault('FILE_EMPTY', null);
  const head = readHeader(first.value);
  const columns = await lines.next();
  if (columns.done || columns.value.text !== COLUMNS) throw new FileFault('COLUMNS_MALFORMED', 2);
  return head;
};

/**
 * Reads a partner's CSV: `HEADER,messageId,partner,day`, the names of the columns, a row for each order, and
 * `TRAILER,count,sum` over all rows.
 */
export const readCsv: SettlementReader = async function* (bytes) {
  const lines = linesOf(bytes);
  const head = await readTop(lines);
  const totals: Totals = { count: 0n, sum: 0n };
  let last = 2;
  let isEnded = false;
  for await (const line of lines) {
    last = line.number;
    if (isEnded) throw new FileFault('CONTENT_AFTER_TRAILER', line.number);
    if (line.text.startsWith('TRAILER,') || line.text === 'TRAILER') {
      checkTrailer(line, totals);
      isEnded = true;
      continue;
    }
    const row = readRow(line);
    totals.count += 1n;
    totals.sum += row.amount;
    yield row;
  }
  if (!isEnded) throw new FileFault('TRAILER_MISSING', last + 1);
  return head;
};
