import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { uuidv7 } from './ids.ts';
import type { Logger } from './log.ts';
import { currentLife, requestOver } from './request-life.ts';

/** Wrong input that no schema can refuse: a stable code, and the argument that was wrong. */
export const inputError = (code: string, message: string, argument: string) =>
  new GraphQLError(message, { extensions: { code, argument } });

export const unauthenticated = () =>
  new GraphQLError('Send a token: this is shown to signed-in callers only.', {
    extensions: { code: 'UNAUTHENTICATED' },
  });

export const forbidden = (wanted: string) =>
  new GraphQLError(`The token does not allow this; it takes ${wanted}.`, { extensions: { code: 'FORBIDDEN' } });

/** Too much waits already: nothing was done, and the call is good again after `seconds`. */
export const overloaded = (seconds: number) =>
  new GraphQLError(`Too many are served right now; try again in ${seconds} s.`, {
    extensions: { code: 'OVERLOADED', retryAfterSeconds: seconds },
  });

/** Errors of ours, and of GraphQL itself, say what the caller can do; anything else is a bug and is masked. */
const isMeant = (error: unknown, code: unknown) =>
  code !== 'INTERNAL_SERVER_ERROR' && typeof code === 'string' && unwrapResolverError(error) instanceof GraphQLError;

// Apollo gives every error of validation its own code; a scalar's literal is bad input, as its variable is.
const statedCode = (formatted: GraphQLFormattedError, error: unknown) => {
  const stated = ((error as Partial<GraphQLError>).originalError as Partial<GraphQLError> | undefined)?.extensions
    ?.code;
  return stated === 'BAD_USER_INPUT' ? stated : formatted.extensions?.code;
};

/** Masks bugs behind an id and logs what really happened under the same id. */
export const createErrorFormatter =
  (log: Logger) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const code = statedCode(formatted, error);
    if (isMeant(error, code)) {
      const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
      return { ...formatted, extensions: { ...extensions, code } };
    }
    // Its SQL was cut off: what broke of that is no bug, and nobody reads the answer.
    if (currentLife()?.ending) return { ...requestOver().toJSON(), ...(formatted.path && { path: formatted.path }) };
    const errorId = uuidv7();
    log.error({ errorId, path: formatted.path, err: unwrapResolverError(error) }, 'a resolver failed');
    return {
      message: `Something went wrong on our side. Quote the id ${errorId} when you ask about it.`,
      ...(formatted.path && { path: formatted.path }),
      ...(formatted.locations && { locations: formatted.locations }),
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    };
  };
