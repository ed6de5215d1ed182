import { Refusal } from '../../kit/refusal.ts';

/** Every "no" to a change of one vacancy's state, by its stable code. */
export const stateRefusals = {
  vacancyUnknown: () =>
    new Refusal(
      'VACANCY_UNKNOWN',
      {
        en: 'There is no vacancy with this id that you may change.',
        id: 'Tidak ada lowongan dengan id ini yang dapat Anda ubah.',
      },
      ['vacancy'],
    ),
  vacancyOver: () =>
    new Refusal(
      'VACANCY_OVER',
      {
        en: 'Its last day is over: send it anew with a later one.',
        id: 'Hari terakhirnya sudah lewat: kirim ulang dengan tanggal yang lebih akhir.',
      },
      ['vacancy'],
    ),
};
