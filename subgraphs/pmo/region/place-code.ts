import { typedDigits, typedLine } from '../../kit/typed-text.ts';
import { formerProvinces, splits } from './former-regions.data.ts';

/**
 * What is known of the place in a NIK or in the number of a family card: a regency or city of today, a former one, or
 * one of no list.
 * @public its names are those of the graph
 */
export enum NikRegionStatus {
  CURRENT = 'CURRENT',
  FORMER = 'FORMER',
  UNLISTED = 'UNLISTED',
}

const formerCodes: ReadonlySet<string> = new Set(splits.flatMap(({ regions }) => regions.map(({ code }) => code)));
const formerProvinceCodes: ReadonlySet<string> = new Set(formerProvinces.map(({ code }) => code));

// What a code can be, by the numbering of Permendagri 137/2017 art. 4 and its lists: provinces from 11 (Aceh) to 96
// (Papua Barat Daya); regencies from 01, cities from 71, of which no province has more than nine.
const isProvince = (code: string) => code >= '11' && code <= '96';
const isRegency = (code: string) => code >= '01' && code <= '79';

export type PlaceFault = 'PROVINCE' | 'REGION';

/**
 * Reads the first six digits of a NIK or of a family card's number. A code in no list is taken: places were split and
 * renumbered, and the code is that of the first registration. So is a code of today with a birth before the place was
 * founded, and a former one with a birth after its end: when somebody was first registered, the number does not say.
 * @param regions dotted codes of all regencies and cities of today
 * @returns which part can be no code of a place, or what is known of it
 */
export const readPlace = (digits: string, regions: ReadonlySet<string>): NikRegionStatus | PlaceFault => {
  const province = digits.slice(0, 2);
  const regency = digits.slice(2, 4);
  const district = digits.slice(4, 6);
  if (!isProvince(province)) return 'PROVINCE';
  if (!isRegency(regency) || district === '00') return 'REGION';
  const code = `${province}.${regency}`;
  if (regions.has(code)) return NikRegionStatus.CURRENT;
  const isFormer = formerCodes.has(code) || formerProvinceCodes.has(province);
  return isFormer ? NikRegionStatus.FORMER : NikRegionStatus.UNLISTED;
};

/** Returns the dotted code of a region: clients that hold a NIK have it without its dot. */
export const normaliseRegionCode = (code: string): string => {
  if (code.length > 20 || /^\d\d\.\d\d$/.test(code)) return code;
  const digits = typedDigits(code);
  return /^\d{4}$/.test(digits) ? `${digits.slice(0, 2)}.${digits.slice(2)}` : typedLine(code);
};
