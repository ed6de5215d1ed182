import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';

/** Where a subgraph writes what happens; `console` is one. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}

/** Decides whether an error is meant for the caller: one of GraphQL's own, or one that a resolver threw as such. */
const isMeant = (error: GraphQLError): boolean => {
  const { originalError } = error;
  return originalError === undefined || originalError === null || originalError instanceof GraphQLError;
};

/** Masks bugs behind an id, and logs what really happened under the same id. */
export const createErrorMask =
  (log: Log) =>
  (error: GraphQLError | Error): GraphQLError => {
    if (error instanceof GraphQLError && isMeant(error)) return error;
    const errorId = randomUUID();
    log.error(`a resolver failed (${errorId})`, error instanceof GraphQLError ? error.originalError : error);
    const { path, nodes } = error as Partial<GraphQLError>;
    return new GraphQLError(`Something went wrong on our side. Quote the id ${errorId} when you ask about it.`, {
      ...(path && { path }),
      ...(nodes && { nodes }),
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    });
  };
