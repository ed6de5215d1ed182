import { Refusal } from '../../kit/refusal.ts';

export const refusals = {
  text: () =>
    new Refusal(
      'NOTE_MALFORMED',
      { en: 'A note has 3 to 1,000 characters.', id: 'Catatan terdiri dari 3 sampai 1.000 karakter.' },
      ['text'],
    ),
  waveUnknown: () =>
    new Refusal(
      'WAVE_UNKNOWN',
      { en: 'There is no wave with this number.', id: 'Tidak ada gelombang dengan nomor ini.' },
      ['number'],
    ),
};
