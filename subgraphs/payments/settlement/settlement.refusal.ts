import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about settlements with institutions and platforms, by its stable code. */
export const refusals = {
  mayNotCreate: () => notAllowed({ scopes: ['payout:create'] }),
  mayNotApprove: () => notAllowed({ scopes: ['payout:approve'] }),
  until: () =>
    new Refusal(
      'SETTLEMENT_PERIOD_INVALID',
      {
        en: 'A period ends before today, and after the last one that was settled.',
        id: 'Periode berakhir sebelum hari ini, dan setelah periode terakhir yang sudah diselesaikan.',
      },
      ['until'],
    ),
  open: () =>
    new Refusal('SETTLEMENT_RUN_OPEN', {
      en: 'Another run of settlements is not done yet: approve or reject it first.',
      id: 'Penyelesaian pembayaran lain belum selesai: setujui atau tolak dahulu.',
    }),
  nothing: () =>
    new Refusal(
      'NOTHING_TO_SETTLE',
      {
        en: 'Nothing was captured, or refunded after its settlement, until this day.',
        id: 'Tidak ada pembelian yang dibayarkan, atau dikembalikan setelah diselesaikan, sampai hari ini.',
      },
      ['until'],
    ),
  unknown: () =>
    new Refusal(
      'SETTLEMENT_RUN_UNKNOWN',
      { en: 'There is no such run of settlements.', id: 'Tidak ada penyelesaian pembayaran ini.' },
      ['id'],
    ),
  selfApproval: () =>
    new Refusal('SETTLEMENT_SELF_APPROVAL', {
      en: 'Whoever made a run of settlements cannot approve it: another person does.',
      id: 'Pembuat penyelesaian pembayaran tidak dapat menyetujuinya: harus orang lain.',
    }),
  altered: () =>
    new Refusal('SETTLEMENT_ALTERED', {
      en: 'The lines are not those of the control totals, or not what their purchases say. Reject the run, and report it.',
      id: 'Isinya tidak sesuai dengan jumlah kontrol atau dengan pembeliannya. Tolak dan laporkan.',
    }),
  reason: () =>
    new Refusal(
      'SETTLEMENT_REASON_MALFORMED',
      { en: 'A reason has 3 to 500 characters.', id: 'Alasan terdiri dari 3 sampai 500 karakter.' },
      ['reason'],
    ),
};
