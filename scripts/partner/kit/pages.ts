import { GraphQLError } from 'graphql';

const mostRows = 100;
const longestCursor = 512;

/** What a connection field takes: `first: Int!`, and `after: String`. */
export interface PageArguments {
  first: number;
  after?: string | null | undefined;
}

/** A page that continues behind the row with this sort key, or begins where there is none. */
export interface Page<K extends readonly unknown[]> {
  first: number;
  after: K | null;
}

const wrong = (message: string, code: string, argument: string) =>
  new GraphQLError(message, { extensions: { code, argument } });

const decoded = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

/**
 * Checks `first`, and decodes `after`. `isKey` says whether something is a sort key of the list: cursors come from
 * clients.
 * @throws GraphQLError PAGE_SIZE_OUT_OF_RANGE or CURSOR_MALFORMED, naming the argument
 */
export const readPage = <K extends readonly unknown[]>(
  { first, after }: PageArguments,
  isKey: (value: unknown) => value is K,
  most = mostRows,
): Page<K> => {
  if (!(first >= 1 && first <= most)) {
    throw wrong(`\`first\` must be 1 to ${most}; it was ${first}.`, 'PAGE_SIZE_OUT_OF_RANGE', 'first');
  }
  if (after === null || after === undefined) return { first, after: null };
  const key = after.length <= longestCursor ? decoded(after) : undefined;
  if (!isKey(key)) throw wrong('`after` must be a cursor of this list.', 'CURSOR_MALFORMED', 'after');
  return { first, after: key };
};

/** Builds a page from `first + 1` rows behind `after`: the extra row only tells that more follows. */
export const connectionOf = <T, K extends readonly unknown[]>(
  rows: readonly T[],
  { first, after }: Page<K>,
  keyOf: (row: T) => K,
) => {
  const edges = rows
    .slice(0, first)
    .map((node) => ({ cursor: Buffer.from(JSON.stringify(keyOf(node))).toString('base64url'), node }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
};
