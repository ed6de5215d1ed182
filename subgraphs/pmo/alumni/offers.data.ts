import type { Text } from '../../kit/language.ts';

export interface OfferFigure {
  name: 'OFFERED' | 'APPLIED';
  /** People. */
  value: number;
  source: string;
}

export interface AlumniOffer {
  /** Stable kebab-case key. */
  code: string;
  kind: 'FREE_COURSE' | 'PROGRAMME' | 'MICRO_LOAN';
  title: Text;
  description: Text;
  /** What else is asked for; null when nothing is. */
  conditions: Text | null;
  provider: string;
  /** The work statuses that it is for, as people state them; empty: for all. */
  workStatuses: readonly string[];
  /** It is for those who want to learn one of these; empty: for all. */
  skills: readonly string[];
  /** ISO dates, both included; null where the source names none. */
  opensOn: string | null;
  closesOn: string | null;
  /** The most that one person gets, in whole rupiah. */
  maxAmount: bigint | null;
  figures: readonly OfferFigure[];
  /** Made up: the sources say that such offers exist, and name none. */
  isSynthetic: boolean;
  source: string;
}

const press = 'Public press, by way of the programme rules of this project';
const freeOffers = 'Public press: free courses and programmes offered to alumni';
const forAll = { workStatuses: [], skills: [], conditions: null, maxAmount: null, figures: [] };
const synthetic = { ...forAll, isSynthetic: true, source: `${freeOffers}; this one is made up` };

/** What comes after the first certificate, in order of code. */
export const alumniOffers: readonly AlumniOffer[] = [
  {
    ...synthetic,
    code: 'free-catering-business',
    kind: 'FREE_COURSE',
    title: { en: 'Running a catering business', id: 'Menjalankan usaha katering' },
    description: { en: 'A course of ten hours, free of charge.', id: 'Pelatihan sepuluh jam tanpa biaya.' },
    provider: 'Synthetic platform',
    skills: ['bread-and-pastry-baking', 'catering-cooking', 'menu-planning'],
    opensOn: '2021-03-01',
    closesOn: '2022-12-31',
  },
  {
    ...synthetic,
    code: 'free-data-skills',
    kind: 'FREE_COURSE',
    title: { en: 'From spreadsheets to data analysis', id: 'Dari pengolah angka ke analisis data' },
    description: { en: 'A course of twenty hours, free of charge.', id: 'Pelatihan dua puluh jam tanpa biaya.' },
    provider: 'Synthetic platform',
    skills: ['data-analysis', 'data-entry', 'data-visualisation', 'spreadsheets'],
    opensOn: '2022-01-01',
    closesOn: null,
  },
  {
    ...synthetic,
    code: 'free-job-interview',
    kind: 'FREE_COURSE',
    title: { en: 'Preparing for a job interview', id: 'Persiapan wawancara kerja' },
    description: { en: 'A course of three hours, free of charge.', id: 'Pelatihan tiga jam tanpa biaya.' },
    provider: 'Synthetic platform',
    workStatuses: ['JOB_SEEKER', 'LAID_OFF', 'FURLOUGHED', 'WORKER'],
    opensOn: '2021-01-01',
    closesOn: null,
  },
  {
    ...synthetic,
    code: 'free-online-selling',
    kind: 'FREE_COURSE',
    title: { en: 'Selling online', id: 'Berjualan daring' },
    description: { en: 'A course of eight hours, free of charge.', id: 'Pelatihan delapan jam tanpa biaya.' },
    provider: 'Synthetic platform',
    skills: ['digital-marketing', 'live-shopping-hosting', 'retail-sales', 'social-media-management'],
    opensOn: '2021-01-01',
    closesOn: null,
  },
  {
    ...forAll,
    code: 'kur-micro-loan',
    kind: 'MICRO_LOAN',
    title: { en: 'KUR micro-loan for alumni entrepreneurs', id: 'Pinjaman mikro KUR bagi alumni wirausaha' },
    description: {
      en: 'A state-supported loan of at most Rp 10 million for a business of one’s own. The bank decides.',
      id: 'Kredit Usaha Rakyat paling banyak Rp10 juta untuk usaha sendiri. Bank yang memutuskan.',
    },
    conditions: {
      en: 'The bank asks the credit bureau before it lends.',
      id: 'Bank memeriksa riwayat kredit sebelum menyalurkan pinjaman.',
    },
    provider: 'Banks that distribute KUR',
    workStatuses: ['ENTREPRENEUR'],
    opensOn: null,
    closesOn: null,
    maxAmount: 10_000_000n,
    figures: [
      { name: 'OFFERED', value: 13_525, source: press },
      { name: 'APPLIED', value: 777, source: press },
    ],
    isSynthetic: false,
    source: press,
  },
  {
    ...synthetic,
    code: 'programme-alumni-community',
    kind: 'PROGRAMME',
    title: { en: 'Alumni community', id: 'Komunitas alumni' },
    description: { en: 'Meetings of alumni in each province.', id: 'Pertemuan alumni di setiap provinsi.' },
    provider: 'Synthetic programme',
    opensOn: '2021-01-01',
    closesOn: null,
  },
  {
    ...synthetic,
    code: 'programme-business-mentoring',
    kind: 'PROGRAMME',
    title: { en: 'Mentoring for small businesses', id: 'Pendampingan usaha kecil' },
    description: { en: 'Six meetings with a mentor.', id: 'Enam pertemuan dengan pendamping.' },
    provider: 'Synthetic programme',
    workStatuses: ['ENTREPRENEUR'],
    opensOn: '2022-01-01',
    closesOn: null,
  },
];
