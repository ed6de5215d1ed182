import { Refusal } from '../../kit/refusal.ts';

/** Refusals of plans by tranche. Codes never change. */
export const refusals = {
  tranches: () =>
    new Refusal(
      'WAVE_TRANCHES_INVALID',
      {
        en: 'A wave has no tranches, or 2 to 12 of them: in the order of their first days, the first one after the wave closes and the last one within a year of that, and their places add up to the quota.',
        id: 'Gelombang tidak memiliki termin, atau memiliki 2 sampai 12 termin: berurutan menurut tanggal mulai, termin pertama setelah pendaftaran ditutup dan termin terakhir paling lama setahun kemudian, dan jumlah kuotanya sama dengan kuota gelombang.',
      },
      ['input', 'tranches'],
    ),
};
