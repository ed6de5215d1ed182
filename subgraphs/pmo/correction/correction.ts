import { isOfSpreadsheet, typedDigits, typedWithin } from '../../kit/typed-text.ts';
import {
  checkKk,
  type Education,
  type Occupation,
  type Reference,
  readDay,
  readEmail,
  readInterests,
  readKkDigits,
  readMotivation,
  readName,
  readNik,
  readPhone,
  readRegion,
  type WorkStatus,
  wrongValue,
} from '../profile/index.ts';
import type { NikRegionStatus } from '../region/index.ts';
import { refusals } from './correction.refusal.ts';

/** What a person stated at registration, under the names of the input; null where it was not asked for. */
export interface Values {
  nik: string | null;
  kk: string | null;
  birthDate: string;
  name: string;
  phone: string | null;
  email: string | null;
  region: string;
  education: Education | null;
  workStatus: WorkStatus;
  occupation: Occupation;
  isInFormalEducation: boolean;
  motivation: string | null;
  interests: readonly string[];
}

export type ValueName = keyof Values;

export type CorrectionInput = { participantId?: string | null; expectedVersion: number; reason: string } & {
  [Name in ValueName]?: Values[Name] | null;
};

/** In the order in which the first that must not change is named. */
export const identityValues: readonly ValueName[] = ['nik', 'kk', 'birthDate'];

/** What is shown to whom `identity:read` was given, and masked for others. */
export const protectedValues: readonly string[] = [...identityValues, 'phone', 'email'];

const channels: { [Name in ValueName]?: string } = { phone: 'PHONE', email: 'EMAIL' };

/** What has to be confirmed anew. */
export const channelsOf = (fields: readonly ValueName[]): string[] => fields.flatMap((name) => channels[name] ?? []);

const REASON = 500;

/** @throws Refusal REASON_MALFORMED */
export const readReason = (text: string): string => {
  const reason = typedWithin(text, { most: REASON });
  if (reason === null) throw refusals.reason();
  return reason;
};

/** The digits of a NIK, which are checked when its birth date is known; a text that is none is refused then. */
const readNikText = (text: string): string => {
  if (isOfSpreadsheet(text)) throw wrongValue('NIK_CHANGED_BY_SPREADSHEET', ['input', 'nik']);
  return typedDigits(text);
};

const asStated = <Value>(value: Value): Value => value;

/** How each value is checked and brought to its one form; the NIK's digits are checked with the birth date. */
const readers: { [Name in ValueName]: (value: never, reference: Reference) => Values[Name] } = {
  nik: readNikText,
  kk: readKkDigits,
  birthDate: readDay,
  name: readName,
  phone: readPhone,
  email: readEmail,
  region: readRegion,
  education: asStated<Education>,
  workStatus: asStated<WorkStatus>,
  occupation: asStated<Occupation>,
  isInFormalEducation: asStated<boolean>,
  motivation: readMotivation,
  interests: readInterests,
};

const names = Object.keys(readers) as ValueName[];

/**
 * The values that were stated, each as registration would keep it.
 * @throws Refusal CORRECTION_EMPTY when there is none, and with the first fault of a value
 */
export const readValues = (input: CorrectionInput, reference: Reference): Partial<Values> => {
  const stated = names.filter((name) => input[name] !== undefined && input[name] !== null);
  if (stated.length === 0) throw refusals.empty();
  return Object.fromEntries(stated.map((name) => [name, readers[name](input[name] as never, reference)]));
};

/** What a NIK tells; null while it stays. */
export type NikTells = {
  sex: 'FEMALE' | 'MALE';
  isSynthetic: boolean;
  nikPlace: NikRegionStatus;
  nikBirthDate: string | null;
} | null;

/** What a correction is checked against. */
export interface CorrectionSurroundings {
  reference: Reference;
  today: string;
  /** Whether an officer corrects it, who has seen the card. */
  isOfficer: boolean;
}

export interface Correction {
  /** All values as they will be. */
  values: Values;
  /** What is changed, in the order of the input. A NIK that was stated always is: see `nik` of the input. */
  fields: ValueName[];
  nikTells: NikTells;
}

const tellsOf = (stated: Partial<Values>, values: Values, around: CorrectionSurroundings): NikTells => {
  if (stated.nik === undefined && stated.birthDate === undefined) return null;
  if (values.nik === null) throw refusals.nikMissing();
  const { today, isOfficer } = around;
  const { regions, allowsSynthetic } = around.reference;
  const surroundings = { birthDate: values.birthDate, today, isOfficer, regions, allowsSynthetic };
  const read = readNik(values.nik, surroundings, stated.nik === undefined ? 'birthDate' : 'nik');
  const { sex, isSynthetic, place, nikBirthDate } = read;
  return { sex, isSynthetic, nikPlace: place, nikBirthDate };
};

const isSame = (one: Values[ValueName], other: Values[ValueName]) => JSON.stringify(one) === JSON.stringify(other);

/**
 * What becomes of the values that are held.
 * @throws Refusal CORRECTION_EMPTY when nothing differs, and with the fault of a NIK, birth date or family card
 */
export const correct = (held: Values, stated: Partial<Values>, around: CorrectionSurroundings): Correction => {
  const values: Values = { ...held, ...stated };
  const nikTells = tellsOf(stated, values, around);
  if (values.kk !== null && values.kk === values.nik && (stated.kk ?? stated.nik) !== undefined) {
    throw wrongValue('KK_IS_NIK', ['input', stated.kk === undefined ? 'nik' : 'kk']);
  }
  if (stated.kk && stated.kk !== held.kk) checkKk(stated.kk, values.nik, around.reference);
  const isChanged = (name: ValueName) => name in stated && (name === 'nik' || !isSame(held[name], values[name]));
  const fields = names.filter(isChanged);
  if (fields.length === 0) throw refusals.empty();
  return { values, fields, nikTells };
};
