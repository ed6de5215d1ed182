import { SYNTHETIC_DISTRICT } from '../../subgraphs/pmo/profile/nik.ts';

export interface SyntheticIdentity {
  kk: string;
  /** Which of the two places on the family card is theirs. */
  place: 1 | 2;
  phone: string;
  email: string;
}

/** No Indonesian mobile number begins with 84 (libphonenumber's metadata: 8[1-35-9]), so no one can be called. */
const SYNTHETIC_MOBILE = '+6284';
const PHONE_DIGITS = 9;
const SERIAL_DIGITS = 4;
const MAX_SERIAL = 9_999;

/**
 * Family card, phone and e-mail of synthetic person `index`, each impossible for a person: district 99, a mobile code
 * that does not exist, and a domain that is reserved for examples (RFC 2606). Two people of a regency share a card.
 * @param regencies how many regencies people are spread over, in turn
 */
export const syntheticIdentity = (index: number, regencyCode: string, regencies: number): SyntheticIdentity => {
  const family = Math.floor(index / regencies / 2);
  const serial = String(1 + (family % MAX_SERIAL)).padStart(SERIAL_DIGITS, '0');
  return {
    kk: `${regencyCode.slice(0, 2)}${regencyCode.slice(3)}${SYNTHETIC_DISTRICT}010120${serial}`,
    place: Math.floor(index / regencies) % 2 === 0 ? 1 : 2,
    phone: SYNTHETIC_MOBILE + String(index).padStart(PHONE_DIGITS, '0'),
    email: `synthetic-${index}@example.org`,
  };
};

const SYNTHETIC_BANK = '9999999';
const OWN_DIGITS = 9;
/** Odd and no multiple of five, so that no two of a thousand million people share the last digits. */
const SPREAD = 387_420_489;

/**
 * The last nine digits of the account of synthetic person `index`: nobody else has them, and they follow from no other
 * number.
 */
export const syntheticDigits = (index: number): string =>
  String(((index + 1) * SPREAD) % 10 ** OWN_DIGITS).padStart(OWN_DIGITS, '0');

/**
 * A number at a bank or a wallet that can be nobody's: longer than those of the banks, or at a mobile code that does
 * not exist. It ends with `digits`.
 */
export const syntheticAccount = (digits: string, { isBank }: { isBank: boolean }): string =>
  (isBank ? SYNTHETIC_BANK : SYNTHETIC_MOBILE) + digits;
