import { inputError } from './errors.ts';
import { isUntypable, typedLine } from './typed-text.ts';

const MOST = 100;

/**
 * What is searched for, as texts are kept; null when nothing is.
 * @throws GraphQLError SEARCH_TOO_LONG, SEARCH_MALFORMED
 */
export const readSearch = (search: string | null | undefined): string | null => {
  if (!search) return null;
  if (search.length > MOST) throw inputError('SEARCH_TOO_LONG', '`search` takes at most 100 characters.', 'search');
  if (isUntypable(search))
    throw inputError('SEARCH_MALFORMED', '`search` holds characters that are no text.', 'search');
  return typedLine(search) || null;
};
