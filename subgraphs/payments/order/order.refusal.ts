import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about orders and the lanes of partners, by its stable code. */
export const refusals = {
  disbursementUnknown: () =>
    new Refusal('DISBURSEMENT_UNKNOWN', { en: 'There is no such payout.', id: 'Tidak ada pencairan ini.' }, [
      'disbursement',
    ]),
  notSuspect: () =>
    new Refusal(
      'DISBURSEMENT_NOT_SUSPECT',
      {
        en: 'This payout is not a suspect: its partner is asked, or has said what became of it.',
        id: 'Pencairan ini tidak diragukan: mitranya sedang ditanya atau sudah memberi kepastian.',
      },
      ['disbursement'],
    ),
  evidence: () =>
    new Refusal(
      'EVIDENCE_MALFORMED',
      { en: 'Evidence has 3 to 500 characters.', id: 'Bukti terdiri dari 3 sampai 500 karakter.' },
      ['evidence'],
    ),
  selfConfirmation: () =>
    new Refusal('SUSPECT_SELF_CONFIRMATION', {
      en: 'You proposed this outcome: another person confirms it.',
      id: 'Anda yang mengusulkan hasil ini: orang lain yang menyetujuinya.',
    }),
  outcomeDiffers: (proposed: string) =>
    new Refusal(
      'SUSPECT_OUTCOME_DIFFERS',
      {
        en: `The first person proposed ${proposed}: compare your evidence before either of you calls again.`,
        id: `Orang pertama mengusulkan ${proposed}: bandingkan bukti sebelum mengulang.`,
      },
      ['outcome'],
    ),
  partnerUnknown: () =>
    new Refusal(
      'PAYMENT_PARTNER_UNKNOWN',
      { en: 'There is no such payment partner.', id: 'Tidak ada mitra pembayaran ini.' },
      ['partner'],
    ),
  limits: () =>
    new Refusal(
      'PARTNER_LIMITS_OUT_OF_RANGE',
      {
        en: 'A rate is 1 to 100,000 payouts a second, and a daily limit 1 rupiah or more.',
        id: 'Laju adalah 1 sampai 100.000 pencairan per detik, dan batas harian 1 rupiah atau lebih.',
      },
      ['input'],
    ),
};
