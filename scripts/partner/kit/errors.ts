import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';

/** Takes what a subgraph writes about what happens; `console` is one. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}

/**
 * Decides whether an error is meant for the caller: what says that the request itself is wrong, and what a resolver
 * threw with a code. GraphQL's own that stand at a path tell of a value that does not fit its type: a bug too.
 */
const isMeant = ({ path, extensions }: GraphQLError): boolean =>
  path === undefined || typeof extensions.code === 'string';

/** Masks bugs behind an id, and logs what really happened under the same id. */
export const createErrorMask =
  (log: Log) =>
  (error: GraphQLError | Error): GraphQLError => {
    if (error instanceof GraphQLError && isMeant(error)) return error;
    const errorId = randomUUID();
    log.error(`a resolver failed (${errorId})`, (error as Partial<GraphQLError>).originalError ?? error);
    const { path, nodes } = error as Partial<GraphQLError>;
    return new GraphQLError(`Something went wrong on our side. Quote the id ${errorId} when you ask about it.`, {
      ...(path && { path }),
      ...(nodes && { nodes }),
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    });
  };
