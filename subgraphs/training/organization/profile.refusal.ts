import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

const input = (...path: string[]) => ['input', ...path];

export const refusals = {
  forbidden: (what: 'platform' | 'institution') =>
    notAllowed({
      scopes: ['course:publish'],
      or: {
        en: `\`course:publish\` of an organisation that is this kind of partner (${what})`,
        id: `\`course:publish\` dari organisasi yang merupakan mitra jenis ini (${what})`,
      },
    }),
  taxNumber: () =>
    new Refusal(
      'TAX_NUMBER_MALFORMED',
      {
        en: 'The NPWP of a legal entity has 15 digits, or 16 of which the first is 0, or the first two are 10. A NIK is none.',
        id: 'NPWP badan terdiri dari 15 digit, atau 16 digit yang diawali 0 atau 10. NIK bukan NPWP badan.',
      },
      input('taxNumber'),
    ),
  established: () =>
    new Refusal(
      'ESTABLISHED_IMPOSSIBLE',
      {
        en: 'The day on which the legal entity was established lies between 1800 and today.',
        id: 'Tanggal pendirian badan hukum berada di antara tahun 1800 dan hari ini.',
      },
      input('established'),
    ),
  accreditation: () =>
    new Refusal(
      'ACCREDITATION_MALFORMED',
      { en: 'An accreditation has 2 to 200 characters.', id: 'Akreditasi terdiri dari 2 sampai 200 karakter.' },
      input('accreditation'),
    ),
  province: (index: number) =>
    new Refusal(
      'PROVINCE_UNKNOWN',
      {
        en: 'There is no province with this code, such as `32`.',
        id: 'Tidak ada provinsi dengan kode ini; contoh kode: `32`.',
      },
      input('provinces', String(index)),
    ),
  seat: () =>
    new Refusal(
      'REGION_MALFORMED',
      {
        en: 'A seat is a regency or city, by its code such as `32.73`.',
        id: 'Kedudukan adalah kabupaten atau kota, dengan kode seperti `32.73`.',
      },
      input('seat'),
    ),
  versionChanged: (version: number) =>
    new Refusal(
      'VERSION_CHANGED',
      {
        en: `This profile was changed meanwhile: it is version ${version}. Read it again.`,
        id: `Profil ini sudah diubah: kini versi ${version}. Baca kembali profilnya.`,
      },
      ['expectedVersion'],
    ),
  profileMissing: () =>
    new Refusal(
      'PROFILE_MISSING',
      {
        en: 'Your organisation has stated no profile yet. It comes before the first course.',
        id: 'Organisasi Anda belum mengisi profil. Profil diperlukan sebelum kursus pertama.',
      },
      [],
    ),
  provincesTooFew: (served: number, needed: number) =>
    new Refusal(
      'PROVINCES_TOO_FEW',
      {
        en: `A platform serves at least ${needed} provinces before it publishes; your profile names ${served}.`,
        id: `Platform melayani paling sedikit ${needed} provinsi sebelum menerbitkan kursus; profil Anda menyebut ${served}.`,
      },
      [],
    ),
};
