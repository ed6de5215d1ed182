import { Refusal } from '../../kit/refusal.ts';

/** Refusals of settlement files and of decisions on differences. Codes never change. */
export const refusals = {
  partner: () =>
    new Refusal(
      'PARTNER_UNKNOWN',
      { en: 'There is no payment partner with this code.', id: 'Tidak ada mitra pembayaran dengan kode ini.' },
      ['input', 'partner'],
    ),
  date: () =>
    new Refusal(
      'SETTLEMENT_DATE_INVALID',
      {
        en: 'A settlement file is of a day that has ended in Jakarta.',
        id: 'Berkas penyelesaian adalah untuk hari yang sudah berakhir (WIB).',
      },
      ['input', 'date'],
    ),
  file: () =>
    new Refusal(
      'SETTLEMENT_FILE_UNKNOWN',
      {
        en: 'There is no such file in the directory of settlement files; its name has letters, digits, dots, dashes and underscores.',
        id: 'Berkas tidak ditemukan di direktori berkas penyelesaian; nama berkas terdiri dari huruf, angka, titik, strip dan garis bawah.',
      },
      ['input', 'file'],
    ),
  sha256: () =>
    new Refusal(
      'SHA256_MALFORMED',
      { en: 'The SHA-256 has 64 hexadecimal digits.', id: 'SHA-256 terdiri dari 64 digit heksadesimal.' },
      ['input', 'sha256'],
    ),
  sameFile: () =>
    new Refusal(
      'SETTLEMENT_FILE_ALREADY_IMPORTED',
      {
        en: 'This file was imported for another partner or day.',
        id: 'Berkas ini sudah diimpor untuk mitra atau tanggal lain.',
      },
      ['input', 'file'],
    ),
  sameDay: () =>
    new Refusal(
      'SETTLEMENT_DAY_ALREADY_IMPORTED',
      {
        en: 'Another file of this partner and day was imported, or is being imported.',
        id: 'Berkas lain untuk mitra dan tanggal ini sudah atau sedang diimpor.',
      },
      ['input', 'date'],
    ),
  difference: () =>
    new Refusal('DIFFERENCE_UNKNOWN', {
      en: 'There is no difference with this id.',
      id: 'Tidak ada selisih dengan id ini.',
    }),
  evidence: () =>
    new Refusal(
      'EVIDENCE_LENGTH',
      { en: 'The evidence has 3 to 500 characters.', id: 'Bukti terdiri dari 3 sampai 500 karakter.' },
      ['input', 'evidence'],
    ),
  samePerson: () =>
    new Refusal('DIFFERENCE_SAME_PERSON', {
      en: 'Another person than the one who proposed it confirms a decision.',
      id: 'Keputusan dikonfirmasi oleh orang lain, bukan oleh pengusulnya.',
    }),
  undecided: () =>
    new Refusal('ORDER_UNDECIDED', {
      en: 'What became of this order is not known yet: resolve the order first, with this row as evidence.',
      id: 'Hasil perintah bayar ini belum diketahui: selesaikan dahulu perintah bayarnya dengan baris ini sebagai bukti.',
    }),
  changed: () =>
    new Refusal('DIFFERENCE_CHANGED', {
      en: 'The order has changed since: look at both again. Where they agree, the next file of the partner closes the difference.',
      id: 'Perintah bayar sudah berubah sejak itu: periksa lagi keduanya. Bila sudah sama, berkas mitra berikutnya menutup selisih ini.',
    }),
};
