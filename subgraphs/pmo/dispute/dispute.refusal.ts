import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

/** Refusals of disputes about whose a NIK is. Codes never change. */
export const refusals = {
  forbidden: () => notAllowed({ scopes: ['identity:decide'] }),
  evidence: () =>
    new Refusal(
      'DISPUTE_EVIDENCE_MALFORMED',
      {
        en: 'Say where your documents can be seen, in 3 to 200 characters.',
        id: 'Sebutkan di mana dokumen Anda dapat diperiksa, dalam 3 sampai 200 karakter.',
      },
      ['evidence'],
    ),
  notNeeded: () =>
    new Refusal('DISPUTE_NOT_NEEDED', {
      en: 'Your identity is confirmed, or the civil registry has not answered yet: `identityMatch` says which.',
      id: 'Identitas Anda sudah dikonfirmasi, atau Dukcapil belum menjawab: lihat `identityMatch`.',
    }),
  isOpen: () =>
    new Refusal('DISPUTE_OPEN', {
      en: 'You have a dispute already. Two officers look at it.',
      id: 'Anda sudah mengajukan sengketa. Dua petugas sedang memeriksanya.',
    }),
  unknown: () =>
    new Refusal('DISPUTE_UNKNOWN', { en: 'There is no such dispute.', id: 'Sengketa ini tidak ada.' }, ['id']),
  reason: () =>
    new Refusal(
      'DISPUTE_REASON_MALFORMED',
      { en: 'A reason has 3 to 500 characters.', id: 'Alasan terdiri atas 3 sampai 500 karakter.' },
      ['reason'],
    ),
  decided: () =>
    new Refusal('DISPUTE_DECIDED', {
      en: 'This dispute is decided, and stays so.',
      id: 'Sengketa ini sudah diputuskan.',
    }),
  samePerson: () =>
    new Refusal('SAME_PERSON', {
      en: 'It takes another officer than the one who spoke last.',
      id: 'Diperlukan petugas lain dari yang terakhir menyatakan pendapat.',
    }),
  ownMatter: () =>
    new Refusal('DISPUTE_OWN_MATTER', {
      en: 'Nobody decides about a NIK that is their own matter.',
      id: 'Tidak seorang pun boleh memutuskan perkaranya sendiri.',
    }),
  overtaken: () =>
    new Refusal('DISPUTE_OVERTAKEN', {
      en: 'The person has been confirmed or asked about anew since: there is nothing to grant.',
      id: 'Identitas orang ini sudah dikonfirmasi atau sedang diperiksa ulang: tidak ada yang perlu dikabulkan.',
    }),
  holderInDraw: () =>
    new Refusal('DISPUTE_HOLDER_IN_DRAW', {
      en: 'The entries of a wave that the holder is in are frozen. Agree again when it is announced.',
      id: 'Entri gelombang yang diikuti pemegang NIK sudah dibekukan. Setujui kembali setelah diumumkan.',
    }),
};
