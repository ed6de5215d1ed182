import { inputError } from './errors.ts';
import { isUntypable, typedLine } from './typed-text.ts';

const MOST = 100;
const tooLong = {
  en: `\`search\` takes at most ${MOST} characters.`,
  id: `\`search\` menerima paling banyak ${MOST} karakter.`,
};
const malformed = {
  en: '`search` holds characters that are no text.',
  id: '`search` memuat karakter yang bukan teks.',
};

/**
 * What is searched for, as texts are kept; null when nothing is.
 * @throws GraphQLError SEARCH_TOO_LONG, SEARCH_MALFORMED
 */
export const readSearch = (search: string | null | undefined): string | null => {
  if (!search) return null;
  if (search.length > MOST) throw inputError('SEARCH_TOO_LONG', tooLong, 'search');
  if (isUntypable(search)) throw inputError('SEARCH_MALFORMED', malformed, 'search');
  return typedLine(search) || null;
};
