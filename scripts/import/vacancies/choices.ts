import { choicesOf } from '../words.ts';

/** FULL_TIME, PART_TIME and so on, also in Indonesian. */
export const typeOf = choicesOf({
  FULL_TIME: ['penuhwaktu', 'tetap', 'karyawantetap', 'purnawaktu', 'permanent', 'pkwtt'],
  PART_TIME: ['paruhwaktu', 'parttimer'],
  CONTRACT: ['kontrak', 'pkwt', 'temporary', 'proyek'],
  INTERNSHIP: ['magang', 'intern', 'praktikkerja', 'pkl'],
  FREELANCE: ['lepas', 'pekerjalepas', 'freelancer', 'harian', 'pekerjalepasharian', 'borongan'],
});

/** What helps people with disabilities at work, also in Indonesian. */
export const needOf = choicesOf({
  WHEELCHAIR: ['kursiroda', 'aksesibelkursiroda'],
  SIGN_LANGUAGE: ['bahasaisyarat', 'isyarat'],
  SCREEN_READER: ['pembacalayar', 'screenreader'],
  FLEXIBLE_HOURS: ['jamfleksibel', 'jamkerjafleksibel', 'waktufleksibel', 'fleksibel'],
});

/** Yes or no, also in Indonesian. */
export const yesOf = choicesOf({
  yes: ['ya', 'y', 'true', 'benar', '1', 'remote', 'wfh', 'wfa', 'jarakjauh'],
  no: ['tidak', 't', 'n', 'false', 'salah', '0', 'onsite', 'wfo', 'kantor', 'ditempat', 'bukan'],
});
