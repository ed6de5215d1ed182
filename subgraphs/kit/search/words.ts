import { synonymsOf } from './synonyms.ts';

/** Words that any text could have, in Indonesian and English. */
const common =
  `ada adalah agar akan anda atau bagi bagaimana beserta cara dalam dan dari dengan di hingga ini itu jadi ke mau menjadi
  oleh pada saya secara sebagai sejak seputar tentang untuk yang a an and at by for from how in into is of on or the to with
  your`.split(/\s+/);

/** Words that are read; a longer text has no more. */
const MOST = 12;
const LONGEST = 40;

/** A word that was typed: itself and its synonyms. */
export interface TypedWord {
  words: readonly string[];
  /** Whether what is looked for needs not have it; what has it comes first. */
  isFiller: boolean;
}

/** Words that many titles of one kind have, such as `kursus`, beside those that any text could have. */
export type Fillers = ReadonlySet<string>;

/** Fillers of one kind of list. */
export const fillersOf = (words: string): Fillers => new Set([...common, ...words.trim().split(/\s+/)]);

/** Returns the words of a text; none of a text without letters and digits. A text of fillers alone means them. */
export const wordsOf = (text: string, fillers: Fillers): TypedWord[] => {
  const found = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const words = [...new Set(found)].filter((word) => word.length <= LONGEST).slice(0, MOST);
  const isAllFillers = words.every((word) => fillers.has(word));
  return words.map((word) => ({ words: synonymsOf(word), isFiller: !isAllFillers && fillers.has(word) }));
};
