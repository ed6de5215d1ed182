import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about batches of payouts, by its stable code. */
export const refusals = {
  filter: () =>
    new Refusal(
      'BATCH_FILTER_MALFORMED',
      {
        en: 'A wave is 1 or more, and a partner is a code of the programme.',
        id: 'Gelombang adalah 1 atau lebih, dan mitra adalah kode dari program.',
      },
      ['filter'],
    ),
  empty: () =>
    new Refusal(
      'BATCH_EMPTY',
      {
        en: 'No payout of this filter can be paid now.',
        id: 'Tidak ada pencairan dari saringan ini yang dapat dibayarkan sekarang.',
      },
      ['filter'],
    ),
  unknown: () =>
    new Refusal('BATCH_UNKNOWN', { en: 'There is no such batch.', id: 'Tidak ada kelompok pencairan ini.' }, ['id']),
  selfApproval: () =>
    new Refusal('BATCH_SELF_APPROVAL', {
      en: 'Whoever made or approved a batch cannot approve it: another person does.',
      id: 'Pembuat atau penyetuju kelompok pencairan tidak dapat menyetujuinya: harus orang lain.',
    }),
  unchecked: () =>
    new Refusal('BATCH_UNCHECKED', {
      en: 'The partners are still asked about the accounts of this batch.',
      id: 'Mitra masih ditanyai tentang rekening dalam kelompok pencairan ini.',
    }),
  altered: () =>
    new Refusal('BATCH_ALTERED', {
      en: 'The items of this batch are not those of its control totals. Reject it, and report it.',
      id: 'Isi kelompok pencairan tidak sesuai dengan jumlah kontrolnya. Tolak dan laporkan.',
    }),
  reason: () =>
    new Refusal(
      'BATCH_REASON_MALFORMED',
      { en: 'A reason has 3 to 500 characters.', id: 'Alasan terdiri dari 3 sampai 500 karakter.' },
      ['reason'],
    ),
};
