import { SaxesParser } from 'saxes';
import type { AskedPayment } from '../requests.ts';

/** A payment file as a bank reads it. */
export interface ReceivedFile {
  messageId: string;
  transfers: readonly AskedPayment[];
}

/** Why a file is refused as a whole. */
export interface RefusedFile {
  /** Empty where it could not be read. */
  messageId: string;
  refusal: string;
}

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
const MESSAGE_ID = /^[0-9A-Za-z-]{1,35}$/;
const AMOUNT = /^([1-9]\d{0,15})\.00$/;
const MOST = 10_000;
const TRANSFER = 'CdtTrfTxInf';

class Refusal extends Error {}

const demand = (isRight: boolean, code: string): void => {
  if (!isRight) throw new Refusal(code);
};

/** Takes the elements of a file: the bank's own reading, which shares no code with what writes it. */
class FileReading {
  messageId = '';
  readonly transfers: AskedPayment[] = [];
  readonly #stated: Record<string, string> = {};
  readonly #seen = new Set<string>();
  #draft: Record<string, string> = {};
  #sum = 0n;

  open(path: readonly string[], attributes: Readonly<Record<string, string>>): void {
    if (path.length === 1) demand(attributes.xmlns === NAMESPACE, 'NAMESPACE');
    if (path.at(-1) === TRANSFER) this.#draft = {};
    if (path.at(-1) === 'InstdAmt') demand(attributes.Ccy === 'IDR', 'CURRENCY');
  }

  close(path: readonly string[], text: string): void {
    const place = path.slice(2).join('/');
    if (place === 'GrpHdr/MsgId') {
      demand(MESSAGE_ID.test(text), 'MESSAGE_ID');
      this.messageId = text;
    }
    if (/^GrpHdr\/(NbOfTxs|CtrlSum)$/.test(place)) this.#stated[path.at(-1) ?? ''] = text;
    const inside = path.indexOf(TRANSFER);
    if (inside < 0) return;
    const own = path.slice(inside + 1).join('/');
    if (own === '') this.#end();
    else if (text !== '') this.#draft[own] = text;
  }

  assertWhole(): void {
    const { NbOfTxs = '', CtrlSum = '' } = this.#stated;
    demand(this.messageId !== '' && this.transfers.length > 0, 'MISSING');
    demand(NbOfTxs === `${this.transfers.length}`, 'COUNT_DIFFERS');
    demand(CtrlSum === `${this.#sum}.00`, 'CONTROL_SUM');
  }

  #end(): void {
    const {
      'PmtId/EndToEndId': reference = '',
      'Amt/InstdAmt': text = '',
      'CdtrAcct/Id/Othr/Id': account = '',
    } = this.#draft;
    demand(MESSAGE_ID.test(reference) && /^[0-9A-Za-z]{4,34}$/.test(account), 'MISSING');
    demand(!this.#seen.has(reference), 'REPEATED');
    const amount = AMOUNT.exec(text)?.[1];
    demand(amount !== undefined, 'AMOUNT');
    demand(this.transfers.length < MOST, 'TOO_LARGE');
    this.#seen.add(reference);
    this.#sum += BigInt(amount ?? 0);
    this.transfers.push({ reference, account, amount: amount ?? '' });
  }
}

/** Reads a pain.001 as a whole, or says why it is refused as a whole. */
export const readPaymentFile = (body: Buffer): ReceivedFile | RefusedFile => {
  const reading = new FileReading();
  const parser = new SaxesParser();
  const path: string[] = [];
  let text = '';
  parser.on('doctype', () => demand(false, 'NOT_XML'));
  parser.on('error', () => demand(false, 'NOT_XML'));
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name);
    demand(path.length <= 20, 'NOT_XML');
    text = '';
    reading.open(path, attributes as Record<string, string>);
  });
  parser.on('text', (piece) => {
    text += piece;
  });
  parser.on('closetag', () => {
    reading.close(path, text.trim());
    path.pop();
    text = '';
  });
  try {
    parser.write(new TextDecoder('utf-8', { fatal: true }).decode(body)).close();
    reading.assertWhole();
    return { messageId: reading.messageId, transfers: reading.transfers };
  } catch (error) {
    const refusal = error instanceof Refusal ? error.message : 'NOT_XML';
    return { messageId: reading.messageId, refusal };
  }
};
