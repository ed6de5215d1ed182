import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';
import type { AssessmentLayer } from './curation.kind.ts';

type Path = readonly string[];

export const refusals = {
  mayNotAssess: () =>
    notAllowed({
      scopes: ['course:assess'],
      or: {
        en: '`course:publish` of the platform that sells the course',
        id: '`course:publish` dari platform yang menjual kursus itu',
      },
    }),
  mayNotMonitor: () => notAllowed({ scopes: ['course:monitor'] }),
  mayNotReport: () => notAllowed({ scopes: ['self'] }),
  courseUnknown: () =>
    new Refusal('COURSE_UNKNOWN', { en: 'There is no course with this id.', id: 'Tidak ada kursus dengan id ini.' }, [
      'course',
    ]),
  versionUnknown: () =>
    new Refusal(
      'COURSE_VERSION_UNKNOWN',
      {
        en: 'There is no such version of a course that you may assess or decide about.',
        id: 'Tidak ada versi kursus tersebut yang dapat Anda nilai atau putuskan.',
      },
      ['version'],
    ),
  versionDecided: () =>
    new Refusal(
      'VERSION_NOT_WAITING',
      {
        en: 'This version waits for no decision any more: it was decided, replaced or withdrawn.',
        id: 'Versi ini tidak lagi menunggu keputusan: sudah diputuskan, diganti, atau ditarik.',
      },
      ['version'],
    ),
  conflict: () =>
    new Refusal('CONFLICT_OF_INTEREST', {
      en: 'Whoever owns, assesses or monitors a course does neither of the other two, as a person and as an organisation; who assessed does not decide.',
      id: 'Pemilik, penilai, dan pemantau satu kursus harus pihak yang berbeda, baik orang maupun organisasinya; penilai tidak ikut memutuskan.',
    }),
  layerNotYet: (missing: AssessmentLayer) =>
    new Refusal(
      'LAYER_NOT_YET',
      {
        en: `The layer ${missing} assesses this version first.`,
        id: `Versi ini dinilai lebih dahulu pada lapis ${missing}.`,
      },
      ['version'],
    ),
  assessed: () =>
    new Refusal(
      'ASSESSMENT_ALREADY_MADE',
      {
        en: 'This version was assessed in your layer, or by you in another one. An assessment is not changed.',
        id: 'Versi ini sudah dinilai pada lapis Anda, atau oleh Anda pada lapis lain. Penilaian tidak dapat diubah.',
      },
      ['version'],
    ),
  indicatorUnknown: (path: Path) =>
    new Refusal(
      'INDICATOR_UNKNOWN',
      {
        en: 'The list of the day on which the version was submitted has no such indicator.',
        id: 'Daftar pada tanggal pengajuan versi ini tidak memuat indikator tersebut.',
      },
      path,
    ),
  indicatorRepeated: (path: Path) =>
    new Refusal(
      'INDICATOR_REPEATED',
      { en: 'This indicator is named twice.', id: 'Indikator ini disebut dua kali.' },
      path,
    ),
  indicatorMissing: (code: string) =>
    new Refusal(
      'INDICATOR_MISSING',
      { en: `Score every indicator: ${code} is missing.`, id: `Nilai setiap indikator: ${code} belum dinilai.` },
      ['scores'],
    ),
  score: (path: Path) =>
    new Refusal('SCORE_OUT_OF_RANGE', { en: 'A score is 1 to 5.', id: 'Nilai berkisar 1 sampai 5.' }, path),
  comment: (path: Path) =>
    new Refusal(
      'COMMENT_MALFORMED',
      {
        en: 'A comment has 3 to 1,000 characters; a score below 3 takes one.',
        id: 'Komentar terdiri dari 3 sampai 1.000 karakter; nilai di bawah 3 wajib diberi komentar.',
      },
      path,
    ),
  reason: () =>
    new Refusal(
      'REASON_MALFORMED',
      { en: 'A reason has 3 to 2,000 characters.', id: 'Alasan terdiri dari 3 sampai 2.000 karakter.' },
      ['reason'],
    ),
  mendMissing: () =>
    new Refusal(
      'MEND_MISSING',
      {
        en: 'Sending back names for at least one indicator what to mend; approving names none.',
        id: 'Pengembalian menyebut hal yang harus diperbaiki pada sedikitnya satu indikator; persetujuan tidak.',
      },
      ['mend'],
    ),
  mendMalformed: (path: Path) =>
    new Refusal(
      'MEND_MALFORMED',
      {
        en: 'What to mend has 3 to 1,000 characters.',
        id: 'Hal yang harus diperbaiki terdiri dari 3 sampai 1.000 karakter.',
      },
      path,
    ),
  incomplete: (missing: AssessmentLayer) =>
    new Refusal(
      'ASSESSMENT_INCOMPLETE',
      {
        en: `This version cannot be approved before the layer ${missing} has assessed it.`,
        id: `Versi ini belum dapat disetujui sebelum dinilai pada lapis ${missing}.`,
      },
      ['version'],
    ),
  scoresTooLow: (code: string) =>
    new Refusal(
      'SCORES_TOO_LOW',
      {
        en: `The independent assessor's scores do not allow an approval: ${code}. Send the version back.`,
        id: `Nilai penilai independen tidak memungkinkan persetujuan: ${code}. Kembalikan versi ini.`,
      },
      ['version'],
    ),
  priceAboveOutside: () =>
    new Refusal(
      'PRICE_ABOVE_OUTSIDE',
      {
        en: 'The price must not exceed the price outside the programme.',
        id: 'Harga tidak boleh melebihi harga di luar program.',
      },
      ['price'],
    ),
  freeOutside: () =>
    new Refusal(
      'FREE_OUTSIDE',
      {
        en: 'What is free outside the programme may not be sold in it.',
        id: 'Pelatihan yang gratis di luar program tidak boleh dijual di dalam program.',
      },
      ['priceOutside'],
    ),
  tooShort: (hours: number) =>
    new Refusal(
      'DURATION_TOO_SHORT',
      { en: `A course has at least ${hours} hours now.`, id: `Durasi pelatihan kini paling sedikit ${hours} jam.` },
      ['syllabus'],
    ),
  institutionTooYoung: (years: number) =>
    new Refusal(
      'INSTITUTION_TOO_YOUNG',
      {
        en: `The institution is a legal entity of at least ${years} year; its profile states no such day.`,
        id: `Lembaga pelatihan berbadan hukum paling sedikit ${years} tahun; profilnya tidak menyatakan demikian.`,
      },
      ['institution'],
    ),
  tookNoPart: () =>
    new Refusal(
      'NOT_TAKEN_PART',
      {
        en: 'Complaints are for who has taken part in the course.',
        id: 'Keluhan dapat disampaikan oleh yang telah mengikuti kursus ini.',
      },
      ['course'],
    ),
  reported: () =>
    new Refusal(
      'REPORT_ALREADY_MADE',
      {
        en: 'You have complained about this course already; the programme office has it.',
        id: 'Anda sudah menyampaikan keluhan tentang kursus ini; keluhan ada pada pengelola program.',
      },
      ['course'],
    ),
  tooManyReports: (most: number, days: number) =>
    new Refusal('TOO_MANY_REPORTS', {
      en: `One person makes at most ${most} complaints in ${days} days.`,
      id: `Satu orang menyampaikan paling banyak ${most} keluhan dalam ${days} hari.`,
    }),
  reportText: () =>
    new Refusal(
      'REPORT_MALFORMED',
      { en: 'A complaint has 10 to 2,000 characters.', id: 'Keluhan terdiri dari 10 sampai 2.000 karakter.' },
      ['text'],
    ),
};
