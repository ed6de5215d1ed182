import type { Text } from '../../kit/language.ts';
import { Refusal } from '../../kit/refusal.ts';
import { isOfSpreadsheet, isUntypable, typedDigits } from '../../kit/typed-text.ts';
import { readPlace } from '../region/index.ts';
import type { NikSurroundings } from './nik.ts';
import { type ValueFault, wrongValue } from './profile.refusal.ts';
import { readDay, readNik } from './stated.ts';

/** Whether the place of a NIK is one of today makes no difference to a fault. */
const noRegions: ReadonlySet<string> = new Set();

/** What is wrong with a stated NIK, by its structure and the stated birth date alone: nobody is looked up. */
export const nikFault = (
  nik: string,
  { birthDate, ...around }: Omit<NikSurroundings, 'regions'>,
): { code: string; text: Text } | null => {
  try {
    readNik(nik, { ...around, birthDate: readDay(birthDate), regions: noRegions });
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { code: error.code, text: error.text };
  }
};

const placeFaults = { PROVINCE: 'NIK_PROVINCE_UNKNOWN', REGION: 'NIK_REGION_UNKNOWN' } as const;

/** Why a line of a list is no NIK. */
export type ListedNikFault = Extract<ValueFault, `NIK_${string}`> | 'LINE_NOT_TEXT';

/** The NIK of a line of a list, which has no birth date beside it; `{ fault }` for a line that is none. */
export const readListedNik = (line: string): { nik: string } | { fault: ListedNikFault } => {
  if (isUntypable(line)) return { fault: 'LINE_NOT_TEXT' };
  if (isOfSpreadsheet(line)) return { fault: 'NIK_CHANGED_BY_SPREADSHEET' };
  const nik = typedDigits(line);
  if (!/^\d*$/.test(nik)) return { fault: 'NIK_NOT_DIGITS' };
  if (nik.length !== 16) return { fault: 'NIK_LENGTH' };
  const place = readPlace(nik, noRegions);
  return place === 'PROVINCE' || place === 'REGION' ? { fault: placeFaults[place] } : { nik };
};

const notText: Text = {
  en: 'The line holds characters that are no text: save the file as UTF-8, one NIK a line.',
  id: 'Baris memuat karakter yang bukan teks: simpan berkas sebagai UTF-8, satu NIK per baris.',
};

export const textOf = (fault: ListedNikFault): Text =>
  fault === 'LINE_NOT_TEXT' ? notText : wrongValue(fault, []).text;
