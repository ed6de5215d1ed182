import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

/** Every "no" of this feature, by its stable code. */
export const refusals = {
  forbidden: () => notAllowed({ scopes: ['organization:manage'] }),
  mayNotRegister: () =>
    notAllowed({
      scopes: ['organization:manage'],
      or: {
        en: '`developer:manage` for a client of your own organisation',
        id: '`developer:manage` untuk klien milik organisasi Anda sendiri',
      },
    }),
  allowance: (most: number, field: string) =>
    new Refusal('ALLOWANCE_OUT_OF_RANGE', { en: `It is 0 to ${most}.`, id: `Nilainya 0 sampai ${most}.` }, [
      'input',
      field,
    ]),
  beyondAllowance: (scope: string) =>
    new Refusal(
      'SCOPE_BEYOND_ALLOWANCE',
      {
        en: `The programme office has not let your organisation give ${scope}: ask an officer.`,
        id: `Kantor program belum mengizinkan organisasi Anda memberikan ${scope}: mintalah kepada petugas.`,
      },
      ['input', 'scopes'],
    ),
  mayNotRotate: () =>
    notAllowed({
      scopes: ['organization:manage'],
      or: {
        en: '`client:rotate` and a client of your own organisation',
        id: '`client:rotate` dan klien milik organisasi Anda sendiri',
      },
    }),
  ownOrganization: () =>
    new Refusal(
      'OWN_ORGANIZATION',
      {
        en: 'Your own organisation cannot be suspended by you: nobody could resume it.',
        id: 'Organisasi Anda sendiri tidak dapat Anda tangguhkan: tidak ada yang dapat mengaktifkannya kembali.',
      },
      ['id'],
    ),
  name: () =>
    new Refusal(
      'NAME_MALFORMED',
      {
        en: 'A name has 1 to 200 characters, none of them a control character.',
        id: 'Nama terdiri dari 1 sampai 200 karakter, tanpa karakter kontrol.',
      },
      ['input', 'name'],
    ),
  reason: () =>
    new Refusal(
      'REASON_MALFORMED',
      { en: 'A reason has 3 to 500 characters.', id: 'Alasan terdiri dari 3 sampai 500 karakter.' },
      ['reason'],
    ),
  organizationUnknown: (path: readonly string[]) =>
    new Refusal(
      'ORGANIZATION_UNKNOWN',
      { en: 'There is no organisation with this id.', id: 'Tidak ada organisasi dengan id ini.' },
      path,
    ),
  organizationSuspended: () =>
    new Refusal(
      'ORGANIZATION_SUSPENDED',
      {
        en: 'The organisation is suspended; resume it first.',
        id: 'Organisasi ini sedang ditangguhkan; aktifkan kembali terlebih dahulu.',
      },
      ['input', 'organizationId'],
    ),
  clientUnknown: (path: readonly string[] = ['clientId']) =>
    new Refusal(
      'CLIENT_UNKNOWN',
      { en: 'There is no client with this id.', id: 'Tidak ada klien dengan id ini.' },
      path,
    ),
  clientLimit: (limit: number) =>
    new Refusal(
      'CLIENT_LIMIT_REACHED',
      {
        en: `An organisation has at most ${limit} clients.`,
        id: `Satu organisasi memiliki paling banyak ${limit} klien.`,
      },
      ['input', 'organizationId'],
    ),
  scopeUnknown: (scope: string) =>
    new Refusal(
      'SCOPE_UNKNOWN',
      { en: `The graph has no scope ${scope}.`, id: `Tidak ada scope ${scope} pada graph ini.` },
      ['input', 'scopes'],
    ),
  scopeNotAllowed: (scope: string, allowed: readonly string[]) =>
    new Refusal(
      'SCOPE_NOT_ALLOWED',
      {
        en: `Organisations of this kind cannot hold ${scope}; they can hold: ${allowed.join(', ') || 'none'}.`,
        id: `Organisasi jenis ini tidak dapat memiliki ${scope}; yang dapat: ${allowed.join(', ') || 'tidak ada'}.`,
      },
      ['input', 'scopes'],
    ),
  overlap: (most: number) =>
    new Refusal(
      'OVERLAP_OUT_OF_RANGE',
      { en: `The overlap is 0 to ${most} hours.`, id: `Masa tumpang tindih 0 sampai ${most} jam.` },
      ['overlapHours'],
    ),
  keyMalformed: (reason: string, path: readonly string[]) =>
    new Refusal(
      'KEY_MALFORMED',
      {
        en: `Send the public key as a JWK for ES256 (kty EC, crv P-256, x, y): ${reason}.`,
        id: `Kirim kunci publik sebagai JWK untuk ES256 (kty EC, crv P-256, x, y): ${reason}.`,
      },
      path,
    ),
  privateKeySent: (path: readonly string[]) =>
    new Refusal(
      'PRIVATE_KEY_SENT',
      {
        en: 'The JWK has a private part, which nobody but its owner may know. Nothing was stored. Make a new pair and send its public part only.',
        id: 'JWK ini memuat bagian privat, yang hanya boleh diketahui pemiliknya. Tidak ada yang disimpan. Buat pasangan kunci baru dan kirim bagian publiknya saja.',
      },
      path,
    ),
  keyUsed: (path: readonly string[]) =>
    new Refusal(
      'KEY_ALREADY_USED',
      {
        en: 'This key, or its kid, was registered before. Make a new pair for every client and every rotation.',
        id: 'Kunci ini, atau kid-nya, sudah pernah didaftarkan. Buat pasangan baru untuk setiap klien dan setiap rotasi.',
      },
      path,
    ),
  keyLimit: (limit: number) =>
    new Refusal(
      'KEY_LIMIT_REACHED',
      {
        en: `${limit} keys of this client are still valid. Wait until one has expired, or rotate with overlapHours 0.`,
        id: `${limit} kunci klien ini masih berlaku. Tunggu sampai salah satunya kedaluwarsa, atau rotasi dengan overlapHours 0.`,
      },
      ['clientId'],
    ),
};
