import { type NikRegionStatus, readPlace } from '../region/index.ts';

/** No district of the Kemendagri data has this code, so no synthetic NIK can be a person's. */
export const SYNTHETIC_DISTRICT = '99';

/** Added to the day of birth in a woman's NIK. */
const WOMAN_DAY_OFFSET = 40;

export interface SyntheticNikParts {
  /** Dotted Kemendagri code of a regency or city, such as `32.73`. */
  regencyCode: string;
  /** ISO date. */
  birthDate: string;
  isWoman: boolean;
  /** 1–9999, tells apart those who share all else. */
  serial: number;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const daysOf = (year: number, month: number): number => {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return isLeap && month === 2 ? 29 : (DAYS[month - 1] ?? 0);
};

/** Counted, since a Date takes twenty times as long: each registration asks this four times. */
export const isRealDate = (date: string): boolean => {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return false;
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const day = Number(date.slice(8));
  return day >= 1 && day <= daysOf(year, month);
};

/**
 * A NIK of 16 digits with the structure of a real one: regency (4), district 99, DDMMYY of birth, serial (4).
 * @throws RangeError when a part is malformed.
 */
export const syntheticNik = ({ regencyCode, birthDate, isWoman, serial }: SyntheticNikParts): string => {
  if (!/^\d\d\.\d\d$/.test(regencyCode)) throw new RangeError(`not a regency code: ${regencyCode}`);
  if (!isRealDate(birthDate)) throw new RangeError(`not a calendar date: ${birthDate}`);
  if (!Number.isInteger(serial) || serial < 1 || serial > 9999) throw new RangeError(`serial not in 1–9999: ${serial}`);
  const day = Number(birthDate.slice(8)) + (isWoman ? WOMAN_DAY_OFFSET : 0);
  return [
    regencyCode.replace('.', ''),
    SYNTHETIC_DISTRICT,
    String(day).padStart(2, '0'),
    birthDate.slice(5, 7),
    birthDate.slice(2, 4),
    String(serial).padStart(4, '0'),
  ].join('');
};

/** Why a NIK is not one, or not that of the person who states it. */
export type NikFault =
  | 'NIK_NOT_DIGITS'
  | 'NIK_LENGTH'
  | 'NIK_PROVINCE_UNKNOWN'
  | 'NIK_REGION_UNKNOWN'
  | 'NIK_SYNTHETIC'
  | 'NIK_DATE_IMPOSSIBLE'
  | 'NIK_SERIAL_ZERO'
  | 'NIK_BIRTH_DATE_DISAGREES'
  | 'BIRTH_DATE_IMPOSSIBLE'
  | 'AGE_IMPOSSIBLE';

export interface NikParts {
  /** Dotted code of where the NIK was first registered, not of where the person lives. */
  regencyCode: string;
  /** Whether that is a place of today, a former one, or one that is in no list and waits for an officer's check. */
  place: NikRegionStatus;
  birthDate: string;
  /** The date in the NIK, in the century that is nearest; null where it is the stated one. */
  nikBirthDate: string | null;
  sex: 'FEMALE' | 'MALE';
  serial: number;
  isSynthetic: boolean;
}

export interface NikSurroundings {
  /** As the person states it, `YYYY-MM-DD`; the NIK has no century. */
  birthDate: string;
  /** The day on which it is checked, `YYYY-MM-DD`. */
  today: string;
  /** Dotted codes of all regencies of today. */
  regions: ReadonlySet<string>;
  /** Whether made-up NIKs, of district 99, are taken. */
  allowsSynthetic: boolean;
  /** Whether an officer who has seen the card states it: then the two dates may lie any time apart. */
  isOfficer?: boolean;
}

/** Nobody is older: the longest life on record is 122 years. */
const OLDEST_YEARS = 125;

const two = (number: number) => String(number).padStart(2, '0');

const birthFault = (birthDate: string, today: string): NikFault | null => {
  if (!isRealDate(birthDate)) return 'BIRTH_DATE_IMPOSSIBLE';
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return birthDate > today || years > OLDEST_YEARS ? 'AGE_IMPOSSIBLE' : null;
};

/** Beyond it nobody meant a NIK, and no letter of it is looked at. */
const LONGEST = 100;

const placeFaults = { PROVINCE: 'NIK_PROVINCE_UNKNOWN', REGION: 'NIK_REGION_UNKNOWN' } as const;

/** Beyond it the NIK is the card of somebody else, a parent or a child, rather than one of before a correction. */
const MOST_CORRECTED_YEARS = 10;

/** Returns the dates that a NIK's digits 7 to 12 can mean: 29 February 00 is one of 2000, and none of 1900. */
const datesIn = (nik: string): string[] => {
  const day = Number(nik.slice(6, 8)) - (Number(nik.slice(6, 8)) > WOMAN_DAY_OFFSET ? WOMAN_DAY_OFFSET : 0);
  return ['19', '20']
    .map((century) => `${century}${nik.slice(10, 12)}-${nik.slice(8, 10)}-${two(day)}`)
    .filter(isRealDate);
};

/** Decides whether digits 7 to 12 of a NIK can be a birth date. */
export const hasDate = (nik: string): boolean => datesIn(nik).length > 0;

const yearsBetween = (one: string, other: string) =>
  Math.abs(Date.parse(one) - Date.parse(other)) / (365.25 * 86_400_000);

/**
 * Reads the birth date in a NIK. The civil registry corrects birth dates and never the NIK, so that another date is no
 * fault while the two may be of one person.
 */
const readBirth = (
  nik: string,
  { birthDate, today, isOfficer = false }: NikSurroundings,
): { nikBirthDate: string | null } | NikFault => {
  const dates = datesIn(nik);
  if (dates.length === 0) return 'NIK_DATE_IMPOSSIBLE';
  if (dates.includes(birthDate)) return { nikBirthDate: null };
  const [nearest] = dates
    .filter((date) => date <= today)
    .sort((one, other) => yearsBetween(one, birthDate) - yearsBetween(other, birthDate));
  // Only a 29 February to come is in neither century yet.
  if (nearest === undefined) return 'NIK_DATE_IMPOSSIBLE';
  const isFar = yearsBetween(nearest, birthDate) > MOST_CORRECTED_YEARS;
  return isFar && !isOfficer ? 'NIK_BIRTH_DATE_DISAGREES' : { nikBirthDate: nearest };
};

/**
 * Reads a NIK: province (2 digits), regency (2), district (2), DDMMYY of birth with 40 added to a woman's day, serial
 * (4). Districts are not looked up: they are split and renumbered each year.
 * @returns its parts, or the first fault that was found
 */
export const parseNik = (nik: string, surroundings: NikSurroundings): NikParts | NikFault => {
  if (nik.length > LONGEST) return 'NIK_LENGTH';
  if (!/^\d*$/.test(nik)) return 'NIK_NOT_DIGITS';
  if (nik.length !== 16) return 'NIK_LENGTH';
  const { birthDate, today, regions, allowsSynthetic } = surroundings;
  const wrongBirth = birthFault(birthDate, today);
  if (wrongBirth) return wrongBirth;
  const place = readPlace(nik, regions);
  if (place === 'PROVINCE' || place === 'REGION') return placeFaults[place];
  const isSynthetic = nik.slice(4, 6) === SYNTHETIC_DISTRICT;
  if (isSynthetic && !allowsSynthetic) return 'NIK_SYNTHETIC';
  const serial = Number(nik.slice(12));
  const birth = readBirth(nik, surroundings);
  if (typeof birth === 'string') return birth;
  if (serial === 0) return 'NIK_SERIAL_ZERO';
  const sex = Number(nik.slice(6, 8)) > WOMAN_DAY_OFFSET ? 'FEMALE' : 'MALE';
  return { regencyCode: `${nik.slice(0, 2)}.${nik.slice(2, 4)}`, place, birthDate, ...birth, sex, serial, isSynthetic };
};
