import type { Language } from '../../subgraphs/kit/language.ts';

const en = {
  signIn: 'Sign in to Prakerja',
  phone: 'Mobile number',
  phoneHint: 'For example 0812 3456 7890',
  sendCode: 'Send me a code',
  toOfficer: 'Officers: sign in by e-mail',
  toParticipant: 'Participants: sign in by mobile number',
  toContinue: (client: string) => `To continue to ${client}`,
  switchLanguage: 'Bahasa Indonesia',
  codeSent: (phone: string) => `A code of six digits is on its way to ${phone}. It is valid for 5 minutes.`,
  code: 'Code',
  continue: 'Continue',
  anotherCode: 'Ask for another code',
  email: 'E-mail',
  password: 'Password',
  totp: 'Code of your authenticator app',
  startAgain: 'Start again',
  cancel: 'Cancel',
  badPhone: 'This is not an Indonesian mobile number. Write it like 0812 3456 7890.',
  badEmail: 'This is not an e-mail address.',
  wrongCode: 'The code is wrong.',
  expiredCode: 'The code has expired. Ask for another one.',
  wrongPassword: 'The e-mail or the password is wrong.',
  triesLeft: (tries: number) => (tries === 1 ? '1 try is left.' : `${tries} tries are left.`),
  locked: (time: string) => `Too many wrong tries. Try again after ${time}.`,
  crowded: (time: string) => `Too many tries came from your network. Try again after ${time}.`,
  busy: 'Many people are signing in at this moment. Try again in a few seconds.',
  stale: 'This sign-in has expired or was begun in another browser',
  staleAdvice: 'Go back to where you came from and sign in again.',
  failed: 'This did not work',
  failedAdvice: (error: string) => `The request was refused (${error}). Go back to where you came from and try again.`,
  signOut: 'Do you want to sign out?',
  signOutYes: 'Sign out',
  signOutNo: 'Stay signed in',
  signedOut: 'You are signed out',
  signedOutAdvice: 'You can close this page.',
};

type Text = typeof en;

const id: Text = {
  signIn: 'Masuk ke Prakerja',
  phone: 'Nomor ponsel',
  phoneHint: 'Contoh: 0812 3456 7890',
  sendCode: 'Kirim kode',
  toOfficer: 'Petugas: masuk dengan surel',
  toParticipant: 'Peserta: masuk dengan nomor ponsel',
  toContinue: (client) => `Untuk melanjutkan ke ${client}`,
  switchLanguage: 'English',
  codeSent: (phone) => `Kode enam angka sedang dikirim ke ${phone}. Kode berlaku selama 5 menit.`,
  code: 'Kode',
  continue: 'Lanjutkan',
  anotherCode: 'Minta kode lain',
  email: 'Surel',
  password: 'Kata sandi',
  totp: 'Kode dari aplikasi autentikator Anda',
  startAgain: 'Mulai lagi',
  cancel: 'Batal',
  badPhone: 'Ini bukan nomor ponsel Indonesia. Tulis seperti 0812 3456 7890.',
  badEmail: 'Ini bukan alamat surel.',
  wrongCode: 'Kode salah.',
  expiredCode: 'Kode sudah kedaluwarsa. Mintalah kode lain.',
  wrongPassword: 'Surel atau kata sandi salah.',
  triesLeft: (tries) => `Tersisa ${tries} percobaan.`,
  locked: (time) => `Terlalu banyak percobaan yang salah. Coba lagi setelah pukul ${time}.`,
  crowded: (time) => `Terlalu banyak percobaan dari jaringan Anda. Coba lagi setelah pukul ${time}.`,
  busy: 'Sedang banyak orang yang masuk. Coba lagi beberapa detik lagi.',
  stale: 'Proses masuk ini sudah kedaluwarsa atau dimulai di peramban lain',
  staleAdvice: 'Kembali ke halaman asal Anda, lalu masuk lagi.',
  failed: 'Permintaan gagal',
  failedAdvice: (error) => `Permintaan ditolak (${error}). Kembali ke halaman asal Anda, lalu coba lagi.`,
  signOut: 'Apakah Anda ingin keluar?',
  signOutYes: 'Keluar',
  signOutNo: 'Tetap masuk',
  signedOut: 'Anda sudah keluar',
  signedOutAdvice: 'Anda dapat menutup halaman ini.',
};

export const texts: Record<Language, Text> = { en, id };

/** The hour and minute in Jakarta, as a clock there shows it. */
export const clockTime = (at: Date): string =>
  `${new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Jakarta' }).format(
    // Up to the full minute: at the minute that is named it must work.
    new Date(Math.ceil(at.getTime() / 60_000) * 60_000),
  )} WIB`;
