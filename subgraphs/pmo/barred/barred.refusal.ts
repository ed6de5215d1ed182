import { Refusal } from '../../kit/refusal.ts';

/** Refusals of imports. Codes never change. */
export const refusals = {
  source: () =>
    new Refusal(
      'SOURCE_MALFORMED',
      { en: 'The source has 3 to 200 characters.', id: 'Sumber terdiri dari 3 sampai 200 karakter.' },
      ['input', 'source'],
    ),
  date: () =>
    new Refusal(
      'LIST_DATE_INVALID',
      { en: 'A list is not dated in the future.', id: 'Tanggal daftar tidak boleh di masa depan.' },
      ['input', 'listDate'],
    ),
  file: () =>
    new Refusal(
      'FILE_UNKNOWN',
      {
        en: 'There is no such file in the directory of lists; its name has letters, digits, dots, dashes and underscores.',
        id: 'Berkas tidak ditemukan di direktori daftar; nama berkas terdiri dari huruf, angka, titik, strip dan garis bawah.',
      },
      ['input', 'file'],
    ),
  sha256: () =>
    new Refusal(
      'SHA256_MALFORMED',
      { en: 'The SHA-256 has 64 hexadecimal digits.', id: 'SHA-256 terdiri dari 64 digit heksadesimal.' },
      ['input', 'sha256'],
    ),
  unknown: () =>
    new Refusal(
      'LIST_VERSION_UNKNOWN',
      { en: 'There is no version of a list with this id.', id: 'Tidak ada versi daftar dengan id ini.' },
      ['version'],
    ),
  samePerson: () =>
    new Refusal(
      'LIST_SAME_PERSON',
      {
        en: 'Whoever imported a list does not approve whom it takes off: another officer does.',
        id: 'Yang mengimpor daftar tidak boleh menyetujui pengeluaran orang darinya: petugas lain yang menyetujui.',
      },
      ['version'],
    ),
  running: () =>
    new Refusal(
      'LIST_IMPORT_RUNNING',
      {
        en: 'Another version of this list is being imported; try again when it is done.',
        id: 'Versi lain dari daftar ini sedang diimpor; coba lagi setelah selesai.',
      },
      ['input', 'list'],
    ),
};
