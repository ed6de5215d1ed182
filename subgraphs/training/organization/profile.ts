import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { typedDigits, typedLine, typedWithin } from '../../kit/typed-text.ts';
import { inForce, provinces } from '../policy/index.ts';
import type { LegalForm } from './legal-form.ts';
import { refusals } from './profile.refusal.ts';

/** What an organisation sends of itself. */
export interface SentProfile {
  taxNumber: string;
  legalForm: LegalForm;
  /** As `YYYY-MM-DD`. */
  established: string;
  accreditation?: string | null;
  /** Codes of provinces. */
  provinces: readonly string[];
}

/** A profile as it is kept. */
export interface Profile {
  taxNumber: string;
  legalForm: LegalForm;
  established: string;
  accreditation: string | null;
  provinces: string[];
}

/**
 * Reads the NPWP of a legal entity as its 16 digits; the old form of 15 gets a 0 before it (PMK 112/2022). Since 2022 a
 * person's is the NIK, which begins with a province, 11 or more: it is not kept here.
 * @throws Refusal TAX_NUMBER_MALFORMED
 */
const readTaxNumber = (text: string): string => {
  const digits = typedDigits(text);
  const number = /^\d{15}$/.test(digits) ? `0${digits}` : digits;
  if (!/^(0|10)\d+$/.test(number) || number.length !== 16 || /^0+$/.test(number)) throw refusals.taxNumber();
  return number;
};

const readAccreditation = (text: string | null | undefined): string | null => {
  if (text === null || text === undefined) return null;
  const read = typedWithin(text, { least: 2, most: 200, read: typedLine });
  if (read === null) throw refusals.accreditation();
  return read;
};

const readProvinces = (codes: readonly string[], today: string): string[] => {
  const known = inForce(provinces, today).value;
  const unknown = codes.findIndex((code) => !known.includes(code));
  if (unknown >= 0) throw refusals.province(unknown);
  return [...new Set(codes)].sort();
};

/**
 * Reads a profile that an organisation sends.
 * @throws Refusal TAX_NUMBER_MALFORMED, ESTABLISHED_IMPOSSIBLE, ACCREDITATION_MALFORMED, PROVINCE_UNKNOWN
 */
export const readProfile = (sent: SentProfile, now: Date): Profile => {
  const today = jakartaDayAfter(now, 0);
  const taxNumber = readTaxNumber(sent.taxNumber);
  if (sent.established > today || sent.established < '1800-01-01') throw refusals.established();
  return {
    taxNumber,
    legalForm: sent.legalForm,
    established: sent.established,
    accreditation: readAccreditation(sent.accreditation),
    provinces: readProvinces(sent.provinces, today),
  };
};
