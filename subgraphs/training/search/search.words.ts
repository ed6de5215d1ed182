import { fillersOf, type TypedWord, wordsOf } from '../../kit/search/words.ts';

/** Words that most titles could have; a course needs none of them to be found, but those that have them come first. */
const fillers = fillersOf(`
  bahasa belajar dasar kelas kursus lanjutan lengkap level mahir materi membuat menengah mudah murah online
  pelatihan pembuatan pemula perangkat pengantar praktis program sertifikasi siap teknik terbaik tingkat advanced
  basic basics beginner beginners best class course courses easy fundamentals intermediate introduction language
  learn learning training
`);

/** Returns the words of a text that looks for courses. */
export const courseWordsOf = (text: string): TypedWord[] => wordsOf(text, fillers);
