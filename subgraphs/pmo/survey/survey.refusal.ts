import type { Text } from '../../kit/language.ts';
import { Refusal } from '../../kit/refusal.ts';

const survey = ['input', 'survey'];

/** Every "no" about a survey as a whole, by its stable code. */
export const refusals = {
  surveyUnknown: () =>
    new Refusal(
      'SURVEY_UNKNOWN',
      { en: 'There is no survey with this code.', id: 'Tidak ada survei dengan kode ini.' },
      survey,
    ),
  awardRequired: () =>
    new Refusal('AWARD_REQUIRED', {
      en: 'Surveys are for recipients whose award holds.',
      id: 'Survei hanya untuk penerima yang penetapannya masih berlaku.',
    }),
  notOpen: (version: string) =>
    new Refusal(
      'SURVEY_NOT_OPEN',
      {
        en: `This survey is not for recipients under policy ${version}.`,
        id: `Survei ini bukan untuk penerima menurut kebijakan ${version}.`,
      },
      survey,
    ),
  submitted: () =>
    new Refusal(
      'SURVEY_ALREADY_SUBMITTED',
      { en: 'You have filled in this survey already.', id: 'Anda sudah mengisi survei ini.' },
      survey,
    ),
  instalmentsUsed: (instalments: number) =>
    new Refusal(
      'SURVEY_INSTALMENTS_USED',
      {
        en: `Your award pays ${instalments} surveys, and you have filled in as many.`,
        id: `Penetapan Anda membayar ${instalments} survei, dan semuanya sudah Anda isi.`,
      },
      survey,
    ),
};

const faults = {
  QUESTION_UNKNOWN: { en: 'The survey has no such question.', id: 'Survei ini tidak memiliki pertanyaan tersebut.' },
  QUESTION_REPEATED: { en: 'A question is answered once.', id: 'Satu pertanyaan dijawab satu kali.' },
  ANSWER_MISSING: { en: 'This question needs an answer.', id: 'Pertanyaan ini harus dijawab.' },
  ANSWER_KIND_WRONG: {
    en: 'State what the kind of the question asks for, and nothing else: `choices`, `number` or `text`.',
    id: 'Isi hanya yang diminta jenis pertanyaan: `choices`, `number`, atau `text`.',
  },
  CHOICE_UNKNOWN: { en: 'The question has no such choice.', id: 'Pilihan itu tidak ada.' },
  CHOICE_REPEATED: { en: 'A choice is named once.', id: 'Satu pilihan disebut satu kali.' },
  CHOICES_OUT_OF_RANGE: {
    en: 'Too few or too many choices; `least` and `most` of the question say how many.',
    id: 'Jumlah pilihan kurang atau lebih; lihat `least` dan `most` pertanyaan.',
  },
  NUMBER_OUT_OF_RANGE: {
    en: 'The number lies outside `least` and `most` of the question.',
    id: 'Angka di luar `least` dan `most` pertanyaan.',
  },
  TEXT_EMPTY: { en: 'The text is empty.', id: 'Teks kosong.' },
  TEXT_TOO_LONG: { en: 'The text has more characters than `most`.', id: 'Teks melebihi `most` karakter.' },
  TEXT_MALFORMED: { en: 'The text holds control characters.', id: 'Teks memuat karakter kontrol.' },
} as const satisfies Record<string, Text>;

type AnswerFault = keyof typeof faults;

/** The codes of wrong answers. */
export const answerFaults = Object.keys(faults) as AnswerFault[];

/** Returns what is wrong with an answer; the path ends with its place in the list, or with the question that has none. */
export const wrongAnswer = (fault: AnswerFault, ...place: readonly (string | number)[]): Refusal =>
  new Refusal(fault, faults[fault], ['input', 'answers', ...place.map(String)]);
