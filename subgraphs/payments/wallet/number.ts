import { typedMobile } from '../../kit/typed-contact.ts';
import { typedDigits } from '../../kit/typed-text.ts';
import type { PaymentPartner } from './partners.data.ts';

/** Digits of account numbers by the bank's code. */
const bankDigits: Readonly<Record<string, number>> = { bca: 10, bni: 10 };

// Longer than those of the banks, so that it is nobody's: for tests and demonstrations.
const synthetic = /^9999999\d{9}$/;

/**
 * Reads the number of an account as its partner writes it: digits of a bank's length, or the mobile number of an e-wallet
 * in the form E.164. Null when it is none.
 */
export const readNumber = ({ code, kind }: PaymentPartner, text: string): string | null => {
  if (text.length > 60) return null;
  if (kind === 'E_WALLET') {
    const mobile = typedMobile(text);
    return mobile?.isIndonesian ? mobile.number : null;
  }
  const digits = typedDigits(text);
  const isOfBank = /^\d+$/.test(digits) && digits.length === bankDigits[code];
  return isOfBank || synthetic.test(digits) ? digits : null;
};

/** How a number is stored in plain: four stars and the last four digits. */
export const maskedNumber = (number: string): string => `****${number.slice(-4)}`;
