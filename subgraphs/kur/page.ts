import { GraphQLError } from 'graphql';

const MOST = 100;
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
/** Above all ids: a page without a cursor begins there. */
const ABOVE_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export interface PageArguments {
  first: number;
  after?: string | null;
}

/** Rows of a list by id, newest first: `rows` of them, all below `before`. */
export interface Page {
  first: number;
  before: string;
  isContinued: boolean;
}

const wrong = (code: string, message: string) => new GraphQLError(message, { extensions: { code } });

/** @throws GraphQLError PAGE_SIZE_OUT_OF_RANGE, CURSOR_MALFORMED */
export const readPage = ({ first, after = null }: PageArguments): Page => {
  if (first < 1 || first > MOST) throw wrong('PAGE_SIZE_OUT_OF_RANGE', `\`first\` must be 1 to ${MOST}; it was ${first}.`);
  if (after === null) return { first, before: ABOVE_ALL, isContinued: false };
  const before = Buffer.from(after.slice(0, 64), 'base64url').toString('utf8');
  if (!ID.test(before)) throw wrong('CURSOR_MALFORMED', '`after` must be a cursor of this list.');
  return { first, before, isContinued: true };
};

/** Builds a page from `first + 1` rows: the extra one only tells that more follows. */
export const toConnection = <T extends { id: string }>(rows: readonly T[], { first, isContinued }: Page) => {
  const nodes = rows.slice(0, first);
  const edges = nodes.map((node) => ({ cursor: Buffer.from(node.id).toString('base64url'), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: isContinued,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
};
