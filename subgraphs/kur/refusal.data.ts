import type { Text } from './text.ts';

/** Every refusal of this subgraph; codes never change. */
export const refusalTexts = {
  KUR_NOT_ELIGIBLE: {
    en: 'You may not apply now; `Participant.kur.reasons` says why.',
    id: 'Anda belum dapat mengajukan pinjaman; lihat alasannya di `Participant.kur.reasons`.',
  },
  KUR_OFFER_INVALID: {
    en: 'This is no offer of this bank to you; take the token of `Participant.kur.offer`.',
    id: 'Ini bukan penawaran bank untuk Anda; gunakan token dari `Participant.kur.offer`.',
  },
  KUR_OFFER_EXPIRED: {
    en: 'The offer has expired; ask for a new one.',
    id: 'Penawaran sudah kedaluwarsa; mintalah yang baru.',
  },
  KUR_AMOUNT_OUT_OF_RANGE: {
    en: 'The amount lies outside of what the offer allows.',
    id: 'Jumlah pinjaman berada di luar batas penawaran.',
  },
  KUR_TERM_OUT_OF_RANGE: {
    en: 'The term lies outside of what the offer allows.',
    id: 'Jangka waktu berada di luar batas penawaran.',
  },
  KUR_CONSENT_TEXT_OUTDATED: {
    en: 'The consent names another text than the one in force; show the person `offer.consent`.',
    id: 'Persetujuan menyebut naskah yang tidak berlaku; tampilkan `offer.consent` kepada peserta.',
  },
  KUR_APPLICATION_OPEN: {
    en: 'You have an application that is not decided yet.',
    id: 'Anda masih memiliki pengajuan yang belum diputuskan.',
  },
  KUR_CEILING_REACHED: {
    en: 'With this loan you would owe more than the ceiling.',
    id: 'Dengan pinjaman ini jumlah pinjaman Anda melebihi plafon.',
  },
  KUR_KEY_INVALID: {
    en: 'An idempotency key has 1 to 128 printable characters.',
    id: 'Kunci idempotensi terdiri dari 1 sampai 128 karakter yang dapat dicetak.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    en: 'This key was used for another input.',
    id: 'Kunci ini sudah dipakai untuk masukan lain.',
  },
  KUR_APPLICATION_UNKNOWN: {
    en: 'There is no such application.',
    id: 'Pengajuan tersebut tidak ada.',
  },
  KUR_TRANSITION_ILLEGAL: {
    en: 'The application is past this step, or not there yet.',
    id: 'Pengajuan sudah melewati atau belum mencapai langkah ini.',
  },
  KUR_CONSENT_ENDED: {
    en: 'The person took the consent back.',
    id: 'Peserta telah menarik persetujuannya.',
  },
  KUR_REPORT_EXPIRED: {
    en: "The credit bureau's report is too old to decide by; ask the bureau again.",
    id: 'Laporan biro kredit sudah terlalu lama untuk dijadikan dasar keputusan; tanyakan lagi ke biro.',
  },
  KUR_RECORD_BARS_APPROVAL: {
    en: 'Nobody approves a loan to who is at collectibility 3 or worse.',
    id: 'Pinjaman tidak dapat disetujui pada kolektibilitas 3 atau lebih buruk.',
  },
  KUR_SAME_OFFICER: {
    en: 'The amount takes two officers; you have approved it already.',
    id: 'Jumlah ini memerlukan dua petugas; Anda sudah menyetujuinya.',
  },
  KUR_REASONS_UNFIT: {
    en: 'Give one to five reasons that fit the outcome.',
    id: 'Berikan satu sampai lima alasan yang sesuai dengan keputusan.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type RefusalCode = keyof typeof refusalTexts;
