import type { Outcome } from '../adapter.ts';
import { PaymentFileError } from './payment-file.error.ts';
import { readMessage } from './xml.ts';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.002.001.10';

/** What a bank says of one transfer. */
export interface TransferStatus {
  /** EndToEndId: the order's reference, if it is one of ours. */
  reference: string;
  status: string;
  reason: string | null;
}

export interface StatusReport {
  messageId: string;
  originalMessageId: string;
  groupStatus: string | null;
  paymentStatus: string | null;
  reason: string | null;
  transfers: readonly TransferStatus[];
}

/**
 * What a status means for the money (ISO 20022 external code set ExternalPaymentTransactionStatus1Code): settled on the
 * debtor's side (ACSC) or credited (ACCC) is paid; checked, accepted or in progress is not.
 */
const PENDING = /^(RCVD|PDNG|ACTC|ACCP|ACSP|ACWC|ACFC|PATC|PRES)$/;
const SETTLED = /^(ACSC|ACCC)$/;
const ENDED = /^(RJCT|CANC)$/;

/** Says a status in the words of the engine. PART is of a group, and says nothing of an item. */
export const outcomeOfStatus = (status: string, reason: string | null): Outcome => {
  if (SETTLED.test(status)) return { state: 'PAID', partnerReference: null };
  const code = reason === null ? status : `${status}_${reason}`;
  if (ENDED.test(status)) return { state: 'FAILED', code, isFinal: true };
  return PENDING.test(status) ? { state: 'PENDING', code } : { state: 'UNKNOWN', code };
};

/**
 * Decides what a report says of an order: its own status first, then that of its payment information, then the group's.
 * A group that is PART, or accepted in part, marks nobody as paid.
 */
export const outcomeOfOrder = (report: StatusReport, reference: string): Outcome => {
  const own = report.transfers.find((transfer) => transfer.reference === reference);
  if (own) return outcomeOfStatus(own.status, own.reason);
  return outcomeOfRest(report);
};

/** Decides what a report says of the orders that it does not name. */
export const outcomeOfRest = (report: Pick<StatusReport, 'paymentStatus' | 'groupStatus' | 'reason'>): Outcome => {
  for (const status of [report.paymentStatus, report.groupStatus]) {
    if (status !== null && status !== 'PART') return outcomeOfStatus(status, report.reason);
  }
  return { state: 'UNKNOWN', code: 'NOT_REPORTED' };
};

type Draft = { -readonly [Key in keyof TransferStatus]: TransferStatus[Key] };

/** Takes apart a report while it is read: `at` is the path below `CstmrPmtStsRpt`. */
class ReportReader {
  readonly transfers: TransferStatus[] = [];
  readonly facts: Record<string, string> = {};
  #draft: Draft | undefined;

  open(path: readonly string[]): void {
    if (path.at(-1) === 'TxInfAndSts') this.#draft = { reference: '', status: '', reason: null };
  }

  close(path: readonly string[], text: string): void {
    const name = path.at(-1) ?? '';
    if (name === 'TxInfAndSts') this.#finish();
    else if (this.#draft) this.#add(this.#draft, path.slice(path.indexOf('TxInfAndSts') + 1).join('/'), text);
    else if (text !== '') this.facts[path.slice(2).join('/')] ??= text;
  }

  #add(draft: Draft, place: string, text: string): void {
    if (place === 'OrgnlEndToEndId') draft.reference = text;
    if (place === 'TxSts') draft.status = text;
    if (/^StsRsnInf\/Rsn\/(Cd|Prtry)$/.test(place)) draft.reason ??= text;
  }

  #finish(): void {
    if (this.#draft && this.#draft.reference === '') {
      throw new PaymentFileError('MISSING', 'a transfer of the report has no OrgnlEndToEndId');
    }
    if (this.#draft) this.transfers.push(this.#draft);
    this.#draft = undefined;
  }
}

/** Reads a payment status report (pain.002.001.10) as a stream. @throws PaymentFileError */
export const readPain002 = async (pieces: Parameters<typeof readMessage>[0]): Promise<StatusReport> => {
  const reader = new ReportReader();
  await readMessage(pieces, { namespace: NAMESPACE, handler: reader });
  const { facts, transfers } = reader;
  const messageId = facts['GrpHdr/MsgId'];
  const originalMessageId = facts['OrgnlGrpInfAndSts/OrgnlMsgId'];
  if (messageId === undefined || originalMessageId === undefined) {
    throw new PaymentFileError('MISSING', 'the report has no MsgId or no OrgnlMsgId');
  }
  const places = transfers.map(({ reference }) => reference);
  if (new Set(places).size < places.length) throw new PaymentFileError('REPEATED', 'a transfer is reported twice');
  return {
    messageId,
    originalMessageId,
    groupStatus: facts['OrgnlGrpInfAndSts/GrpSts'] ?? null,
    paymentStatus: facts['OrgnlPmtInfAndSts/PmtInfSts'] ?? null,
    reason: facts['OrgnlPmtInfAndSts/StsRsnInf/Rsn/Cd'] ?? facts['OrgnlGrpInfAndSts/StsRsnInf/Rsn/Cd'] ?? null,
    transfers,
  };
};
