import { Refusal } from '../../kit/refusal.ts';

/** What is wrong with a value that a person states, in words that help to correct it. */
const texts = {
  NIK_NOT_DIGITS: ['A NIK has digits only; O is not 0.', 'NIK hanya terdiri dari angka; huruf O bukan angka 0.'],
  NIK_LENGTH: ['A NIK has 16 digits.', 'NIK terdiri dari 16 angka.'],
  NIK_CHANGED_BY_SPREADSHEET: [
    'A spreadsheet changed this number. Format the cell as text, and type the 16 digits of the NIK again.',
    'Nomor ini diubah oleh aplikasi lembar kerja. Atur sel sebagai teks, lalu ketik ulang 16 angka NIK.',
  ],
  NIK_PROVINCE_UNKNOWN: [
    'The first two digits of the NIK are no code of a province, of today or of before.',
    'Dua angka pertama NIK bukan kode provinsi, baik yang sekarang maupun yang lama.',
  ],
  NIK_REGION_UNKNOWN: [
    'Digits 3 to 6 of the NIK can be no regency, city or district.',
    'Angka ke-3 sampai ke-6 NIK bukan kode kabupaten, kota, atau kecamatan.',
  ],
  NIK_SYNTHETIC: ['This NIK is made up for tests.', 'NIK ini dibuat untuk pengujian.'],
  NIK_DATE_IMPOSSIBLE: [
    'Digits 7 to 12 of the NIK are no date of the calendar.',
    'Angka ke-7 sampai ke-12 NIK bukan tanggal yang ada.',
  ],
  NIK_SERIAL_ZERO: ['The last four digits of a NIK are not 0000.', 'Empat angka terakhir NIK tidak mungkin 0000.'],
  NIK_BIRTH_DATE_DISAGREES: [
    'The birth date in the NIK is more than ten years from the one you stated. If the civil registry corrected it that far, an officer enters it.',
    'Tanggal lahir pada NIK berselisih lebih dari sepuluh tahun dengan yang diisi. Jika Dukcapil memang mengoreksinya sejauh itu, petugas yang memasukkannya.',
  ],
  BIRTH_DATE_IMPOSSIBLE: [
    'The birth date is no date of the calendar; write it as YYYY-MM-DD.',
    'Tanggal lahir tidak ada dalam kalender; tulis sebagai TTTT-BB-HH.',
  ],
  AGE_IMPOSSIBLE: ['Nobody living was born on this date.', 'Tidak ada orang hidup yang lahir pada tanggal ini.'],
  KK_MALFORMED: ['The number of a family card has 16 digits.', 'Nomor kartu keluarga terdiri dari 16 angka.'],
  KK_CHANGED_BY_SPREADSHEET: [
    'A spreadsheet changed this number. Format the cell as text, and type the 16 digits of the family card again.',
    'Nomor ini diubah oleh aplikasi lembar kerja. Atur sel sebagai teks, lalu ketik ulang 16 angka nomor kartu keluarga.',
  ],
  KK_REGION_UNKNOWN: [
    'The first six digits of the number of the family card can be no province, regency and district.',
    'Enam angka pertama nomor kartu keluarga bukan kode provinsi, kabupaten atau kota, dan kecamatan.',
  ],
  KK_DATE_IMPOSSIBLE: [
    'Digits 7 to 12 of the number of the family card are no date of the calendar.',
    'Angka ke-7 sampai ke-12 nomor kartu keluarga bukan tanggal yang ada.',
  ],
  KK_SERIAL_ZERO: [
    'The last four digits of the number of a family card are not 0000.',
    'Empat angka terakhir nomor kartu keluarga tidak mungkin 0000.',
  ],
  KK_IS_NIK: [
    'This is your NIK. The number of the family card stands at its top.',
    'Ini NIK Anda. Nomor kartu keluarga tertulis di bagian atas kartu.',
  ],
  PHONE_MALFORMED: [
    'This is no mobile number, such as 0812 3456 7890.',
    'Ini bukan nomor ponsel, misalnya 0812 3456 7890.',
  ],
  PHONE_CHANGED_BY_SPREADSHEET: [
    'A spreadsheet changed this number. Format the cell as text, and type the mobile number again.',
    'Nomor ini diubah oleh aplikasi lembar kerja. Atur sel sebagai teks, lalu ketik ulang nomor ponsel.',
  ],
  PHONE_FOREIGN: ['The mobile number must be Indonesian (+62).', 'Nomor ponsel harus nomor Indonesia (+62).'],
  EMAIL_MALFORMED: ['This is no e-mail address.', 'Ini bukan alamat surel.'],
  NAME_EMPTY: ['State your name as on the KTP.', 'Isi nama sesuai KTP.'],
  NAME_TOO_LONG: ['A name has at most 100 characters.', 'Nama paling panjang 100 karakter.'],
  NAME_MALFORMED: [
    "A name has Latin letters, spaces and . , ' - ( ) / only; write numbers in it as words or Roman numerals.",
    "Nama hanya terdiri dari huruf Latin, spasi, dan tanda . , ' - ( ) /; tulis angka sebagai kata atau angka Romawi.",
  ],
  REGION_UNKNOWN: ['There is no region with this code.', 'Tidak ada wilayah dengan kode ini.'],
  REGION_NOT_REGENCY: [
    'Name the regency or city where you live, not the province.',
    'Isi kabupaten atau kota tempat tinggal, bukan provinsi.',
  ],
  INTEREST_UNKNOWN: ['There is no skill with this code.', 'Tidak ada keterampilan dengan kode ini.'],
  INTERESTS_TOO_MANY: ['Name at most 5 skills.', 'Pilih paling banyak 5 keterampilan.'],
  INTEREST_REPEATED: ['A skill is named twice.', 'Ada keterampilan yang dipilih dua kali.'],
  ABILITY_SCORE_OUT_OF_RANGE: [
    'The test has 18 questions: a score is 0 to 18.',
    'Tes terdiri dari 18 soal: nilai 0 sampai 18.',
  ],
  ABILITY_TIME_OUT_OF_RANGE: [
    'The test takes at most 25 minutes: 0 to 1500 seconds.',
    'Tes paling lama 25 menit: 0 sampai 1500 detik.',
  ],
  MOTIVATION_EMPTY: ['Say in a few words why you register.', 'Tulis dengan singkat alasan Anda mendaftar.'],
  MOTIVATION_TOO_LONG: ['A motivation has at most 2,000 characters.', 'Motivasi paling panjang 2.000 karakter.'],
  MOTIVATION_MALFORMED: [
    'The motivation holds characters that are no text.',
    'Motivasi memuat karakter yang bukan teks.',
  ],
} as const satisfies Record<string, readonly [en: string, id: string]>;

export type ValueFault = keyof typeof texts;

export const valueFaults = Object.keys(texts) as ValueFault[];

export const wrongValue = (code: ValueFault, path: readonly string[]): Refusal => {
  const [en, id] = texts[code];
  return new Refusal(code, { en, id }, path);
};
