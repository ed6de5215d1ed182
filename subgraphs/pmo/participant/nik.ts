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

const isRealDate = (date: string) => {
  const time = Date.parse(`${date}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
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
