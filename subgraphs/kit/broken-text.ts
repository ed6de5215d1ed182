// U+0000 fits in no text of PostgreSQL, and noncharacters are not for interchange: U+FDD0 to U+FDEF and the last two of
// each plane. Without the flag "u", which is twenty times slower: the planes beyond the first by their surrogates.
const refused =
  /[\0\uFDD0-\uFDEF\uFFFE\uFFFF]|[\uD83F\uD87F\uD8BF\uD8FF\uD93F\uD97F\uD9BF\uD9FF\uDA3F\uDA7F\uDABF\uDAFF\uDB3F\uDB7F\uDBBF\uDBFF][\uDFFE\uDFFF]/;
const everyBroken = /[\0\p{Surrogate}\p{Noncharacter_Code_Point}]/gu;

/** Whether `text` holds U+0000, a lone surrogate or another noncharacter: what cannot be stored and answered as it is. */
export const isBroken = (text: string): boolean => refused.test(text) || !text.isWellFormed();

/** `text` with what is broken written as an escape, so that it can be stored and still be recognised. */
export const storable = (text: string): string =>
  isBroken(text) ? text.replaceAll(everyBroken, (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`) : text;
