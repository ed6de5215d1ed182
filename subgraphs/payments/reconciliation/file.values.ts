import { FileFault, type FileFaultCode } from './file.fault.ts';

const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/;
const MESSAGE = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/;
// Twelve digits: sums of millions of rows stay below what int8 holds.
const WHOLE = /^(0|[1-9]\d{0,11})$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$/;

/** Reads a reference of an order. */
export const readReference = (text: string, line: number): string => {
  if (!REFERENCE.test(text)) throw new FileFault('REFERENCE_MALFORMED', line);
  return text;
};

export const readMessageId = (text: string, line: number): string => {
  if (!MESSAGE.test(text)) throw new FileFault('HEADER_MALFORMED', line);
  return text;
};

/** Whole rupiah from digits alone; `fault` when there is anything else. */
export const readWhole = (text: string, line: number, fault: FileFaultCode): bigint => {
  if (!WHOLE.test(text)) throw new FileFault(fault, line);
  return BigInt(text);
};

/** An amount above zero. */
export const readAmount = (text: string, line: number): bigint => {
  const amount = readWhole(text, line, 'AMOUNT_MALFORMED');
  if (amount === 0n) throw new FileFault('AMOUNT_MALFORMED', line);
  return amount;
};

/** Reads a day; one that no calendar has is refused. */
export const readDay = (text: string, line: number, fault: FileFaultCode = 'TIME_MALFORMED'): string => {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  if (moment === null || Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== text)
    throw new FileFault(fault, line);
  return text;
};

/** Reads a moment that names its offset. */
export const readMoment = (text: string, line: number): Date => {
  const moment = TIME.test(text) ? new Date(text) : null;
  if (moment === null || Number.isNaN(moment.getTime())) throw new FileFault('TIME_MALFORMED', line);
  readDay(text.slice(0, 10), line);
  return moment;
};
