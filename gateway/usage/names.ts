import type { IncomingHttpHeaders } from 'node:http';

/** The most of a name that is kept. */
const longestName = 64;
const namePattern = /^[A-Za-z_]\w*$/;
const versionPattern = /^[A-Za-z0-9][\w.+-]{0,31}$/;
const clientPattern = /^[\w.:/@-]{1,64}$/;

/**
 * Whether a text that a client chose could be a number of somebody: the shortest are phone numbers of ten digits, and
 * what is written between digits makes no difference.
 */
const mayNumberSomebody = (text: string) => /\d{10}/.test(text.replaceAll(/[^\p{L}\p{N}]|_/gu, ''));

/** Returns the name of an operation as it may be kept; empty when it has none, or one that may be a number of somebody. */
export const keptName = (name: string | undefined): string => {
  const kept = name?.slice(0, longestName) ?? '';
  return namePattern.test(kept) && !mayNumberSomebody(kept) ? kept : '';
};

/** Returns what a client says of its version, as it may be kept; empty when it says none. */
export const clientVersionOf = ({
  'apollographql-client-version': apollo,
  'x-client-version': own = apollo,
}: IncomingHttpHeaders): string =>
  typeof own === 'string' && versionPattern.test(own) && !mayNumberSomebody(own) ? own : '';

/**
 * Returns the id of a client or an organisation from a verified token, as it may be kept: the issuer chose it, and ids
 * have long numbers in them, but none of 16 digits.
 */
export const keptId = (id: string | undefined): string =>
  id !== undefined && clientPattern.test(id) && !/\d{16}/.test(id) ? id : '';
