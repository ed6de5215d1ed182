import { dialled, spelledEmail } from '../typed-contact.ts';
import { typedDigits } from '../typed-text.ts';

/**
 * `account` is a number at a bank or a wallet, unique there only; a wallet's that is a phone is normalised as that first.
 * `code` is a confirmation code with whom and what it is for, and `answers` are those of a survey; they have one spelling, as has the
 * thumbprint of a device's key.
 */
export type IndexKind = 'nik' | 'kk' | 'phone' | 'email' | 'account' | 'code' | 'answers' | 'device';

// What was read before has its one form already; indexes of stored values are made of these.
const sixteenDigits = (kind: string) => (value: string) => {
  const digits = /^\d{16}$/.test(value) ? value : typedDigits(value);
  if (!/^\d{16}$/.test(digits)) throw new RangeError(`a ${kind} has 16 digits`);
  return digits;
};

const phone = (value: string) => {
  const number = /^\+62[1-9]\d{4,14}$/.test(value) ? value : dialled(value);
  if (number === null) throw new RangeError('a phone number has 7 to 17 digits');
  return number;
};

const email = (value: string) => {
  const address = /^[\w.+-]+@[\w.-]+$/.test(value) ? value.toLowerCase() : spelledEmail(value);
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) throw new RangeError('an e-mail address has one @');
  return address;
};

/** Leading zeros of an account count. */
const account = (value: string) => {
  const digits = typedDigits(value);
  if (!/^\+?\d{6,20}$/.test(digits)) throw new RangeError('an account number has 6 to 20 digits');
  return digits;
};

const forms: Record<IndexKind, (value: string) => string> = {
  nik: sixteenDigits('NIK'),
  kk: sixteenDigits('KK number'),
  phone,
  email,
  account,
  code: (value) => value,
  answers: (value) => value,
  device: (value) => value,
};

/**
 * The one form of all equivalent spellings of a value.
 * @throws RangeError, without the value, when it is no value of that kind
 */
export const normalise = (kind: IndexKind, value: string): string => forms[kind](value);
