import { typedEmail, typedMobile } from '../../kit/typed-contact.ts';
import { isOfSpreadsheet, readTyped, typedDigits, typedLine, typedNumber } from '../../kit/typed-text.ts';
import { normaliseRegionCode } from '../region/index.ts';
import { kkFault } from './kk.ts';
import { type NikParts, type NikSurroundings, parseNik } from './nik.ts';
import { type ValueFault, wrongValue } from './profile.refusal.ts';
import type { ProfileInput } from './profile.ts';

/** What values are checked against, in memory: no statement is spent on a value. */
export interface Reference {
  /** Dotted codes of all provinces and regencies. */
  regions: ReadonlySet<string>;
  skills: ReadonlySet<string>;
  allowsSynthetic: boolean;
}

/**
 * A name recorded since 2022 has at most 60 letters, spaces included, and the card may have titles beside it; names of
 * before are as they are (Permendagri 73/2022 art. 4, 5 and 8). With room for these no card is refused, nor for one
 * letter, or a single word.
 */
const NAME = 100;
const MOTIVATION = 2_000;
const INTERESTS = 5;
const QUESTIONS = 18;
const TEST_SECONDS = 1_500;

const inputPath = (field: string) => ['input', field];

const nameOfCard = /^(?=.*\p{sc=Latin})[\p{sc=Latin}\p{M} .,'()/-]+$/u;
// Of most names, and quicker to see.
const plainName = /^[A-Za-z]+(?:[ '-][A-Za-z]+)*$/;
const onlyMarks = /^[\p{M} .,'()/-]*$/u;
// Dots and slashes of titles (S.Pd., M.Com, A/L) are none of addresses.
const webAddress =
  /\/\/|\bwww\.|\p{L}{3,}\.(?:com|net|org|info|biz|xyz|(?:ac|biz|co|go|my|or|sch|web)\.id)\b|\.\p{L}{2,}\/\p{L}/iu;

const nameFaults = {
  EMPTY: 'NAME_EMPTY',
  SHORT: 'NAME_EMPTY',
  LONG: 'NAME_TOO_LONG',
  BROKEN: 'NAME_MALFORMED',
} as const;

export const readName = (text: string): string => {
  const found = readTyped(text, { most: NAME, read: typedLine });
  if ('fault' in found) throw wrongValue(nameFaults[found.fault], inputPath('name'));
  const { text: name } = found;
  if (plainName.test(name)) return name;
  if (onlyMarks.test(name)) throw wrongValue('NAME_EMPTY', inputPath('name'));
  if (!nameOfCard.test(name) || webAddress.test(name)) throw wrongValue('NAME_MALFORMED', inputPath('name'));
  return name;
};

const motivationFaults = {
  EMPTY: 'MOTIVATION_EMPTY',
  SHORT: 'MOTIVATION_EMPTY',
  LONG: 'MOTIVATION_TOO_LONG',
  BROKEN: 'MOTIVATION_MALFORMED',
} as const;

export const readMotivation = (text: string): string => {
  const found = readTyped(text, { most: MOTIVATION });
  if ('fault' in found) throw wrongValue(motivationFaults[found.fault], inputPath('motivation'));
  return found.text;
};

/** The 16 digits of a family card's number, whatever they say. */
export const readKkDigits = (text: string): string => {
  if (isOfSpreadsheet(text)) throw wrongValue('KK_CHANGED_BY_SPREADSHEET', inputPath('kk'));
  const kk = typedDigits(text);
  if (!/^\d{16}$/.test(kk)) throw wrongValue('KK_MALFORMED', inputPath('kk'));
  return kk;
};

/** @param nik of the same person, which many copy instead; null where it is not known */
export const checkKk = (kk: string, nik: string | null, { regions }: Pick<Reference, 'regions'>): void => {
  if (kk === nik) throw wrongValue('KK_IS_NIK', inputPath('kk'));
  const fault = kkFault(kk, regions);
  if (fault) throw wrongValue(fault, inputPath('kk'));
};

/** Indonesian, since codes go there by SMS. Who works abroad states the number kept at home. */
export const readPhone = (text: string, { allowsSynthetic }: Pick<Reference, 'allowsSynthetic'>): string => {
  if (isOfSpreadsheet(text)) throw wrongValue('PHONE_CHANGED_BY_SPREADSHEET', inputPath('phone'));
  const mobile = typedMobile(text);
  if (!mobile || (mobile.isSynthetic && !allowsSynthetic)) throw wrongValue('PHONE_MALFORMED', inputPath('phone'));
  if (!mobile.isIndonesian) throw wrongValue('PHONE_FOREIGN', inputPath('phone'));
  return mobile.number;
};

export const readEmail = (text: string): string => {
  const email = typedEmail(text);
  if (email === null) throw wrongValue('EMAIL_MALFORMED', inputPath('email'));
  return email;
};

/** A day as YYYY-MM-DD, checked later with the NIK. */
export const readDay = (text: string): string => typedNumber(text);

export const readRegion = (text: string, { regions }: Reference): string => {
  const code = normaliseRegionCode(text);
  if (!regions.has(code)) throw wrongValue('REGION_UNKNOWN', inputPath('region'));
  if (!code.includes('.')) throw wrongValue('REGION_NOT_REGENCY', inputPath('region'));
  return code;
};

const typedCode = (code: string) => (code.length > 100 ? code : typedLine(code));

export const readInterests = (stated: readonly string[], { skills }: Reference): string[] => {
  if (stated.length > INTERESTS) throw wrongValue('INTERESTS_TOO_MANY', inputPath('interests'));
  const codes = stated.map(typedCode);
  const unknown = codes.findIndex((code) => !skills.has(code));
  if (unknown >= 0) throw wrongValue('INTEREST_UNKNOWN', [...inputPath('interests'), String(unknown)]);
  if (new Set(codes).size < codes.length) throw wrongValue('INTEREST_REPEATED', inputPath('interests'));
  return codes;
};

const isWithin = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value <= most;

const readTest = ({ score, seconds }: ProfileInput['abilityTest']) => {
  const wrong = (code: ValueFault, field: string) => wrongValue(code, [...inputPath('abilityTest'), field]);
  if (!isWithin(score, QUESTIONS)) throw wrong('ABILITY_SCORE_OUT_OF_RANGE', 'score');
  if (!isWithin(seconds, TEST_SECONDS)) throw wrong('ABILITY_TIME_OUT_OF_RANGE', 'seconds');
  return { abilityScore: score, abilitySeconds: seconds };
};

/**
 * The NIK with what it says, when it can be of who was born on the birth date; `blamed` is the field that was stated of the two.
 * @throws Refusal with the fault's code
 */
export const readNik = (
  text: string,
  surroundings: NikSurroundings,
  blamed: 'nik' | 'birthDate' = 'nik',
): NikParts & { nik: string } => {
  if (isOfSpreadsheet(text)) throw wrongValue('NIK_CHANGED_BY_SPREADSHEET', inputPath(blamed));
  const nik = typedDigits(text);
  const parsed = parseNik(nik, surroundings);
  if (typeof parsed !== 'string') return { ...parsed, nik };
  const isOfBirthDate = parsed === 'BIRTH_DATE_IMPOSSIBLE' || parsed === 'AGE_IMPOSSIBLE';
  throw wrongValue(parsed, inputPath(isOfBirthDate ? 'birthDate' : blamed));
};

/** Checks what a person states, and brings each value to its one form. @throws Refusal with the first fault */
export const readStated = (input: ProfileInput, reference: Reference, today: string) => {
  const { regions, allowsSynthetic } = reference;
  const { nik, birthDate, nikBirthDate, sex, isSynthetic, place } = readNik(input.nik, {
    birthDate: readDay(input.birthDate),
    today,
    regions,
    allowsSynthetic,
  });
  const kk = readKkDigits(input.kk);
  checkKk(kk, nik, reference);
  return {
    nik,
    kk,
    birthDate,
    nikBirthDate,
    sex,
    isSynthetic,
    nikPlace: place,
    education: input.education,
    workStatus: input.workStatus,
    occupation: input.occupation,
    isInFormalEducation: input.isInFormalEducation,
    name: readName(input.name),
    phone: readPhone(input.phone, reference),
    email: readEmail(input.email),
    regionCode: readRegion(input.region, reference),
    motivation: readMotivation(input.motivation),
    interests: readInterests(input.interests, reference),
    ...readTest(input.abilityTest),
  };
};

export type StatedProfile = ReturnType<typeof readStated>;
