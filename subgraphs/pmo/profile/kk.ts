import { readPlace } from '../region/index.ts';
import { isRealDate } from './nik.ts';

/** Why a number is none of a family card. */
export type KkFault = 'KK_REGION_UNKNOWN' | 'KK_DATE_IMPOSSIBLE' | 'KK_SERIAL_ZERO';

/**
 * What is wrong with the 16 digits of a family card's number: region (6 digits), DDMMYY of its registration, serial (4). Unlike in
 * a NIK, nothing is added to the day. The region is checked as a NIK's is: cards keep the code of their first place.
 * @param regions dotted codes of all regencies of today
 */
export const kkFault = (kk: string, regions: ReadonlySet<string>): KkFault | null => {
  const place = readPlace(kk, regions);
  if (place === 'PROVINCE' || place === 'REGION') return 'KK_REGION_UNKNOWN';
  const inCentury = (century: string) => `${century}${kk.slice(10, 12)}-${kk.slice(8, 10)}-${kk.slice(6, 8)}`;
  if (!['19', '20'].some((century) => isRealDate(inCentury(century)))) return 'KK_DATE_IMPOSSIBLE';
  return kk.endsWith('0000') ? 'KK_SERIAL_ZERO' : null;
};
