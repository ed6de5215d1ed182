import type { Text } from '../../kit/language.ts';

/** What can be wrong with a settlement file. Codes never change. */
const texts = {
  FILE_EMPTY: { en: 'The file is empty.', id: 'Berkas kosong.' },
  FILE_NOT_TEXT: { en: 'The file is not UTF-8 text.', id: 'Berkas bukan teks UTF-8.' },
  LINE_TOO_LONG: { en: 'A line is longer than 2,000 characters.', id: 'Ada baris yang lebih dari 2.000 karakter.' },
  HEADER_MALFORMED: {
    en: 'The file does not begin with its message id, partner and day as the format says.',
    id: 'Berkas tidak diawali id pesan, mitra dan tanggal sesuai formatnya.',
  },
  COLUMNS_MALFORMED: {
    en: 'The second line must be: reference,amount,status,paidAt,fee.',
    id: 'Baris kedua harus berisi: reference,amount,status,paidAt,fee.',
  },
  ROW_MALFORMED: { en: 'The row is not built as the format says.', id: 'Susunan baris tidak sesuai format.' },
  REFERENCE_MALFORMED: {
    en: 'The reference must have 1 to 64 letters, digits and . _ : / -, and begin with a letter or digit.',
    id: 'Referensi terdiri dari 1 sampai 64 huruf, angka dan . _ : / -, diawali huruf atau angka.',
  },
  AMOUNT_MALFORMED: {
    en: 'The amount must be whole rupiah above zero, without separators.',
    id: 'Jumlah harus rupiah bulat di atas nol, tanpa pemisah.',
  },
  FEE_MALFORMED: {
    en: 'The fee must be whole rupiah, zero or more, without separators.',
    id: 'Biaya harus rupiah bulat, nol atau lebih, tanpa pemisah.',
  },
  CURRENCY_UNKNOWN: { en: 'The currency must be IDR.', id: 'Mata uang harus IDR.' },
  STATUS_UNKNOWN: {
    en: 'The status must be PAID, FAILED or RETURNED; of a bank, booked.',
    id: 'Status harus PAID, FAILED atau RETURNED; dari bank, sudah dibukukan.',
  },
  TIME_MALFORMED: {
    en: 'The time must be ISO 8601 with an offset, a day must exist.',
    id: 'Waktu harus ISO 8601 dengan selisih zona, dan tanggalnya harus ada.',
  },
  TRAILER_MISSING: {
    en: 'The file ends without its trailer: it may be cut off.',
    id: 'Berkas berakhir tanpa baris penutup: mungkin terpotong.',
  },
  TRAILER_MALFORMED: {
    en: 'The trailer must have the count of rows and the sum of their amounts.',
    id: 'Baris penutup harus berisi jumlah baris dan jumlah uangnya.',
  },
  CONTENT_AFTER_TRAILER: { en: 'Something follows the trailer.', id: 'Ada isi setelah baris penutup.' },
  COUNT_DIFFERS: {
    en: 'The file has another number of rows than it says.',
    id: 'Jumlah baris berbeda dengan yang disebut di berkas.',
  },
  SUM_DIFFERS: {
    en: 'The amounts sum up to something else than the file says.',
    id: 'Jumlah uang berbeda dengan yang disebut di berkas.',
  },
  BALANCE_DIFFERS: {
    en: 'The closing balance is not the opening balance with all movements.',
    id: 'Saldo akhir tidak sama dengan saldo awal ditambah semua mutasi.',
  },
  XML_MALFORMED: {
    en: 'The file is not well-formed XML, or declares a document type.',
    id: 'Berkas bukan XML yang benar, atau memuat deklarasi tipe dokumen.',
  },
  NOT_A_STATEMENT: {
    en: 'The file is not one statement of this format.',
    id: 'Berkas bukan satu rekening koran dengan format ini.',
  },
  PARTNER_DIFFERS: { en: 'The file is of another partner.', id: 'Berkas milik mitra lain.' },
  DATE_DIFFERS: { en: 'The file is of another day.', id: 'Berkas untuk tanggal lain.' },
  SHA256_DIFFERS: { en: 'The file is not the one that was announced.', id: 'Berkas bukan yang diumumkan.' },
  MESSAGE_REPEATED: {
    en: 'A file with this message id was imported before.',
    id: 'Berkas dengan id pesan ini sudah pernah diimpor.',
  },
  FILE_UNREADABLE: { en: 'The file is no longer there.', id: 'Berkas sudah tidak ada.' },
} as const satisfies Record<string, Text>;

export type FileFaultCode = keyof typeof texts;

export const faultCodes = Object.keys(texts) as FileFaultCode[];

export const faultText = (code: FileFaultCode): Text => texts[code];

/** A settlement file is refused as a whole at its first fault. */
export class FileFault extends Error {
  readonly code: FileFaultCode;
  /** From 1; null where it is of the file as a whole. */
  readonly line: number | null;

  constructor(code: FileFaultCode, line: number | null) {
    super(`${code} in line ${line}`);
    this.name = 'FileFault';
    this.code = code;
    this.line = line;
  }
}
