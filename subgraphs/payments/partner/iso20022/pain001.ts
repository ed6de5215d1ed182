import { twoDecimals } from './money.ts';
import { PaymentFileError } from './payment-file.error.ts';

/** One transfer of a file. */
export interface FileTransfer {
  /** The order's reference, which stands in the bank's answers and statements too: at most 35 characters. */
  reference: string;
  amount: bigint;
  name: string;
  account: string;
  /** BIC of the bank that keeps the account. */
  agent: string;
}

export interface PaymentFile {
  /** At most 35 characters, never used again: a bank refuses one that it knows. */
  messageId: string;
  createdAt: Date;
  /** Day on which the bank pays, `YYYY-MM-DD` in Jakarta. */
  executionDate: string;
  debtor: { name: string; account: string; agent: string };
  count: number;
  controlSum: bigint;
  /** Read once, as they are written: `count` of them, `controlSum` together. */
  transfers: AsyncIterable<FileTransfer> | Iterable<FileTransfer>;
}

/** Transfers of one file at most. */
export const MOST_TRANSFERS = 10_000;

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
const BIC = /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/;
const ACCOUNT = /^[0-9A-Za-z]{4,34}$/;
/** Max35Text without what XML or a bank's system would have to escape. */
const MESSAGE_ID = /^[0-9A-Za-z-]{1,35}$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const MOST_NAME = 140;
const MOST_AMOUNT = 10n ** 15n;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** What XML takes of a name: control characters and halves of pairs are left out. */
const nameOf = (name: string): string => {
  const clean = name
    .toWellFormed()
    .replaceAll('\uFFFD', '')
    .replaceAll(/\p{Cc}|[\uFFFE\uFFFF]/gu, ' ')
    .trim();
  const short = [...clean].slice(0, MOST_NAME).join('').trim();
  if (short === '') throw new PaymentFileError('NAME', 'a creditor has no name');
  return short.replaceAll(/[&<>]/g, (character) => escapes[character] ?? '');
};

const checked = (text: string, pattern: RegExp, code: 'ACCOUNT' | 'AGENT' | 'MESSAGE_ID' | 'END_TO_END_ID'): string => {
  if (pattern.test(text)) return text;
  throw new PaymentFileError(code, `${code.toLowerCase().replaceAll('_', ' ')} is malformed`);
};

const agentOf = (bic: string) => `<FinInstnId><BICFI>${checked(bic, BIC, 'AGENT')}</BICFI></FinInstnId>`;
const accountOf = (account: string) =>
  `<Id><Othr><Id>${checked(account, ACCOUNT, 'ACCOUNT')}</Id></Othr></Id><Ccy>IDR</Ccy>`;

const transferOf = ({ reference, amount, name, account, agent }: FileTransfer): string =>
  `<CdtTrfTxInf><PmtId><EndToEndId>${checked(reference, MESSAGE_ID, 'END_TO_END_ID')}</EndToEndId></PmtId>` +
  `<Amt><InstdAmt Ccy="IDR">${twoDecimals(amount)}</InstdAmt></Amt>` +
  `<CdtrAgt>${agentOf(agent)}</CdtrAgt><Cdtr><Nm>${nameOf(name)}</Nm></Cdtr>` +
  `<CdtrAcct>${accountOf(account)}</CdtrAcct></CdtTrfTxInf>\n`;

/** Counts the transfers as they are written, and refuses what no bank should get. */
class Totals {
  readonly #references = new Set<string>();
  #sum = 0n;

  add({ reference, amount }: FileTransfer): void {
    if (amount <= 0n || amount >= MOST_AMOUNT) {
      throw new PaymentFileError('AMOUNT', 'an amount is zero, negative or too large');
    }
    if (this.#references.has(reference)) throw new PaymentFileError('REPEATED', 'an order stands in the file twice');
    if (this.#references.size === MOST_TRANSFERS)
      throw new PaymentFileError('TOO_LARGE', 'the file has too many transfers');
    this.#references.add(reference);
    this.#sum += amount;
  }

  assertAre({ count, controlSum }: PaymentFile): void {
    if (this.#references.size !== count) throw new PaymentFileError('COUNT_DIFFERS', 'the file has another count');
    if (this.#sum !== controlSum) throw new PaymentFileError('CONTROL_SUM', 'the transfers add up to another sum');
  }
}

/**
 * Writes a credit transfer initiation (pain.001.001.09) piece by piece; one payment information, booked as a batch.
 * @throws PaymentFileError for what is wrong with the file or a transfer; what was written by then is no whole file
 */
export const writePain001 = async function* (file: PaymentFile): AsyncGenerator<string> {
  const { messageId, createdAt, executionDate, debtor, count, controlSum, transfers } = file;
  if (count < 1) throw new PaymentFileError('EMPTY', 'a file needs a transfer');
  const id = checked(messageId, MESSAGE_ID, 'MESSAGE_ID');
  if (!DATE.test(executionDate)) throw new PaymentFileError('MISSING', 'the day of execution is malformed');
  const totals = `<NbOfTxs>${count}</NbOfTxs><CtrlSum>${twoDecimals(controlSum)}</CtrlSum>`;
  const created = createdAt.toISOString().replace(/\.\d{3}Z$/, 'Z');
  yield '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<Document xmlns="${NAMESPACE}"><CstmrCdtTrfInitn>\n` +
    `<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${created}</CreDtTm>${totals}` +
    `<InitgPty><Nm>${nameOf(debtor.name)}</Nm></InitgPty></GrpHdr>\n` +
    `<PmtInf><PmtInfId>${id}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>${totals}` +
    `<ReqdExctnDt><Dt>${executionDate}</Dt></ReqdExctnDt><Dbtr><Nm>${nameOf(debtor.name)}</Nm></Dbtr>` +
    `<DbtrAcct>${accountOf(debtor.account)}</DbtrAcct><DbtrAgt>${agentOf(debtor.agent)}</DbtrAgt>` +
    '<ChrgBr>DEBT</ChrgBr>\n';
  const written = new Totals();
  for await (const transfer of transfers) {
    written.add(transfer);
    yield transferOf(transfer);
  }
  written.assertAre(file);
  yield '</PmtInf></CstmrCdtTrfInitn></Document>\n';
};
