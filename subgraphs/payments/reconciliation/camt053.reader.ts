import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { FileFault } from './file.fault.ts';
import { readAmount, readDay, readMessageId, readMoment, readReference, readWhole } from './file.values.ts';
import { LineStatus, type SettlementReader, type SettlementRow } from './settlement-file.ts';
import { type ElementHandler, readElements } from './xml.elements.ts';

const ROOT = 'Document/BkToCstmrStmt';
const STATEMENT = `${ROOT}/Stmt`;
const BALANCE = `${STATEMENT}/Bal`;
const ENTRY = `${STATEMENT}/Ntry`;
const DETAILS = `${ENTRY}/NtryDtls/TxDtls`;

interface Entry {
  amount: bigint | null;
  isDebit: boolean | null;
  isReversal: boolean;
  isBooked: boolean;
  isFee: boolean;
  at: Date | null;
  /** Sum of its details. */
  detailed: bigint;
  details: number;
}

interface Details {
  reference: string | null;
  amount: bigint | null;
  fee: bigint;
  isReturn: boolean;
}

const newEntry = (): Entry => ({
  amount: null,
  isDebit: null,
  isReversal: false,
  isBooked: false,
  isFee: false,
  at: null,
  detailed: 0n,
  details: 0,
});

const newDetails = (): Details => ({ reference: null, amount: null, fee: 0n, isReturn: false });

/** An amount of ISO 20022 has decimals, which must be zeros. */
const wholeOf = (text: string) => text.replace(/\.0{1,5}$/, '');

const wideOf = (text: string, line: number): bigint => {
  const whole = wholeOf(text);
  if (!/^\d{1,18}$/.test(whole)) throw new FileFault('AMOUNT_MALFORMED', line);
  return BigInt(whole);
};

const sideOf = (text: string, line: number): boolean => {
  if (text !== 'DBIT' && text !== 'CRDT') throw new FileFault('ROW_MALFORMED', line);
  return text === 'DBIT';
};

/** Takes the elements of one statement; what is ready waits in `rows`. */
class StatementHandler implements ElementHandler {
  readonly rows: SettlementRow[] = [];
  messageId: string | null = null;
  otherFees = 0n;
  #statements = 0;
  #balance = { kind: '', amount: 0n, isDebit: false, day: '' };
  #opening: bigint | null = null;
  #closing: { amount: bigint; day: string } | null = null;
  #entry = newEntry();
  #details = newDetails();
  #entries = 0n;
  #sum = 0n;
  #moved = 0n;
  #stated: { count: bigint | null; sum: bigint | null } = { count: null, sum: null };

