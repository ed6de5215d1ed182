import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about the devices of an institution. */
export const refusals = {
  institutionUnknown: () =>
    new Refusal('INSTITUTION_UNKNOWN', {
      en: 'Your organisation is no institution of the graph.',
      id: 'Organisasi Anda bukan lembaga pelatihan pada graph ini.',
    }),
  name: () =>
    new Refusal(
      'NAME_MALFORMED',
      {
        en: "A device's name has 1 to 100 characters.",
        id: 'Nama perangkat terdiri dari 1 sampai 100 karakter.',
      },
      ['input', 'name'],
    ),
  keyMalformed: (reason: string) =>
    new Refusal(
      'KEY_MALFORMED',
      {
        en: `Send the device's public key as a JWK for ES256 (kty EC, crv P-256, x, y), as text: ${reason}.`,
        id: `Kirim kunci publik perangkat sebagai teks JWK untuk ES256 (kty EC, crv P-256, x, y): ${reason}.`,
      },
      ['input', 'jwk'],
    ),
  privateKeySent: () =>
    new Refusal(
      'PRIVATE_KEY_SENT',
      {
        en: 'The JWK has a private part, which must not leave the device. Nothing was stored. Make a new pair on the device and send its public part only.',
        id: 'JWK ini memuat bagian privat, yang tidak boleh keluar dari perangkat. Tidak ada yang disimpan. Buat pasangan baru di perangkat dan kirim bagian publiknya saja.',
      },
      ['input', 'jwk'],
    ),
  keyUsed: () =>
    new Refusal(
      'KEY_ALREADY_USED',
      {
        en: 'This key was registered before. Make a new pair on each device.',
        id: 'Kunci ini sudah pernah didaftarkan. Buat pasangan baru di setiap perangkat.',
      },
      ['input', 'jwk'],
    ),
  validity: (days: number) =>
    new Refusal(
      'VALIDITY_OUT_OF_RANGE',
      {
        en: `A device's key is valid until a moment in the future, at most ${days} days from now.`,
        id: `Kunci perangkat berlaku sampai waktu di masa depan, paling lama ${days} hari dari sekarang.`,
      },
      ['input', 'validUntil'],
    ),
  limit: (most: number) =>
    new Refusal('DEVICE_LIMIT_REACHED', {
      en: `An institution has at most ${most} devices whose keys are valid.`,
      id: `Satu lembaga memiliki paling banyak ${most} perangkat dengan kunci yang berlaku.`,
    }),
  revokedInFuture: () =>
    new Refusal(
      'REVOCATION_IN_FUTURE',
      {
        en: 'A device is revoked from now on, or from a moment in the past.',
        id: 'Perangkat dicabut mulai sekarang atau mulai waktu yang sudah lewat.',
      },
      ['from'],
    ),
};
