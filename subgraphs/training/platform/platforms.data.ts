export interface PlatformHistory {
  code: string;
  name: string;
  /** First and last year whose public list names the platform; the lists are those of 2020 and 2023. */
  fromYear: 2020 | 2023;
  toYear: 2020 | 2023;
}

/** The seven platforms of 2020 and the six of 2023. */
export const platforms: readonly PlatformHistory[] = [
  { code: 'bukalapak', name: 'Bukalapak', fromYear: 2020, toYear: 2023 },
  { code: 'karier-mu', name: 'Karier.mu', fromYear: 2023, toYear: 2023 },
  { code: 'mau-belajar-apa', name: 'MauBelajarApa', fromYear: 2020, toYear: 2020 },
  { code: 'pijar-mahir', name: 'Pijar Mahir', fromYear: 2020, toYear: 2023 },
  { code: 'pintar', name: 'Pintar', fromYear: 2023, toYear: 2023 },
  { code: 'pintaria', name: 'Pintaria', fromYear: 2020, toYear: 2020 },
  { code: 'sekolah-mu', name: 'Sekolah.mu', fromYear: 2020, toYear: 2020 },
  { code: 'siap-kerja', name: 'SIAPkerja', fromYear: 2023, toYear: 2023 },
  { code: 'sisnaker', name: 'Sisnaker', fromYear: 2020, toYear: 2020 },
  { code: 'tokopedia', name: 'Tokopedia', fromYear: 2020, toYear: 2023 },
];

/** The platforms that the public list of `year` names. */
export const platformsOf = (year: 2020 | 2023) =>
  platforms.filter(({ fromYear, toYear }) => fromYear <= year && year <= toYear);