  open(path: string, attributes: Readonly<Record<string, string>>, line: number): void {
    if (!path.includes('/') && path !== 'Document') throw new FileFault('NOT_A_STATEMENT', line);
    if (path.split('/').length === 2 && path !== ROOT) throw new FileFault('NOT_A_STATEMENT', line);
    if (attributes.Ccy !== undefined && attributes.Ccy !== 'IDR') throw new FileFault('CURRENCY_UNKNOWN', line);
    if (path === STATEMENT && ++this.#statements > 1) throw new FileFault('NOT_A_STATEMENT', line);
    if (path === BALANCE) this.#balance = { kind: '', amount: 0n, isDebit: false, day: '' };
    if (path === ENTRY) this.#entry = newEntry();
    if (path === DETAILS) this.#details = newDetails();
    if (path === `${DETAILS}/RtrInf`) this.#details.isReturn = true;
  }

  close(path: string, text: string, line: number): void {
    if (path === `${ROOT}/GrpHdr/MsgId`) this.messageId = readMessageId(text, line);
    else if (path.startsWith(BALANCE)) this.#closeBalance(path.slice(BALANCE.length), text, line);
    else if (path.startsWith(DETAILS)) this.#closeDetails(path.slice(DETAILS.length), text, line);
    else if (path.startsWith(ENTRY)) this.#closeEntry(path.slice(ENTRY.length), text, line);
    else if (path === `${STATEMENT}/TxsSummry/TtlNtries/NbOfNtries`)
      this.#stated.count = readWhole(text, line, 'TRAILER_MALFORMED');
    else if (path === `${STATEMENT}/TxsSummry/TtlNtries/Sum`) this.#stated.sum = wideOf(text, line);
  }

  /** What the statement says of itself, after all its control totals. */
  head() {
    const opening = this.#opening;
    const closing = this.#closing;
    if (this.#statements === 0) throw new FileFault('NOT_A_STATEMENT', null);
    if (this.messageId === null || opening === null) throw new FileFault('HEADER_MALFORMED', null);
    if (closing === null) throw new FileFault('TRAILER_MISSING', null);
    const { count, sum } = this.#stated;
    if (count !== null && count !== this.#entries) throw new FileFault('COUNT_DIFFERS', null);
    if (sum !== null && sum !== this.#sum) throw new FileFault('SUM_DIFFERS', null);
    if (opening + this.#moved !== closing.amount) throw new FileFault('BALANCE_DIFFERS', null);
    return { messageId: this.messageId, partner: null, date: closing.day, otherFees: this.otherFees };
  }

  #closeBalance(place: string, text: string, line: number): void {
    const balance = this.#balance;
    if (place === '/Tp/CdOrPrtry/Cd') balance.kind = text;
    if (place === '/Amt') balance.amount = wideOf(text, line);
    if (place === '/CdtDbtInd') balance.isDebit = sideOf(text, line);
    if (place === '/Dt/Dt') balance.day = readDay(text, line);
    if (place === '/Dt/DtTm') balance.day = jakartaDayAfter(readMoment(text, line), 0);
    if (place !== '') return;
    const amount = balance.isDebit ? -balance.amount : balance.amount;
    if (balance.kind === 'OPBD') this.#opening = amount;
    if (balance.kind === 'CLBD') this.#closing = { amount, day: readDay(balance.day, line) };
  }

  #closeEntry(place: string, text: string, line: number): void {
    const entry = this.#entry;
    if (place === '/Amt') entry.amount = readAmount(wholeOf(text), line);
    if (place === '/CdtDbtInd') entry.isDebit = sideOf(text, line);
    if (place === '/RvslInd') entry.isReversal = text === 'true' || text === '1';
    // Plain text until version 4, a code of its own since.
    if (place === '/Sts' || place === '/Sts/Cd') entry.isBooked ||= text === 'BOOK';
    if (place === '/BkTxCd/Domn/Fmly/SubFmlyCd') entry.isFee = text === 'CHRG' || text === 'FEES';
    if (place === '/BookgDt/Dt') entry.at = new Date(`${readDay(text, line)}T00:00:00+07:00`);
    if (place === '/BookgDt/DtTm') entry.at = readMoment(text, line);
    if (place === '') this.#endEntry(entry, line);
  }

  #endEntry({ amount, isDebit, isFee, isReversal, ...entry }: Entry, line: number): void {
    if (amount === null || isDebit === null) throw new FileFault('ROW_MALFORMED', line);
    if (!entry.isBooked) throw new FileFault('STATUS_UNKNOWN', line);
    this.#entries += 1n;
    this.#sum += amount;
    this.#moved += isDebit ? -amount : amount;
    if (isFee) this.otherFees += isDebit ? amount : -amount;
    else if (entry.details === 0 && (isDebit || isReversal)) throw new FileFault('REFERENCE_MALFORMED', line);
    else if (entry.details > 0 && entry.detailed !== amount) throw new FileFault('SUM_DIFFERS', line);
  }

  #closeDetails(place: string, text: string, line: number): void {
    const details = this.#details;
    if (place === '/Refs/EndToEndId') details.reference = text;
    if (place === '/Amt' || place === '/AmtDtls/TxAmt/Amt') details.amount = readAmount(wholeOf(text), line);
    if (place === '/Chrgs/Rcrd/Amt' || place === '/Chrgs/Amt')
      details.fee += readWhole(wholeOf(text), line, 'FEE_MALFORMED');
    if (place === '') this.#endDetails(details, line);
  }

  #endDetails({ reference, fee, isReturn, ...details }: Details, line: number): void {
    const { isFee, isDebit, isReversal, at, amount: whole } = this.#entry;
    // An entry with one transaction need not repeat its amount.
    const amount = details.amount ?? whole;
    if (amount === null || isDebit === null) throw new FileFault('ROW_MALFORMED', line);
    this.#entry.details += 1;
    this.#entry.detailed += amount;
    if (isFee) return;
    // Money that comes to the deposit without naming an order fills it up.
    const isTopUp = !isDebit && !isReversal && !isReturn && (reference === null || reference === 'NOTPROVIDED');
    if (isTopUp) return;
    // A reversed credit takes money of ours back: no order of ours says so.
    if (isDebit && (isReversal || isReturn)) throw new FileFault('STATUS_UNKNOWN', line);
    const status = isDebit ? LineStatus.PAID : LineStatus.RETURNED;
    this.rows.push({ line, reference: readReference(reference ?? '', line), amount, status, paidAt: at, fee });
  }
}

/** Reads one booked statement (camt.053); its control totals are the balances, and count and sum where it states them. */
export const readCamt053: SettlementReader = async function* (bytes) {
  const handler = new StatementHandler();
  for await (const _ of readElements(bytes, handler)) yield* handler.rows.splice(0);
  yield* handler.rows.splice(0);
  return handler.head();
};
