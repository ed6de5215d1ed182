import { Refusal } from '../../kit/refusal.ts';

export const refusals = {
  unknown: () =>
    new Refusal('BALANCE_UNKNOWN', {
      en: 'This participant has no training balance.',
      id: 'Peserta ini tidak memiliki saldo pelatihan.',
    }),
  frozen: () =>
    new Refusal('BALANCE_FROZEN', {
      en: 'The participant was found on a list of barred people: nothing can be spent until that is lifted.',
      id: 'Peserta tercantum dalam daftar terlarang: saldo tidak dapat dipakai sampai dicabut.',
    }),
  expired: () =>
    new Refusal('BALANCE_EXPIRED', {
      en: 'The last day to spend the training balance has passed: what is left returns to the state treasury.',
      id: 'Hari terakhir pemakaian saldo pelatihan sudah lewat: sisanya kembali ke kas negara.',
    }),
  insufficient: () =>
    new Refusal('BALANCE_INSUFFICIENT', {
      en: 'The training balance does not hold this amount.',
      id: 'Saldo pelatihan tidak mencukupi.',
    }),
};
