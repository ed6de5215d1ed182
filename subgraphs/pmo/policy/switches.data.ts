import type { Switch } from './policy.ts';

const press = 'public press, by way of the programme rules of this project';

/** What the versions share; each names its own steps. */
const switchOf = (code: string, article: string, text: Switch['text']) => (steps: Switch['steps']) =>
  ({ code, article, text, steps }) satisfies Switch;

export const socialAidBarred = switchOf(
  'SOCIAL_AID_BARRED',
  `Permenko 3/2020 and 11/2020; lifted by Perpres 113/2022; ${press}`,
  {
    en: 'Recipients of other social aid are barred: a measure of the pandemic, lifted in 2023.',
    id: 'Penerima bantuan sosial lain tidak diperbolehkan: kebijakan masa pandemi, dicabut pada 2023.',
  },
);

export const familyCardCap = switchOf('FAMILY_CARD_CAP', `Press of 2021 and 2024; ${press}`, {
  en: 'Most recipients on one family card.',
  id: 'Penerima terbanyak dalam satu Kartu Keluarga.',
});

export const ageCap = switchOf('AGE_CAP', 'Sakernas supplement', {
  en: 'Highest age in full years.',
  id: 'Usia tertinggi dalam tahun penuh.',
});

export const offlineTraining = switchOf('OFFLINE_TRAINING', `Permenko 11/2020, Permenko 17/2022; ${press}`, {
  en: 'Offline courses may be sold, where a province takes part in the pilot.',
  id: 'Pelatihan luring boleh dijual, di provinsi yang mengikuti uji coba.',
});

export const courseMinimumHours = switchOf('COURSE_MINIMUM_HOURS', press, {
  en: 'Shortest course, in hours.',
  id: 'Durasi pelatihan terpendek, dalam jam.',
});

export const commissionCap = switchOf('COMMISSION_CAP', 'Permenko 11/2020', {
  en: "Highest commission of a platform for basic services, in per cent of a course's price.",
  id: 'Komisi tertinggi platform untuk layanan dasar, dalam persen dari harga pelatihan.',
});

export const bundlesForbidden = switchOf('BUNDLES_FORBIDDEN', press, {
  en: 'Bundles of courses may not be sold.',
  id: 'Paket beberapa pelatihan tidak boleh dijual.',
});
