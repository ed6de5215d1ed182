import { inputError } from './errors.ts';

/** The error CURSOR_MALFORMED, for what is no cursor of this list. */
export const malformedCursor = () =>
  inputError(
    'CURSOR_MALFORMED',
    {
      en: '`after` must be a cursor of this list, from `pageInfo.endCursor`, with the same filter and order.',
      id: '`after` harus kursor dari daftar ini, yaitu dari `pageInfo.endCursor`, dengan filter dan urutan yang sama.',
    },
    'after',
  );
