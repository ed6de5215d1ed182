import type { Refusal } from '../refusal.ts';
import { isUntypable, type readTyped } from '../typed-text.ts';
import { sentFaults as faults } from './sent.refusal.ts';

const markup = /<\s*[/!?]?[a-z][^<]*>?|<!--|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|lt|gt|amp|quot|nbsp|apos);|javascript:/i;
const cellError = /#(?:REF|VALUE|DIV\/0|NULL|NUM|SPILL|CALC|FIELD)!|#N\/A|#NAME\?|^#{3,}$/;
const formula = /^[=@]\s*[A-Z(+-]|^[+-][A-Z]+\(/i;
// UTF-8 that was read as Windows-1252, and what could not be read at all.
const wronglyDecoded = /\ufffd|Ã[\u0080-\u00bf©ª«¬®¯°±]|â(?:€|\u0080)|Â[\u00a0-\u00bf]/;
const placeholder = /^(?:untitled|undefined|null|judul(?: pelatihan)?|test+|tes+t?ing|contoh|tbd|lorem ipsum.*)$/is;

interface Place {
  path: readonly string[];
  least: number;
  most: number;
}

const lengthFault = (fault: 'EMPTY' | 'SHORT' | 'LONG' | 'BROKEN', { path, least, most }: Place): Refusal => {
  if (fault === 'EMPTY') return faults.textEmpty(path);
  if (fault === 'SHORT') return faults.textTooShort(path, least);
  return fault === 'LONG' ? faults.textTooLong(path, most) : faults.textMalformed(path);
};

/** Returns what is wrong with a text that was sent, the most telling of it, or null. */
export const textFault = (read: ReturnType<typeof readTyped>, sent: string, place: Place): Refusal | null => {
  const { path } = place;
  // A text that nobody reads in full is too long, whatever it holds.
  const text = sent.slice(0, place.most * 4).trim();
  if (cellError.test(text)) return faults.textIsCellError(path);
  if (markup.test(text)) return faults.textHasMarkup(path);
  if (formula.test(text)) return faults.textIsFormula(path);
  if (wronglyDecoded.test(text)) return faults.textWronglyDecoded(path);
  if (placeholder.test(text)) return faults.textIsPlaceholder(path);
  if ('fault' in read) {
    const isBroken = read.fault !== 'LONG' && isUntypable(text);
    return isBroken ? faults.textMalformed(path) : lengthFault(read.fault, place);
  }
  return /\p{L}/u.test(read.text) ? null : faults.textWithoutLetters(path);
};
