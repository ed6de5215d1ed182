/**
 * `account` is a number at a bank or a wallet, unique there only; a wallet's that is a phone is normalised as that first.
 * `code` is a confirmation code with whom and what it is for, and `answers` are those of a survey; they have one spelling.
 */
export type IndexKind = 'nik' | 'kk' | 'phone' | 'email' | 'account' | 'code' | 'answers';

const sixteenDigits = (kind: string) => (value: string) => {
  const digits = value.replaceAll(/[\s.-]/g, '');
  if (!/^\d{16}$/.test(digits)) throw new RangeError(`a ${kind} has 16 digits`);
  return digits;
};

/** `+62 812-…`, `0062812…`, `62812…`, `0812…` and `812…` are one number; another country's begins with its `+` code. */
const phone = (value: string) => {
  const dialled = value.replaceAll(/[\s().-]/g, '').replace(/^00/, '+');
  if (!/^\+?\d{7,17}$/.test(dialled)) throw new RangeError('a phone number has 7 to 17 digits');
  const isForeign = dialled.startsWith('+') && !dialled.startsWith('+62');
  return isForeign ? dialled : `+62${dialled.replace(/^\+?62|^0/, '').replace(/^0/, '')}`;
};

const email = (value: string) => {
  const address = value.trim().normalize('NFC').toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) throw new RangeError('an e-mail address has one @');
  return address;
};

/** Leading zeros of an account count. */
const account = (value: string) => {
  const digits = value.replaceAll(/[\s.-]/g, '');
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
};

/**
 * The one form of all equivalent spellings of a value.
 * @throws RangeError, without the value, when it is no value of that kind
 */
export const normalise = (kind: IndexKind, value: string): string => forms[kind](value);
