import { domainToASCII } from 'node:url';
import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import validator from 'validator/lib/isEmail.js';
import { isUntypable, typedLine, typedNumber } from './typed-text.ts';

/** Longer than any spelling of a number. */
const SPELLING = 60;

/**
 * A phone number as it is dialled: `+62 812-…`, `0062812…`, `62812…`, `0812…` and `812…` are one number; another
 * country's begins with its `+` code. Null when it is no number.
 */
export const dialled = (text: string): string | null => {
  if (text.length > SPELLING) return null;
  const digits = typedNumber(text)
    .replace(/^tel: ?|[ ().,-]/gi, '')
    .replace(/^00/, '+')
    .replace(/^\+0/, '0');
  if (!/^\+?\d{7,17}$/.test(digits)) return null;
  const isForeign = digits.startsWith('+') && !digits.startsWith('+62');
  return isForeign ? digits : `+62${digits.replace(/^\+?62|^0/, '').replace(/^0/, '')}`;
};

/** Indonesian mobile numbers as libphonenumber knows them, in a fiftieth of its time; a test compares the two. */
const indonesian = /^\+628[1-35-9]\d{7,10}$/;
// No operator has 84, so that nobody is called: numbers of made-up people begin with it.
const synthetic = /^\+6284\d{7,10}$/;

export interface Mobile {
  /** Number in the form E.164, such as +6281234567890. */
  number: string;
  isIndonesian: boolean;
  /** Nobody's: for tests and demonstrations. */
  isSynthetic: boolean;
}

/** A number that can be sent a message, of any country; null when the text is none. Fixed lines are none. */
export const typedMobile = (text: string): Mobile | null => {
  const number = dialled(text);
  if (number === null) return null;
  const isSynthetic = synthetic.test(number);
  if (isSynthetic || indonesian.test(number)) return { number, isIndonesian: true, isSynthetic };
  const known = parsePhoneNumberFromString(number);
  return known?.isValid() ? { number: known.number, isIndonesian: known.country === 'ID', isSynthetic } : null;
};

/** RFC 5321: 254 characters, and 64 of them before the @; the validator counts these. */
const ADDRESS = 254;

// Letters of every script, since mailboxes may have them. Of the signs that RFC 5322 allows there, those that people's
// addresses have: braces, quotes and the like are of templates and attacks.
const mailbox = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}.+_'&-]*$/u;

// What nearly everybody's is like, at a tenth of the validator's time; a test compares the two.
const usual = /^(?=.{1,64}@.{1,63}$)[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,24}$/;

/** The one form of an address, checked or not: in lower case, its domain as mail servers have it. */
export const spelledEmail = (text: string): string => {
  const address = typedLine(text).toLowerCase().normalize('NFC');
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return /^[\x20-\x7e]*$/.test(domain) ? address : address.slice(0, at + 1) + domainToASCII(domain);
};

/** An address that mail can be sent to, in its one form; null when the text is none. */
export const typedEmail = (text: string): string | null => {
  if (text.length > 2 * ADDRESS) return null;
  if (usual.test(text)) return text;
  if (isUntypable(text)) return null;
  const address = spelledEmail(text);
  if (address.length > ADDRESS || !mailbox.test(address.slice(0, address.lastIndexOf('@')))) return null;
  return validator.default(address) ? address : null;
};
