// What people type, and what reaches a form from contacts, PDF, Word, Excel and chats, in one form. Not NFKC: it would
// change what was stated (m² to m2, ½ to 1⁄2). Of compatibility forms only those are folded that a keyboard or a PDF puts
// in the place of ordinary letters: full-width forms, and the ligatures ff to st.

const ascii = /^[\n\x20-\x7e]*$/;
// Most texts have nothing to change: words of ASCII without a grave accent, one space between them.
const plain = /^[!-_a-~]+(?: [!-_a-~]+)*$/;
const plainNumber = /^[\d+]+$/;
// Bidirectional controls, zero-width marks, soft hyphens, variation selectors, tags, Hangul fillers and the like. Latin
// text needs none of them, joiners included.
const unseen = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffc]/gu;
const apostrophes = /[`´‘’‚‛′‵ʹʻʼʽʾʿˈˊˋ՚ꞌ]/gu;
const quotes = /[“”„‟″‶〝〞]/gu;
const dashes = /[‐‑‒–—―⁃−˗﹘﹣]/gu;
const wide = /[\uff01-\uff5e\ufb00-\ufb06]+/gu;
const lineBreaks = /\r\n?|[\v\f\u0085\p{Zl}\p{Zp}]/gu;
// The blank of Braille looks like a space.
const spaces = /[\t\p{Zs}\u2800]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const broken = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\p{Noncharacter_Code_Point}\p{Cs}]/u;

/**
 * Decides whether `text` holds characters that no keyboard types, more than `isBroken` of broken-text.ts finds: NUL and
 * other control characters, half a surrogate pair, a noncharacter.
 */
export const isUntypable = (text: string): boolean => !plain.test(text) && broken.test(text);

const folded = (text: string): string =>
  text
    .normalize('NFC')
    .replace(unseen, '')
    .replace(wide, (letters) => letters.normalize('NFKC'))
    .replace(apostrophes, "'")
    .replace(quotes, '"')
    .replace(dashes, '-')
    .replace(lineBreaks, '\n')
    .replace(spaces, ' ')
    // What stood between a letter and its accent is gone.
    .normalize('NFC');

const seen = (text: string): string => (ascii.test(text) ? text.replaceAll('`', "'") : folded(text));

/** A text of several lines as it is kept; empty when nothing of it can be seen. */
export const typedText = (text: string): string => (plain.test(text) ? text : seen(text).trim());

/** A text of one line as it is kept: every run of spaces and line breaks is one space. */
export const typedLine = (text: string): string =>
  plain.test(text)
    ? text
    : seen(text)
        .replace(/[ \n]+/g, ' ')
        .trim();

/** Longest number that is normalised; a longer text, which nobody types as a number, is returned as it is. */
const NUMBER = 100;

/** Factor by which a text may exceed its limit and is still read: marks that are dropped count too. */
const UNREAD = 4;

export interface TextLimits {
  /** Least number of characters. */
  least?: number;
  most: number;
  read?: (text: string) => string;
}

export type TextFault = 'EMPTY' | 'SHORT' | 'LONG' | 'BROKEN';

/** A text as it is kept, or what is wrong with it. A very long one is refused before anything reads it. */
export const readTyped = (
  text: string,
  { least = 1, most, read = typedText }: TextLimits,
): { text: string } | { fault: TextFault } => {
  if (text.length > most * UNREAD) return { fault: 'LONG' };
  const kept = read(text);
  if (kept === '') return { fault: 'EMPTY' };
  const length = kept.length > most ? [...kept].length : kept.length;
  if (length > most) return { fault: 'LONG' };
  if (length < least) return { fault: 'SHORT' };
  return isUntypable(text) ? { fault: 'BROKEN' } : { text: kept };
};

/** A text as it is kept; null when it is none within the limits. */
export const typedWithin = (text: string, limits: TextLimits): string | null => {
  const found = readTyped(text, limits);
  return 'text' in found ? found.text : null;
};

const isDigit = (point: number) => /^\p{Nd}$/u.test(String.fromCodePoint(point));

/** Returns the ASCII digit of a digit of any script: Unicode has them in rows of ten, 0 first. */
const asciiDigit = (char: string): string => {
  const point = char.codePointAt(0) ?? 0;
  let zero = point;
  while (isDigit(zero - 1)) zero -= 1;
  return String((point - zero) % 10);
};

/** A line of which a number is meant: digits of every script are 0 to 9, and marks of spreadsheets are left out. */
export const typedNumber = (text: string): string => {
  if (text.length > NUMBER || plainNumber.test(text)) return text;
  return (
    typedLine(text)
      .replace(/[^\P{Nd}0-9]/gu, asciiDigit)
      // A cell as text: 'NUMBER, "NUMBER" or ="NUMBER".
      .replace(/^=?"([^"]*)"$/, '$1')
      .replace(/^'+/, '')
      // A cell as a number with decimals.
      .replace(/^(\d{9,})[.,]0{1,2}$/, '$1')
  );
};

/** The digits of a number, without what people put between them. */
export const typedDigits = (text: string): string =>
  plainNumber.test(text) ? text : typedNumber(text).replace(/[ .,-]/g, '');

/**
 * A code of digits and letters that are not mistaken for each other (Crockford's alphabet), as it was given out: in
 * capitals, with O for 0, and I or L for 1, without what people put between its parts or around it.
 */
export const typedCode = (text: string): string => {
  if (text.length > NUMBER) return text;
  const code = typedNumber(text).toUpperCase();
  return code
    .replace(/[\s.,:;/_·'"()-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
};

const exponent = /^[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d{1,3}|[x×*]10\^?[+-]?[\d⁰¹²³⁴-⁹]{0,3})$/i;

/** Decides whether a spreadsheet spoiled a long number: 3.17E+15, or the hash signs of a narrow column. */
export const isOfSpreadsheet = (text: string): boolean => {
  if (text.length > NUMBER || plainNumber.test(text)) return false;
  const number = typedNumber(text).replaceAll(' ', '');
  return exponent.test(number) || /^#+$/.test(number);
};
