import type { Text } from '../text.ts';

/** The text to which applicants consent, newest last: earlier ones stay as evidence of what was consented to. */
export const consentTexts: readonly { version: string; purpose: 'CREDIT_CHECK'; text: Text }[] = [
  {
    version: '2026-11',
    purpose: 'CREDIT_CHECK',
    text: {
      en: 'The bank may ask a credit bureau how I pay back what I owe, and decide on this application by its answer. It keeps the answer for 30 days at most. I can take this consent back at any time; then the answer is erased, and the application ends.',
      id: 'Bank boleh menanyakan riwayat pembayaran pinjaman saya kepada biro kredit dan memutuskan pengajuan ini berdasarkan jawabannya. Jawaban disimpan paling lama 30 hari. Saya dapat menarik persetujuan ini kapan saja; jawaban tersebut lalu dihapus dan pengajuan berakhir.',
    },
  },
];

/** The text in force. */
export const consentText = () => {
  const newest = consentTexts.at(-1);
  if (!newest) throw new RangeError('there is no text to consent to');
  return newest;
};
