import type { Choice, Survey } from './survey.ts';

const choice = (id: string, en: string, text: string): Choice => ({ id, text: { en, id: text } });

const all = ['2020-A', '2020-B', '2023'];
/** Three surveys were paid then, two since. */
const until2022 = ['2020-A', '2020-B'];

/**
 * The surveys. Sources give their number and what they pay, not their questions: those are assumed, after what the
 * programme publishes about its evaluations.
 */
export const surveys: readonly Survey[] = [
  {
    code: 'TRAINING_EVALUATION',
    title: { en: 'Evaluation of the training', id: 'Evaluasi pelatihan' },
    paidUnder: all,
    questions: [
      {
        id: 'usefulness',
        kind: 'NUMBER',
        text: {
          en: 'How useful was the training, from 1 to 5?',
          id: 'Seberapa bermanfaat pelatihan, dari 1 sampai 5?',
        },
        least: 1,
        most: 5,
      },
      {
        id: 'gains',
        kind: 'CHOICES',
        text: { en: 'What did you gain?', id: 'Apa yang Anda peroleh?' },
        choices: [
          choice('skill', 'A skill', 'Keterampilan'),
          choice('confidence', 'Confidence', 'Kepercayaan diri'),
          choice('contacts', 'Contacts', 'Jejaring'),
          choice('nothing', 'Nothing', 'Tidak ada'),
        ],
        least: 1,
        most: 3,
      },
      {
        id: 'recommends',
        kind: 'ONE_CHOICE',
        text: { en: 'Would you recommend it?', id: 'Apakah Anda merekomendasikannya?' },
        choices: [choice('yes', 'Yes', 'Ya'), choice('no', 'No', 'Tidak')],
      },
      {
        id: 'remarks',
        kind: 'TEXT',
        text: { en: 'What should be better?', id: 'Apa yang perlu diperbaiki?' },
        isOptional: true,
        most: 1_000,
      },
    ],
  },
  {
    code: 'WORK_AND_INCOME',
    title: { en: 'Work and income', id: 'Pekerjaan dan penghasilan' },
    paidUnder: all,
    questions: [
      {
        id: 'work',
        kind: 'ONE_CHOICE',
        text: { en: 'What do you do now?', id: 'Apa kegiatan Anda sekarang?' },
        choices: [
          choice('employed', 'I am employed', 'Bekerja'),
          choice('business', 'I have a business of my own', 'Berwirausaha'),
          choice('seeking', 'I look for work', 'Mencari kerja'),
          choice('other', 'Something else', 'Lainnya'),
        ],
      },
      {
        id: 'monthly-income',
        kind: 'NUMBER',
        text: { en: 'Income a month, in rupiah', id: 'Penghasilan per bulan, dalam rupiah' },
        least: 0,
        most: 1_000_000_000,
      },
      {
        id: 'used-skill',
        kind: 'ONE_CHOICE',
        text: { en: 'Do you use what you learnt?', id: 'Apakah Anda memakai yang dipelajari?' },
        choices: [choice('yes', 'Yes', 'Ya'), choice('no', 'No', 'Tidak')],
      },
    ],
  },
  {
    code: 'FINANCIAL_INCLUSION',
    title: { en: 'Use of the incentive', id: 'Pemakaian insentif' },
    paidUnder: until2022,
    questions: [
      {
        id: 'uses',
        kind: 'CHOICES',
        text: { en: 'What did you use the incentive for?', id: 'Untuk apa insentif dipakai?' },
        choices: [
          choice('needs', 'Daily needs', 'Kebutuhan sehari-hari'),
          choice('capital', 'Capital for a business', 'Modal usaha'),
          choice('savings', 'Savings', 'Tabungan'),
          choice('learning', 'Further learning', 'Belajar lagi'),
        ],
        least: 1,
        most: 4,
      },
      {
        id: 'first-account',
        kind: 'ONE_CHOICE',
        text: { en: 'Was it your first account or wallet?', id: 'Apakah itu rekening atau dompet pertama Anda?' },
        choices: [choice('yes', 'Yes', 'Ya'), choice('no', 'No', 'Tidak')],
      },
    ],
  },
];
