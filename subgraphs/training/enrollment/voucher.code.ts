import { createHash, randomBytes } from 'node:crypto';
import { typedCode } from '../../kit/typed-text.ts';

// Crockford's alphabet: no letter that is read as a digit, no U.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 80 bits: nobody finds one by trying, not even against the stored hashes. */
const LENGTH = 16;

/** A new code, as in `7QK2-M9XA-03FT-ZC8D`. */
export const newVoucherCode = (): string =>
  Array.from(randomBytes(LENGTH), (byte) => LETTERS[byte % LETTERS.length])
    .join('')
    .replace(/(.{4})(?!$)/g, '$1-');

/**
 * Hash by which a code is kept and found, however it was typed; null for what is no code. A search by the hash tells
 * nothing by its time: who tries codes does not choose their hashes.
 */
export const voucherHash = (typed: string): Buffer | null => {
  if (typed.length > 4 * LENGTH) return null;
  const code = typedCode(typed);
  const isCode = code.length === LENGTH && [...code].every((letter) => LETTERS.includes(letter));
  return isCode ? createHash('sha256').update(code).digest() : null;
};
