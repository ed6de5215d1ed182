import { Refusal } from '../../kit/refusal.ts';
import { PurchaseStatus } from './purchase.status.ts';

const token = ['token'];
const code = ['code'];
const invoice = ['invoice'];

const statusWords = {
  HELD: 'belum selesai',
  CAPTURED: 'sudah dibayarkan',
  VOIDED: 'sudah dibatalkan',
  REFUNDED: 'sudah dikembalikan',
} as const satisfies Record<PurchaseStatus, string>;

export const refusals = {
  notOneself: () =>
    new Refusal('FORBIDDEN', {
      en: "This takes a participant's own token, with the scope `self`.",
      id: 'Ini memerlukan token peserta sendiri, dengan cakupan `self`.',
    }),
  notBuyer: () =>
    new Refusal('FORBIDDEN', {
      en: "This takes a participant's own token with the scope `self`, or one of a platform with `course:publish`.",
      id: 'Ini memerlukan token peserta sendiri dengan cakupan `self`, atau token platform dengan `course:publish`.',
    }),
  notSeller: () =>
    new Refusal('FORBIDDEN', {
      en: 'This takes the scope `course:publish` of a platform, or `course:monitor`.',
      id: 'Ini memerlukan cakupan `course:publish` milik platform, atau `course:monitor`.',
    }),
  tokenInvalid: () =>
    new Refusal(
      'TOKEN_INVALID',
      {
        en: 'This is no purchase token of a reserved seat.',
        id: 'Ini bukan token pembelian untuk kursi yang dipesan.',
      },
      token,
    ),
  tokenExpired: () =>
    new Refusal(
      'TOKEN_EXPIRED',
      {
        en: 'The time to pay the seat is over. Reserve a seat again.',
        id: 'Waktu untuk membayar kursi sudah habis. Pesan kursi lagi.',
      },
      token,
    ),
  tokenOfAnother: () =>
    new Refusal(
      'TOKEN_OF_ANOTHER',
      {
        en: 'The seat was reserved by another person, or is sold by another platform.',
        id: 'Kursi ini dipesan oleh orang lain, atau dijual oleh platform lain.',
      },
      token,
    ),
  seatEnded: () =>
    new Refusal(
      'SEAT_RELEASED',
      {
        en: 'The seat was given back or its course has ended: nothing was paid. Reserve a seat again.',
        id: 'Kursi sudah dilepas atau kelasnya berakhir: tidak ada yang dibayar. Pesan kursi lagi.',
      },
      token,
    ),
  paid: () => new Refusal('ALREADY_PAID', { en: 'This seat is paid already.', id: 'Kursi ini sudah dibayar.' }, token),
  codeMalformed: () =>
    new Refusal('CODE_MALFORMED', { en: 'A code has 6 digits.', id: 'Kode terdiri dari 6 angka.' }, code),
  codeNotRequested: () =>
    new Refusal(
      'CODE_NOT_REQUESTED',
      { en: 'No code is open. Request one first.', id: 'Belum ada kode. Minta kode terlebih dahulu.' },
      code,
    ),
  codeWrong: (left: number) =>
    new Refusal(
      'CODE_WRONG',
      { en: `Wrong code; ${left} tries left.`, id: `Kode salah; sisa ${left} percobaan.` },
      code,
    ),
  codeExpired: () =>
    new Refusal(
      'CODE_EXPIRED',
      { en: 'The code has expired. Request a new one.', id: 'Kode sudah kedaluwarsa. Minta kode baru.' },
      code,
    ),
  codeUsed: () => new Refusal('CODE_USED', { en: 'The code was used already.', id: 'Kode sudah dipakai.' }, code),
  codeTriesSpent: () =>
    new Refusal(
      'CODE_TRIES_SPENT',
      { en: 'Too many wrong codes. Request a new one.', id: 'Terlalu banyak kode salah. Minta kode baru.' },
      code,
    ),
  tooManyCodes: (mostADay: number) =>
    new Refusal(
      'TOO_MANY_CODES',
      {
        en: `${mostADay} codes were sent within a day. Try again tomorrow.`,
        id: `${mostADay} kode sudah dikirim dalam satu hari. Coba lagi besok.`,
      },
      token,
    ),
  invoiceLength: () =>
    new Refusal(
      'INVOICE_LENGTH',
      { en: 'An invoice number has 1 to 64 characters.', id: 'Nomor faktur terdiri dari 1 sampai 64 karakter.' },
      invoice,
    ),
  invoiceUsed: () =>
    new Refusal(
      'INVOICE_USED',
      {
        en: 'The platform has used this invoice number for another purchase.',
        id: 'Nomor faktur ini sudah dipakai platform untuk pembelian lain.',
      },
      invoice,
    ),
  unknown: () =>
    new Refusal(
      'PURCHASE_UNKNOWN',
      { en: 'There is no such purchase of your platform.', id: 'Tidak ada pembelian seperti itu di platform Anda.' },
      ['id'],
    ),
  reason: () =>
    new Refusal(
      'REASON_MALFORMED',
      { en: 'A reason has 5 to 500 characters.', id: 'Alasan terdiri dari 5 sampai 500 karakter.' },
      ['reason'],
    ),
  ended: (status: PurchaseStatus = PurchaseStatus.CAPTURED) =>
    new Refusal(
      'PURCHASE_NOT_VOIDABLE',
      {
        en: `The purchase is ${status}: it cannot be undone any more.`,
        id: `Pembelian ${statusWords[status]}: tidak dapat dibatalkan lagi.`,
      },
      ['id'],
    ),
};
