import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about the keys of institutions, by its stable code. */
export const refusals = {
  forbidden: () =>
    notAllowed({
      or: {
        en: 'the scope `certificate:issue` for your own institution, or for officers `course:monitor`',
        id: 'cakupan `certificate:issue` untuk lembaga Anda sendiri, atau `course:monitor` bagi petugas',
      },
    }),
  institutionUnknown: () =>
    new Refusal(
      'INSTITUTION_UNKNOWN',
      {
        en: 'There is no institution with this id that is yours.',
        id: 'Tidak ada lembaga milik Anda dengan id ini.',
      },
      ['institution'],
    ),
  malformed: (reason: string) =>
    new Refusal(
      'KEY_MALFORMED',
      {
        en: `The key is no public key of P-256 or Ed25519: ${reason}.`,
        id: `Kunci bukan kunci publik P-256 atau Ed25519: ${reason}.`,
      },
      ['jwk'],
    ),
  privateSent: () =>
    new Refusal(
      'PRIVATE_KEY_SENT',
      {
        en: 'The key holds its private part. Consider it lost: make another one, and send its public part only.',
        id: 'Kunci memuat bagian privatnya. Anggap kunci itu bocor: buat yang baru, dan kirim bagian publiknya saja.',
      },
      ['jwk'],
    ),
  alreadyUsed: () =>
    new Refusal(
      'KEY_ALREADY_USED',
      {
        en: 'This key was registered before. Make a new one.',
        id: 'Kunci ini sudah pernah didaftarkan. Buat kunci baru.',
      },
      ['jwk'],
    ),
  limit: (most: number) =>
    new Refusal('CERTIFICATE_KEY_LIMIT_REACHED', {
      en: `An institution has at most ${most} keys that sign; end one first.`,
      id: `Satu lembaga memiliki paling banyak ${most} kunci yang aktif; akhiri salah satunya terlebih dahulu.`,
    }),
  dates: (path: readonly string[]) =>
    new Refusal(
      'KEY_DATES_OUT_OF_RANGE',
      {
        en: 'A key is valid from a moment within the next year, for at most five years. It ends now or later, and was compromised now or before.',
        id: 'Kunci berlaku mulai paling lambat setahun dari sekarang, selama paling lama lima tahun. Kunci berakhir sekarang atau nanti, dan bocor sekarang atau sebelumnya.',
      },
      path,
    ),
  unknown: () =>
    new Refusal(
      'CERTIFICATE_KEY_UNKNOWN',
      {
        en: 'There is no key with this id that is yours.',
        id: 'Tidak ada kunci milik Anda dengan id ini.',
      },
      ['kid'],
    ),
  ended: () =>
    new Refusal(
      'CERTIFICATE_KEY_ALREADY_ENDED',
      {
        en: 'The key has ended before. An end never moves to later; a compromise can still be reported, with an earlier moment than before.',
        id: 'Kunci ini sudah berakhir. Waktu berakhir tidak dapat dimundurkan; kebocoran masih dapat dilaporkan, dengan waktu yang lebih awal.',
      },
      ['kid'],
    ),
};
