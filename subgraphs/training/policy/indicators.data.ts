import type { Text } from '../../kit/language.ts';
import type { DatedRule } from './dated.ts';

/** What a course is assessed by: each is scored from 1 to 5. */
export interface Indicator {
  /** Stable. */
  code: string;
  text: Text;
  /** Below the least score of such an indicator no course is approved, however good the others are. */
  isRequired: boolean;
}

const list2020: readonly Indicator[] = [
  {
    code: 'SYLLABUS_STRUCTURED',
    text: {
      en: 'The syllabus is structured: its units build on each other and fit the hours.',
      id: 'Silabus terstruktur: setiap unit saling menyambung dan sesuai dengan jam pelajaran.',
    },
    isRequired: true,
  },
  {
    code: 'OUTCOMES_MEASURABLE',
    text: {
      en: 'What is learnt is named as skills, and the final test measures it.',
      id: 'Capaian dinyatakan sebagai keterampilan dan diukur oleh ujian akhir.',
    },
    isRequired: true,
  },
  {
    code: 'TEACHING_INTERACTIVE',
    text: {
      en: 'Participants practise, ask and get answers; they do not only watch.',
      id: 'Peserta berlatih, bertanya, dan mendapat jawaban; tidak hanya menonton.',
    },
    isRequired: false,
  },
  {
    code: 'ATTENDANCE_KEPT',
    text: { en: 'Attendance is kept and can be checked.', id: 'Kehadiran dicatat dan dapat diperiksa.' },
    isRequired: true,
  },
  {
    code: 'INSTRUCTOR_COMPETENT',
    text: {
      en: 'The instructor knows the subject by work or certificate.',
      id: 'Pengajar menguasai bidangnya, dibuktikan dengan pengalaman kerja atau sertifikat.',
    },
    isRequired: false,
  },
  {
    code: 'DESCRIPTION_TRUE',
    text: {
      en: 'Title and description promise what the syllabus teaches.',
      id: 'Judul dan deskripsi sesuai dengan isi silabus.',
    },
    isRequired: false,
  },
  {
    code: 'PRICE_FAIR',
    text: {
      en: 'The price stands to what is taught; it is the price outside at most.',
      id: 'Harga sepadan dengan isi pelatihan dan tidak melebihi harga di luar program.',
    },
    isRequired: false,
  },
];

const notABundle: Indicator = {
  code: 'NOT_A_BUNDLE',
  text: {
    en: 'It is one course, and no bundle of several.',
    id: 'Pelatihan tunggal, bukan paket dari beberapa pelatihan.',
  },
  isRequired: true,
};

const accessible: Indicator = {
  code: 'ACCESSIBLE',
  text: {
    en: 'People with disabilities can take part, in the way that is stated.',
    id: 'Penyandang disabilitas dapat mengikuti sesuai dengan yang dinyatakan.',
  },
  isRequired: false,
};

/** The lists of indicators. The wording is ours: what is public says which layers assess, and by which aims. */
export const indicators: readonly DatedRule<readonly Indicator[]>[] = [
  { from: '2020-04-11', value: list2020, source: 'Permenko 3/2020, aims of courses; list of indicators assumed' },
  { from: '2020-07-01', value: [...list2020, notABundle], source: 'Press, July 2020: bundles are forbidden' },
  {
    from: '2023-01-01',
    value: [...list2020, notABundle, accessible],
    source: 'Permenko 17/2022, normal scheme; list of indicators assumed',
  },
];
