import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about wallets, by its stable code. */
export const refusals = {
  forbidden: () =>
    new Refusal('FORBIDDEN', {
      en: 'A wallet is linked and verified by its participant: this takes the scope `self`.',
      id: 'Dompet ditautkan dan diverifikasi oleh pesertanya sendiri: diperlukan cakupan `self`.',
    }),
  partnerUnknown: () =>
    new Refusal(
      'PARTNER_UNKNOWN',
      { en: 'No payment partner has this code.', id: 'Tidak ada mitra pembayaran dengan kode ini.' },
      ['input', 'partner'],
    ),
  numberMalformed: () =>
    new Refusal(
      'NUMBER_MALFORMED',
      {
        en: 'This is no account number of that partner: a bank has 10 digits, an e-wallet an Indonesian mobile number.',
        id: 'Ini bukan nomor akun mitra tersebut: bank 10 digit, dompet elektronik nomor ponsel Indonesia.',
      },
      ['input', 'number'],
    ),
  ofAnother: () =>
    new Refusal(
      'WALLET_OF_ANOTHER',
      {
        en: 'This account cannot be linked: an account serves one participant only. Use one of your own.',
        id: 'Akun ini tidak dapat ditautkan: satu akun hanya untuk satu peserta. Gunakan akun milik Anda.',
      },
      ['input', 'number'],
    ),
  cooling: () =>
    new Refusal('WALLET_COOLING', {
      en: 'The account was changed less than 7 days ago: it can be changed again after that.',
      id: 'Akun baru diganti kurang dari 7 hari yang lalu: dapat diganti lagi setelah itu.',
    }),
  missing: () =>
    new Refusal('WALLET_MISSING', {
      en: 'You have no linked account. Link one first (`linkWallet`).',
      id: 'Anda belum menautkan akun. Tautkan terlebih dahulu (`linkWallet`).',
    }),
  changed: () =>
    new Refusal('WALLET_CHANGED', {
      en: 'Another account was linked meanwhile. Verify again.',
      id: 'Akun lain ditautkan pada saat yang sama. Verifikasi sekali lagi.',
    }),
  unavailable: () =>
    new Refusal('PARTNER_UNAVAILABLE', {
      en: 'The payment partner does not answer now. The account stays as it is; try again later.',
      id: 'Mitra pembayaran sedang tidak menjawab. Akun tetap seperti semula; coba lagi nanti.',
    }),
  inactive: () =>
    new Refusal('WALLET_INACTIVE', {
      en: 'The partner says that this account is not active. Activate or upgrade it there, or link another one.',
      id: 'Menurut mitra, akun ini tidak aktif. Aktifkan atau tingkatkan akun di sana, atau tautkan akun lain.',
    }),
  mismatch: () =>
    new Refusal('NIK_MISMATCH', {
      en: 'The NIK of this account is not yours. What is due is held until you link an account with your own NIK.',
      id: 'NIK akun ini bukan NIK Anda. Pembayaran ditahan sampai Anda menautkan akun dengan NIK Anda sendiri.',
    }),
  unproven: () =>
    new Refusal('NIK_UNPROVEN', {
      en: 'The partner does not prove whose NIK this account has: what is due is held. Link an account with another partner.',
      id: 'Mitra tidak membuktikan NIK pemilik akun ini: pembayaran ditahan. Tautkan akun pada mitra lain.',
    }),
  unattested: () =>
    new Refusal('NIK_UNATTESTED', {
      en: 'The programme office has not attested your NIK yet; this is decided by itself when it has, within minutes.',
      id: 'NIK Anda belum dikonfirmasi oleh PMO; statusnya diputuskan otomatis setelah itu, dalam beberapa menit.',
    }),
};
