import type { Language } from '../../subgraphs/kit/language.ts';

/** What is wrong with one record of a file, in the form of the graph's own problems. */
export interface Problem {
  code: string;
  message: string;
  /** The place in the record, as in `syllabus[2].hours`; empty for the row as a whole. */
  path: string;
}

const texts = {
  ACCESSIBILITY_UNKNOWN: {
    en: 'Say WHEELCHAIR, SIGN_LANGUAGE, SCREEN_READER, of a course also CAPTIONS, of work also FLEXIBLE_HOURS; several with a semicolon between them.',
    id: 'Isi WHEELCHAIR, SIGN_LANGUAGE, SCREEN_READER, untuk pelatihan juga CAPTIONS, untuk pekerjaan juga FLEXIBLE_HOURS; beberapa dipisahkan titik koma.',
  },
  AMOUNT_UNREADABLE: {
    en: 'Write an amount in whole rupiah, such as 1500000, 1.500.000 or Rp 1.500.000,00.',
    id: 'Tulis jumlah dalam rupiah bulat, misalnya 1500000, 1.500.000, atau Rp 1.500.000,00.',
  },
  TEXT_IS_CELL_ERROR: {
    en: 'The cell holds an error of the spreadsheet: mend its formula, or write the value itself.',
    id: 'Sel berisi galat lembar kerja: perbaiki rumusnya atau tulis nilainya.',
  },
  CELL_MISSING: { en: 'The cell is empty, and it must not be.', id: 'Sel ini kosong, padahal harus diisi.' },
  COURSE_TOO_LARGE: {
    en: 'The course is longer than the graph takes: at most 60 units, and 100,000 characters in all.',
    id: 'Pelatihan ini terlalu panjang: paling banyak 60 unit dan 100.000 karakter seluruhnya.',
  },
  DATE_UNREADABLE: {
    en: 'Write a day as 2026-12-31, 31/12/2026 or 31 Desember 2026.',
    id: 'Tulis tanggal sebagai 2026-12-31, 31/12/2026, atau 31 Desember 2026.',
  },
  EMPLOYMENT_TYPE_UNKNOWN: {
    en: 'The type is FULL_TIME, PART_TIME, CONTRACT, INTERNSHIP or FREELANCE.',
    id: 'Jenis: FULL_TIME, PART_TIME, CONTRACT, INTERNSHIP, atau FREELANCE.',
  },
  HOURS_UNREADABLE: {
    en: 'Write a whole number of hours, such as 6.',
    id: 'Tulis jumlah jam sebagai bilangan bulat, misalnya 6.',
  },
  JSON_UNREADABLE: {
    en: 'The line is no JSON object: write one object a line, with the names of the fields in quotes.',
    id: 'Baris ini bukan objek JSON: tulis satu objek per baris, dengan nama kolom dalam tanda kutip.',
  },
  LEVEL_UNKNOWN: {
    en: 'The level is BASIC, INTERMEDIATE or ADVANCED.',
    id: 'Tingkat: BASIC, INTERMEDIATE, atau ADVANCED.',
  },
  MODE_UNKNOWN: { en: 'The mode is ONLINE, OFFLINE or HYBRID.', id: 'Metode: ONLINE, OFFLINE, atau HYBRID.' },
  NUMBER_UNREADABLE: { en: 'Write a whole number, such as 3.', id: 'Tulis bilangan bulat, misalnya 3.' },
  QUOTE_BROKEN: {
    en: 'A quotation mark opens a cell that never closes, or stands inside one: close it, or write "" for it.',
    id: 'Tanda kutip membuka sel yang tidak ditutup, atau berada di tengah sel: tutuplah, atau tulis "" untuknya.',
  },
  RECORD_TOO_LARGE: {
    en: 'The row is longer than a million characters.',
    id: 'Baris ini lebih panjang dari satu juta karakter.',
  },
  REFERENCE_REPEATED: {
    en: 'An earlier line of the file has the same reference: the later one is not imported.',
    id: 'Baris sebelumnya memakai referensi yang sama: yang belakangan tidak diimpor.',
  },
  ROW_TOO_WIDE: {
    en: 'The row has more cells than the header: put a cell with the separator in it between quotation marks.',
    id: 'Baris ini memiliki lebih banyak sel daripada judul kolom: apit sel yang memuat pemisah dengan tanda kutip.',
  },
  SKILL_UNREADABLE: {
    en: 'Write skills as code:LEVEL;code:LEVEL, such as welding:BASIC; of a vacancy also with a weight, welding:BASIC:5.',
    id: 'Tulis keterampilan sebagai kode:TINGKAT;kode:TINGKAT, misalnya welding:BASIC; untuk lowongan boleh dengan bobot, welding:BASIC:5.',
  },
  SYLLABUS_UNREADABLE: {
    en: 'Write the syllabus as title|hours;title|hours, or in the columns unit1_title, unit1_hours and so on.',
    id: 'Tulis silabus sebagai judul|jam;judul|jam, atau dalam kolom unit1_title, unit1_hours, dan seterusnya.',
  },
  TEXT_MALFORMED: {
    en: 'This text holds control characters, or half of a sign.',
    id: 'Teks ini memuat karakter kontrol atau tanda yang tidak utuh.',
  },
  VACANCY_TOO_LARGE: {
    en: 'The vacancy is longer than the graph takes: at most 20 skills, and 100,000 characters in all.',
    id: 'Lowongan ini terlalu panjang: paling banyak 20 keterampilan dan 100.000 karakter seluruhnya.',
  },
  YES_OR_NO_UNREADABLE: { en: 'Write yes or no.', id: 'Tulis ya atau tidak.' },
  TEXT_WRONGLY_DECODED: {
    en: 'The text holds signs that were lost when the file was saved: save it as UTF-8 and write it again.',
    id: 'Teks memuat tanda yang rusak saat berkas disimpan: simpan sebagai UTF-8 dan tulis ulang.',
  },
} satisfies Record<string, Record<Language, string>>;

/** Codes of what a file's reader finds by itself; all others are the graph's. */
export type ReadingCode = keyof typeof texts;

/** A problem without its words, which depend on the reader's language. */
export interface Fault {
  code: ReadingCode;
  path: readonly (string | number)[];
}

/** The words of a fault in one language. */
export const problemOf = ({ code, path }: Fault, language: Language): Problem => ({
  code,
  message: texts[code][language],
  path: path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, ''),
});

export const readingCodes: ReadonlySet<string> = new Set(Object.keys(texts));
