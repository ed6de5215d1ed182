import { normalise } from '../../kit/vault/normalise.ts';
import { normaliseRegionCode } from '../region/region.service.ts';
import { type NikParts, type NikSurroundings, parseNik } from './nik.ts';
import type { RegisterParticipantInput } from './participant.input.ts';
import { type ValueFault, wrongValue } from './registration.refusal.ts';

/** What values are checked against, in memory: no statement is spent on a value. */
export interface Reference {
  /** Dotted codes of all provinces and regencies. */
  regions: ReadonlySet<string>;
  skills: ReadonlySet<string>;
  allowsSynthetic: boolean;
}

const NAME = 100;
const MOTIVATION = 2_000;
const INTERESTS = 5;
const QUESTIONS = 18;
const TEST_SECONDS = 1_500;
const EMAIL = 254;

const at = (field: string) => ['input', field];

/** The digits of a NIK or KK, without what people put between them. */
export const digitsOf = (text: string): string => text.replaceAll(/[\s.-]/g, '');

const letters = /^[\p{L}\p{M}][\p{L}\p{M} .,'’-]*$/u;
// Line breaks are text; other control characters and unpaired surrogates are not.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const noText = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** Well-formed, and without control characters but line breaks. */
export const isText = (text: string) => text.isWellFormed() && !noText.test(text);

export const readName = (text: string): string => {
  const name = text.normalize('NFC').trim().replaceAll(/ +/g, ' ');
  if (name === '') throw wrongValue('NAME_EMPTY', at('name'));
  if (name.length > NAME) throw wrongValue('NAME_TOO_LONG', at('name'));
  if (!letters.test(name)) throw wrongValue('NAME_MALFORMED', at('name'));
  return name;
};

export const readMotivation = (text: string): string => {
  const motivation = text.trim();
  if (motivation === '') throw wrongValue('MOTIVATION_EMPTY', at('motivation'));
  if ([...motivation].length > MOTIVATION) throw wrongValue('MOTIVATION_TOO_LONG', at('motivation'));
  if (!isText(motivation)) throw wrongValue('MOTIVATION_MALFORMED', at('motivation'));
  return motivation;
};

export const readKk = (text: string): string => {
  const digits = digitsOf(text);
  if (!/^\d{16}$/.test(digits)) throw wrongValue('KK_MALFORMED', at('kk'));
  return digits;
};

export const readPhone = (text: string): string => {
  let phone: string;
  try {
    phone = normalise('phone', text);
  } catch {
    throw wrongValue('PHONE_MALFORMED', at('phone'));
  }
  if (!phone.startsWith('+62')) throw wrongValue('PHONE_FOREIGN', at('phone'));
  if (!/^\+628\d{7,11}$/.test(phone)) throw wrongValue('PHONE_MALFORMED', at('phone'));
  return phone;
};

export const readEmail = (text: string): string => {
  const email = text.trim().normalize('NFC').toLowerCase();
  const isAddress = /^[^\s@"<>(),;:\\]+@[^\s@"<>(),;:\\.]+(\.[^\s@"<>(),;:\\.]+)+$/.test(email);
  if (!isAddress || email.length > EMAIL || !isText(email)) throw wrongValue('EMAIL_MALFORMED', at('email'));
  return email;
};

export const readRegion = (text: string, { regions }: Reference): string => {
  const code = normaliseRegionCode(text);
  if (!regions.has(code)) throw wrongValue('REGION_UNKNOWN', at('region'));
  if (!code.includes('.')) throw wrongValue('REGION_NOT_REGENCY', at('region'));
  return code;
};

export const readInterests = (codes: readonly string[], { skills }: Reference): string[] => {
  if (codes.length > INTERESTS) throw wrongValue('INTERESTS_TOO_MANY', at('interests'));
  const unknown = codes.findIndex((code) => !skills.has(code));
  if (unknown >= 0) throw wrongValue('INTEREST_UNKNOWN', [...at('interests'), String(unknown)]);
  if (new Set(codes).size < codes.length) throw wrongValue('INTEREST_REPEATED', at('interests'));
  return [...codes];
};

const isWithin = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value <= most;

const readTest = ({ score, seconds }: RegisterParticipantInput['abilityTest']) => {
  const wrong = (code: ValueFault, field: string) => wrongValue(code, [...at('abilityTest'), field]);
  if (!isWithin(score, QUESTIONS)) throw wrong('ABILITY_SCORE_OUT_OF_RANGE', 'score');
  if (!isWithin(seconds, TEST_SECONDS)) throw wrong('ABILITY_TIME_OUT_OF_RANGE', 'seconds');
  return { abilityScore: score, abilitySeconds: seconds };
};

/**
 * The NIK with what it says, when it agrees with the birth date; `blamed` is the field that was stated of the two.
 * @throws Refusal with the fault's code
 */
export const readNik = (
  text: string,
  surroundings: NikSurroundings,
  blamed: 'nik' | 'birthDate' = 'nik',
): NikParts & { nik: string } => {
  const nik = digitsOf(text);
  const parsed = parseNik(nik, surroundings);
  if (typeof parsed !== 'string') return { ...parsed, nik };
  const isOfBirthDate = parsed === 'BIRTH_DATE_IMPOSSIBLE' || parsed === 'AGE_IMPOSSIBLE';
  throw wrongValue(parsed, at(isOfBirthDate ? 'birthDate' : blamed));
};

/** What registerParticipant was called with, checked and in its one form. @throws Refusal with the first fault */
export const readStated = (input: RegisterParticipantInput, reference: Reference, today: string) => {
  const { regions, allowsSynthetic } = reference;
  const { nik, birthDate, sex, isSynthetic } = readNik(input.nik, {
    ...{ birthDate: input.birthDate, today },
    ...{ regions, allowsSynthetic },
  });
  const kk = readKk(input.kk);
  if (kk === nik) throw wrongValue('KK_IS_NIK', at('kk'));
  const { education, workStatus, occupation, isInFormalEducation } = input;
  return {
    ...{ nik, kk, birthDate, sex, isSynthetic, education, workStatus, occupation, isInFormalEducation },
    name: readName(input.name),
    phone: readPhone(input.phone),
    email: readEmail(input.email),
    regionCode: readRegion(input.region, reference),
    motivation: readMotivation(input.motivation),
    interests: readInterests(input.interests, reference),
    ...readTest(input.abilityTest),
  };
};

export type Stated = ReturnType<typeof readStated>;
