import { FileFault } from './file.fault.ts';
import { type FileLine, linesOf } from './file.lines.ts';
import { readAmount, readDay, readMessageId, readReference } from './file.values.ts';
import { LineStatus, type SettlementReader, type SettlementRow } from './settlement-file.ts';

interface Field extends FileLine {
  tag: string;
}

interface Movement {
  isDebit: boolean;
  amount: bigint;
  /** A reversal of it. */
  isReversal: boolean;
  type: string;
  reference: string;
  day: string;
  line: number;
}

const TAGS = new Set(['20', '21', '25', '28', '28C', '60F', '61', '86', '62F', '64', '65']);
const MOVEMENT =
  /^(\d{6})(?:\d{4})?(RC|RD|C|D)[A-Z]?(\d{1,15},\d{0,2})([A-Z][A-Z0-9]{3})([^/\n]{1,16}|NONREF)(?:\/\/.{0,16})?$/s;
const MOST_LINES_OF_FIELD = 12;

const dayOf = (text: string, line: number) =>
  readDay(`20${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4, 6)}`, line);

/** An amount of SWIFT ends with a comma and no decimals, or zeros. */
const wholeOf = (text: string, line: number) => {
  const [whole = '', decimals = ''] = text.split(',');
  if (/[1-9]/.test(decimals)) throw new FileFault('AMOUNT_MALFORMED', line);
  return whole.replace(/^0+(?=\d)/, '');
};

/** Joins lines to fields; SWIFT's blocks around them, and the dash at the end, are passed over. */
const fieldsOf = async function* (lines: AsyncIterable<FileLine>): AsyncGenerator<Field> {
  let field: (Field & { lines: number }) | null = null;
  for await (const { number, text } of lines) {
    const tag = /^:(\d{2}[A-Z]?):(.*)$/.exec(text);
    if (tag) {
      if (field) yield field;
      if (!TAGS.has(tag[1] ?? '')) throw new FileFault('ROW_MALFORMED', number);
      field = { tag: tag[1] ?? '', text: tag[2] ?? '', number, lines: 1 };
    } else if (text === '-' || text === '-}' || text === '') {
      if (field) yield field;
      field = null;
    } else if (field) {
      field.lines += 1;
      if (field.lines > MOST_LINES_OF_FIELD) throw new FileFault('ROW_MALFORMED', number);
      field.text += `\n${text}`;
    } else if (!/^\{\d:.*$/.test(text)) throw new FileFault('NOT_A_STATEMENT', number);
  }
  if (field) yield field;
};

const readBalance = ({ text, number }: Field) => {
  const [, side, day = '', currency, amount = ''] = /^([CD])(\d{6})([A-Z]{3})(\d{1,15},\d{0,2})$/.exec(text) ?? [];
  if (!side) throw new FileFault('ROW_MALFORMED', number);
  if (currency !== 'IDR') throw new FileFault('CURRENCY_UNKNOWN', number);
  const whole = BigInt(wholeOf(amount, number));
  return { amount: side === 'C' ? whole : -whole, day: dayOf(day, number) };
};

const readMovement = ({ text, number }: Field): Movement => {
  // What stands on further lines is for people.
  const [, day = '', mark = '', amount = '', type = '', reference = ''] =
    MOVEMENT.exec(text.split('\n')[0] ?? '') ?? [];
  if (mark === '') throw new FileFault('ROW_MALFORMED', number);
  return {
    isDebit: mark === 'D' || mark === 'RC',
    isReversal: mark.length === 2,
    amount: readAmount(wholeOf(amount, number), number),
    type,
    reference,
    day: dayOf(day, number),
    line: number,
  };
};

/** Our reference is longer than the 16 characters of field 61: then it stands in field 86, after EREF. */
const endToEndOf = (details: string): string | null =>
  /(?:\/EREF\/|EREF\+)([^/+?\s]{1,64}(?:\/[^/+?\s]*)*?)(?=[/+?\s]|$)/.exec(details.replaceAll('\n', ''))?.[1] ?? null;

interface Statement {
  messageId: string | null;
  opening: bigint | null;
  closing: { amount: bigint; day: string } | null;
  moved: bigint;
  otherFees: bigint;
}

const rowOf = ({ isDebit, isReversal, ...movement }: Movement, details: string, found: Statement): SettlementRow[] => {
  const { amount, line, type } = movement;
  if (type.endsWith('CHG') || type.endsWith('COM')) {
    found.otherFees += isDebit ? amount : -amount;
    return [];
  }
  const reference = endToEndOf(details) ?? (movement.reference === 'NONREF' ? null : movement.reference);
  // Money that comes to the deposit without naming an order fills it up.
  if (!isDebit && !isReversal && endToEndOf(details) === null) return [];
  // A reversed credit takes money of ours back: no order of ours says so.
  if (isDebit && isReversal) throw new FileFault('STATUS_UNKNOWN', line);
  const status = isDebit ? LineStatus.PAID : LineStatus.RETURNED;
  const paidAt = new Date(`${movement.day}T00:00:00+07:00`);
  return [{ line, reference: readReference(reference ?? '', line), amount, status, paidAt, fee: 0n }];
};

const takeField = (field: Field, found: Statement) => {
  if (field.tag === '20') {
    if (found.messageId !== null) throw new FileFault('NOT_A_STATEMENT', field.number);
    found.messageId = readMessageId(field.text, field.number);
  } else if (found.messageId === null) throw new FileFault('HEADER_MALFORMED', field.number);
  if (found.closing !== null && ['60F', '61', '62F'].includes(field.tag))
    throw new FileFault('CONTENT_AFTER_TRAILER', field.number);
  if (field.tag === '60F') {
    if (found.opening !== null) throw new FileFault('NOT_A_STATEMENT', field.number);
    found.opening = readBalance(field).amount;
  }
  if (field.tag === '62F') found.closing = readBalance(field);
};

/** Reads one customer statement; its control total is the closing balance. */
export const readMt940: SettlementReader = async function* (bytes) {
  const found: Statement = { messageId: null, opening: null, closing: null, moved: 0n, otherFees: 0n };
  let waiting: Movement | null = null;
  let details = '';
  let last = 0;
  for await (const field of fieldsOf(linesOf(bytes))) {
    last = field.number;
    if (field.tag === '86' && waiting) details += field.text;
    else {
      if (waiting) yield* rowOf(waiting, details, found);
      waiting = null;
      details = '';
    }
    takeField(field, found);
    if (field.tag !== '61') continue;
    if (found.opening === null) throw new FileFault('HEADER_MALFORMED', field.number);
    waiting = readMovement(field);
    found.moved += waiting.isDebit ? -waiting.amount : waiting.amount;
  }
  if (waiting) yield* rowOf(waiting, details, found);
  const { messageId, opening, closing, moved, otherFees } = found;
  if (last === 0) throw new FileFault('FILE_EMPTY', null);
  if (messageId === null || opening === null) throw new FileFault('HEADER_MALFORMED', last);
  if (closing === null) throw new FileFault('TRAILER_MISSING', last + 1);
  if (opening + moved !== closing.amount) throw new FileFault('BALANCE_DIFFERS', last);
  return { messageId, partner: null, date: closing.day, otherFees };
};
