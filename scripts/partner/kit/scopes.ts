import { GraphQLError } from 'graphql';
import type { Caller } from './caller.ts';

const refuse = (message: string, code: string) => new GraphQLError(message, { extensions: { code } });

/**
 * Lets those pass who hold one of the scopes. The gateway asks for them too, where the SDL has `@requiresScopes`; the
 * subgraph decides again.
 * @throws GraphQLError UNAUTHENTICATED or FORBIDDEN
 */
export const requireScope = (caller: Caller, ...scopes: readonly string[]): void => {
  if (scopes.some((scope) => caller.can(scope))) return;
  if (caller.subject === null)
    throw refuse('Send a token: this is shown to signed-in callers only.', 'UNAUTHENTICATED');
  throw refuse(`The token needs the scope ${scopes.join(' or ')}.`, 'FORBIDDEN');
};

/** Returns the caller's subject. @throws GraphQLError UNAUTHENTICATED where there is none */
export const requireSubject = ({ subject }: Caller): string => {
  if (subject === null) throw refuse('Send a token: this is shown to signed-in callers only.', 'UNAUTHENTICATED');
  return subject;
};
