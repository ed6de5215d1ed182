import { Refusal } from '../../kit/refusal.ts';

const minutesUntil = (moment: Date, now: Date) => Math.max(1, Math.ceil((moment.getTime() - now.getTime()) / 60_000));

const code = ['code'];
const channel = ['channel'];

export const refusals = {
  malformed: () =>
    new Refusal('CODE_MALFORMED', { en: 'A code has 6 digits.', id: 'Kode terdiri dari 6 angka.' }, code),
  notRequested: () =>
    new Refusal(
      'CODE_NOT_REQUESTED',
      { en: 'No code is open. Request one first.', id: 'Belum ada kode. Minta kode terlebih dahulu.' },
      channel,
    ),
  expired: () =>
    new Refusal(
      'CODE_EXPIRED',
      { en: 'The code has expired. Request a new one.', id: 'Kode sudah kedaluwarsa. Minta kode baru.' },
      code,
    ),
  wrong: (left: number) =>
    new Refusal(
      'CODE_WRONG',
      { en: `Wrong code; ${left} tries left.`, id: `Kode salah; sisa ${left} percobaan.` },
      code,
    ),
  locked: (until: Date, now: Date) =>
    new Refusal(
      'CODE_LOCKED',
      {
        en: `Too many wrong codes. Try again in ${minutesUntil(until, now)} minutes.`,
        id: `Terlalu banyak kode salah. Coba lagi dalam ${minutesUntil(until, now)} menit.`,
      },
      code,
    ),
  confirmed: () =>
    new Refusal('ALREADY_CONFIRMED', { en: 'It is confirmed already.', id: 'Sudah dikonfirmasi.' }, channel),
  tooManyCodes: (mostADay: number) =>
    new Refusal(
      'TOO_MANY_CODES',
      {
        en: `${mostADay} codes were sent within a day. Try again tomorrow.`,
        id: `${mostADay} kode sudah dikirim dalam satu hari. Coba lagi besok.`,
      },
      channel,
    ),
};
