import { Refusal } from '../../kit/refusal.ts';

const time = (moment: Date, locale: string) =>
  `${moment.toLocaleString(locale, { timeZone: 'Asia/Jakarta', dateStyle: 'long', timeStyle: 'short' })} WIB`;

const number = ['number'];

export const refusals = {
  notVerified: () =>
    new Refusal('NOT_VERIFIED', {
      en: 'Confirm your phone and e-mail address first: requestVerificationCode sends the codes.',
      id: 'Konfirmasi nomor ponsel dan alamat surel terlebih dahulu: requestVerificationCode mengirim kodenya.',
    }),
  waveUnknown: () =>
    new Refusal('WAVE_UNKNOWN', { en: 'There is no wave with this number.', id: 'Gelombang ini tidak ada.' }, number),
  waveNotYetOpen: (opensAt: Date | null) =>
    new Refusal(
      'WAVE_NOT_YET_OPEN',
      opensAt
        ? {
            en: `This wave opens on ${time(opensAt, 'en-GB')}.`,
            id: `Gelombang ini dibuka pada ${time(opensAt, 'id-ID')}.`,
          }
        : { en: 'This wave is not open yet.', id: 'Gelombang ini belum dibuka.' },
      number,
    ),
  waveClosed: () =>
    new Refusal(
      'WAVE_CLOSED',
      { en: 'This wave is closed. Join the next one.', id: 'Gelombang ini sudah ditutup. Ikuti gelombang berikutnya.' },
      number,
    ),
  // Says nothing of why: that somebody else holds the NIK is theirs to know.
  identityNotConfirmed: () =>
    new Refusal('IDENTITY_NOT_CONFIRMED', {
      en: 'Your identity could not be confirmed. Check NIK and family card, or ask the help desk.',
      id: 'Identitas Anda belum dapat dikonfirmasi. Periksa NIK dan kartu keluarga, atau hubungi layanan bantuan.',
    }),
  alreadyJoined: () =>
    new Refusal(
      'ALREADY_JOINED',
      {
        en: 'You are in a wave already. Wait for its announcement.',
        id: 'Anda sudah mengikuti gelombang. Tunggu pengumumannya.',
      },
      number,
    ),
  kkFull: () =>
    new Refusal('KK_FULL', {
      en: 'Two people of a family card can take part, and both places of yours are taken.',
      id: 'Paling banyak dua orang dalam satu kartu keluarga dapat ikut, dan kedua tempat sudah terisi.',
    }),
  ineligible: () =>
    new Refusal('INELIGIBLE', {
      en: 'You cannot take part in this wave; `reasons` says why.',
      id: 'Anda tidak dapat mengikuti gelombang ini; `reasons` menjelaskan alasannya.',
    }),
};
