import type { Text } from '../../kit/language.ts';
import { Refusal } from '../../kit/refusal.ts';
import { isOfSpreadsheet, isUntypable, typedDigits } from '../../kit/typed-text.ts';
import { readPlace } from '../region/index.ts';
import { hasDate, type NikSurroundings } from './nik.ts';
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
export type ListedNikFault = Extract<ValueFault, `NIK_${string}`> | 'LINE_NOT_TEXT' | 'LINE_HAS_COLUMNS';

/** Beyond it a line is no NIK, and not taken apart. */
const LONGEST_LINE = 200;
const isSixteen = (text: string) => /^\d{16}$/.test(text);

/** What stands between the separators of a line, without the blanks and quotes around it. */
const columnsOf = (line: string): string[] =>
  line.length > LONGEST_LINE || !/[;,|\t]/.test(line)
    ? [typedDigits(line)]
    : line
        .split(/[;,|\t]/)
        .map(typedDigits)
        .filter((part) => part !== '');

/** The NIK of a line of a list, which has no birth date beside it; `{ fault }` for a line that is none. */
export const readListedNik = (line: string): { nik: string } | { fault: ListedNikFault } => {
  if (isUntypable(line)) return { fault: 'LINE_NOT_TEXT' };
  if (isOfSpreadsheet(line)) return { fault: 'NIK_CHANGED_BY_SPREADSHEET' };
  const columns = columnsOf(line);
  const nik = columns.length === 1 ? (columns[0] ?? '') : typedDigits(line);
  // A number in thousands has commas too, and none of its parts is a NIK.
  if (columns.length > 1 && columns.some(isSixteen)) return { fault: 'LINE_HAS_COLUMNS' };
  if (!/^\d*$/.test(nik)) return { fault: 'NIK_NOT_DIGITS' };
  if (nik.length !== 16) return { fault: 'NIK_LENGTH' };
  const place = readPlace(nik, noRegions);
  if (place === 'PROVINCE' || place === 'REGION') return { fault: placeFaults[place] };
  if (!hasDate(nik)) return { fault: 'NIK_DATE_IMPOSSIBLE' };
  return nik.endsWith('0000') ? { fault: 'NIK_SERIAL_ZERO' } : { nik };
};

const notText: Text = {
  en: 'The line holds characters that are no text: save the file as UTF-8, one NIK a line.',
  id: 'Baris memuat karakter yang bukan teks: simpan berkas sebagai UTF-8, satu NIK per baris.',
};

const hasColumns: Text = {
  en: 'The line holds a NIK and more: save the column of the NIK alone, one NIK a line.',
  id: 'Baris memuat NIK dan isian lain: simpan kolom NIK saja, satu NIK per baris.',
};

export const textOf = (fault: ListedNikFault): Text => {
  if (fault === 'LINE_NOT_TEXT') return notText;
  return fault === 'LINE_HAS_COLUMNS' ? hasColumns : wrongValue(fault, []).text;
};
