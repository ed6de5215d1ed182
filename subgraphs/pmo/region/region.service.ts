import { typedDigits, typedLine } from '../../kit/typed-text.ts';

export { NikRegionStatus, readPlace } from './place-code.ts';

/** Clients that hold a NIK have the code without its dot. */
export const normaliseRegionCode = (code: string): string => {
  if (code.length > 20 || /^\d\d\.\d\d$/.test(code)) return code;
  const digits = typedDigits(code);
  return /^\d{4}$/.test(digits) ? `${digits.slice(0, 2)}.${digits.slice(2)}` : typedLine(code);
};
