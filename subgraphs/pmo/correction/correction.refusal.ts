import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

const input = (field?: string) => (field ? ['input', field] : ['input']);

export const refusals = {
  forbidden: () => notAllowed({ scopes: ['participant:correct'], or: 'participant' }),
  unknown: () =>
    new Refusal(
      'PARTICIPANT_UNKNOWN',
      { en: 'There is no participant with this id.', id: 'Tidak ada peserta dengan id ini.' },
      input('participantId'),
    ),
  erased: () =>
    new Refusal('PARTICIPANT_ERASED', {
      en: 'This person was erased on request: nothing about them is changed any more.',
      id: 'Data orang ini sudah dihapus atas permintaan: tidak ada lagi yang dapat diubah.',
    }),
  empty: () =>
    new Refusal(
      'CORRECTION_EMPTY',
      {
        en: 'State at least one value that differs from what is registered.',
        id: 'Isi sedikitnya satu data yang berbeda dari data pendaftaran.',
      },
      input(),
    ),
  reason: () =>
    new Refusal(
      'REASON_MALFORMED',
      { en: 'A reason has 1 to 500 characters of text.', id: 'Alasan terdiri dari 1 sampai 500 karakter.' },
      input('reason'),
    ),
  versionChanged: (version: number) =>
    new Refusal(
      'VERSION_CHANGED',
      {
        en: `This registration was corrected meanwhile: it is version ${version}. Read it again.`,
        id: `Data pendaftaran ini sudah dikoreksi: kini versi ${version}. Baca kembali datanya.`,
      },
      input('expectedVersion'),
    ),
  inWave: (field: string) =>
    new Refusal(
      'IDENTITY_IN_WAVE',
      {
        en: 'NIK, family card and birth date stay as they are while you are in a wave. Wait for its announcement.',
        id: 'NIK, kartu keluarga, dan tanggal lahir tidak dapat diubah selama mengikuti gelombang. Tunggu pengumumannya.',
      },
      input(field),
    ),
  awarded: (field: string) =>
    new Refusal(
      'IDENTITY_AWARDED',
      {
        en: 'NIK, family card and birth date of a recipient stay as they are. The help desk can tell more.',
        id: 'NIK, kartu keluarga, dan tanggal lahir penerima tidak dapat diubah. Hubungi layanan bantuan.',
      },
      input(field),
    ),
  nikMissing: () =>
    new Refusal(
      'NIK_MISSING',
      {
        en: 'State the NIK too: none is registered to check the birth date against.',
        id: 'Isi juga NIK: belum ada NIK terdaftar untuk mencocokkan tanggal lahir.',
      },
      input('nik'),
    ),
};
