import type { Text } from './text.ts';

/** Every reason that a person reads; codes never change. */
export const reasonTexts: Readonly<Record<string, Text>> = {
  FACTS_UNAVAILABLE: {
    en: 'What we must know is not available now; ask again later.',
    id: 'Data yang diperlukan belum tersedia; silakan coba lagi nanti.',
  },
  NO_CERTIFICATE: {
    en: 'The loan is for alumni: you hold no certificate yet.',
    id: 'Pinjaman ini untuk alumni: Anda belum memiliki sertifikat.',
  },
  NOT_ENTREPRENEUR: {
    en: 'The loan is for people who run a micro or small business.',
    id: 'Pinjaman ini untuk pelaku usaha mikro atau kecil.',
  },
  APPLICATION_OPEN: {
    en: 'You have an application that is not decided yet.',
    id: 'Anda masih memiliki pengajuan yang belum diputuskan.',
  },
  CEILING_REACHED: {
    en: 'What was lent to you leaves too little of the ceiling.',
    id: 'Sisa plafon Anda tidak mencukupi.',
  },
  GOOD_RECORD: { en: 'Loans were paid back as agreed.', id: 'Pinjaman dibayar sesuai perjanjian.' },
  AFFORDABLE: {
    en: 'What the business brings in pays the instalments.',
    id: 'Pendapatan usaha mencukupi untuk membayar angsuran.',
  },
  BAD_RECORD: { en: 'Loans were not paid back as agreed.', id: 'Pinjaman tidak dibayar sesuai perjanjian.' },
  TOO_MUCH_DEBT: { en: 'You owe too much elsewhere.', id: 'Utang Anda di tempat lain terlalu besar.' },
  NOT_AFFORDABLE: {
    en: 'What the business brings in does not pay the instalments.',
    id: 'Pendapatan usaha tidak mencukupi untuk membayar angsuran.',
  },
  PURPOSE_NOT_FUNDED: {
    en: 'The bank lends nothing for what the loan is for.',
    id: 'Bank tidak membiayai tujuan pinjaman ini.',
  },
  TAKEN_BACK: { en: 'You took the application back.', id: 'Anda membatalkan pengajuan ini.' },
  CONSENT_WITHDRAWN: { en: 'You took the consent back.', id: 'Anda menarik persetujuan Anda.' },
  BUREAU_UNREACHABLE: {
    en: 'The credit bureau did not answer in time.',
    id: 'Biro kredit tidak menjawab tepat waktu.',
  },
  REPORT_EXPIRED: {
    en: "The credit bureau's report was too old to decide by.",
    id: 'Laporan biro kredit sudah terlalu lama untuk dijadikan dasar keputusan.',
  },
};
