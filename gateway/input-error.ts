import type { ValueFault } from '../subgraphs/kit/json-value.ts';
import type { Text } from '../subgraphs/kit/language.ts';
import { publicText } from './error-text.ts';
import type { StatedError } from './errors.ts';
import type { InputPlace } from './input-place.ts';
import { limits } from './limits.ts';

const longestKey = 100;

export type SmallFault = Exclude<ValueFault['what'], 'values' | 'characters'>;

export const faultTexts: Record<SmallFault, Text> = {
  text: {
    en: 'The text holds U+0000, half of a surrogate pair or another noncharacter.',
    id: 'Teks memuat U+0000, separuh pasangan surogat, atau nonkarakter lain.',
  },
  key: {
    en: 'The key is reserved, or holds U+0000 or another noncharacter.',
    id: 'Kunci ini terlarang, atau memuat U+0000 atau nonkarakter lain.',
  },
  number: {
    en: 'The number is too large to be kept exactly.',
    id: 'Bilangan terlalu besar untuk disimpan dengan tepat.',
  },
  depth: {
    en: `The value is nested deeper than ${limits.valueDepth} levels.`,
    id: `Nilai bersarang lebih dalam dari ${limits.valueDepth} tingkat.`,
  },
};

/** BAD_USER_INPUT for one value, at its field and argument. */
export const inputError = (text: Text, place: InputPlace | undefined): StatedError => ({
  text,
  ...(place && place.path.length > 0 && { path: place.path.map((key) => key.slice(0, longestKey)) }),
  extensions: { code: 'BAD_USER_INPUT', ...(place && { argument: publicText(place.argument) }) },
});
