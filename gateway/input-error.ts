import type { ValueFault } from '../subgraphs/kit/json-value.ts';
import { publicText } from './error-text.ts';
import type { PublicError } from './errors.ts';
import type { InputPlace } from './input-place.ts';
import { limits } from './limits.ts';

const longestKey = 100;

export type SmallFault = Exclude<ValueFault['what'], 'values' | 'characters'>;

export const faultMessages: Record<SmallFault, string> = {
  text: 'The text holds U+0000, half of a surrogate pair or another noncharacter.',
  key: 'The key is reserved, or holds U+0000 or another noncharacter.',
  number: 'The number is too large to be kept exactly.',
  depth: `The value is nested deeper than ${limits.valueDepth} levels.`,
};

/** BAD_USER_INPUT for one value, at its field and argument. */
export const inputError = (message: string, place: InputPlace | undefined): PublicError => ({
  message: publicText(message),
  ...(place && place.path.length > 0 && { path: place.path.map((key) => key.slice(0, longestKey)) }),
  extensions: { code: 'BAD_USER_INPUT', ...(place && { argument: publicText(place.argument) }) },
});
