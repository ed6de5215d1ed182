import { synonymsOf } from './search.synonyms.ts';

/** Words that most titles could have; a course needs none of them to be found, but those that have them come first. */
const fillers = new Set(
  `ada adalah agar akan anda atau bagi bagaimana bahasa belajar beserta cara dalam dan dari dasar dengan di hingga ini itu jadi
  kelas ke kursus lanjutan lengkap level mahir materi mau membuat menengah menjadi mudah murah oleh online pada pelatihan pembuatan pemula
  perangkat  pengantar praktis program saya secara sebagai sejak seputar sertifikasi siap teknik tentang terbaik tingkat untuk yang
  a advanced an and at basic basics beginner beginners best by class course courses easy for from fundamentals how in
  intermediate introduction into is language learn learning level of on or program the to training with your`.split(
    /\s+/,
  ),
);

/** Words that are read; a longer text has no more. */
const MOST = 12;
const LONGEST = 40;

/** A word that was typed: itself and its synonyms. */
export interface TypedWord {
  words: readonly string[];
  isFiller: boolean;
}

/** Returns the words of a text; none of a text without letters and digits. A text of fillers alone means them. */
export const wordsOf = (text: string): TypedWord[] => {
  const found = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const words = [...new Set(found)].filter((word) => word.length <= LONGEST).slice(0, MOST);
  const isAllFillers = words.every((word) => fillers.has(word));
  return words.map((word) => ({ words: synonymsOf(word), isFiller: !isAllFillers && fillers.has(word) }));
};
