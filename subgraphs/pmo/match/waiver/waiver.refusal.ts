import { notAllowed } from '../../../kit/forbidden.ts';
import { Refusal } from '../../../kit/refusal.ts';

/** Refusals of the officers who decide that a wave does not wait for the civil registry. Codes never change. */
export const refusals = {
  forbidden: () => notAllowed({ scopes: ['wave:manage'] }),
  waveUnknown: () =>
    new Refusal('WAVE_UNKNOWN', { en: 'There is no such wave.', id: 'Gelombang ini tidak ada.' }, ['number']),
  reason: () =>
    new Refusal(
      'WAIVER_REASON_MALFORMED',
      { en: 'A reason has 3 to 500 characters.', id: 'Alasan terdiri atas 3 sampai 500 karakter.' },
      ['reason'],
    ),
  notScreened: () =>
    new Refusal('WAIVER_TOO_EARLY', {
      en: 'This is decided for a wave that is screened, and whose entries are not frozen.',
      id: 'Ini diputuskan untuk gelombang yang sudah disaring dan entrinya belum dibekukan.',
    }),
  notProposed: () =>
    new Refusal('WAIVER_NOT_PROPOSED', {
      en: 'Nobody has proposed this for the wave, or it is approved.',
      id: 'Belum ada yang mengusulkan hal ini untuk gelombang tersebut, atau sudah disetujui.',
    }),
  samePerson: () =>
    new Refusal('SAME_PERSON', {
      en: 'It takes another officer than the one who proposed it.',
      id: 'Diperlukan petugas lain dari yang mengusulkannya.',
    }),
};
